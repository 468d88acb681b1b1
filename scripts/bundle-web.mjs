/** Bundles the verification page into web/dist: one script, one style sheet, nothing from another host. */
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the page. `/` and `/verify` are the same page.
 *
 * @param {string} [outdir] Where to; web/dist unless said.
 */
export async function bundleWeb(outdir = join(ROOT, 'web', 'dist')) {
  const source = join(ROOT, 'web', 'static');
  await mkdir(join(outdir, 'assets'), { recursive: true });
  await Promise.all([
    cp(join(source, 'verify.html'), join(outdir, 'index.html')),
    cp(join(source, 'verify.html'), join(outdir, 'verify.html')),
    cp(join(source, 'assets'), join(outdir, 'assets'), { recursive: true }),
    build({
      absWorkingDir: ROOT,
      entryPoints: [join('web', 'src', 'verify', 'main.ts')],
      outfile: join(outdir, 'assets', 'verify.js'),
      bundle: true,
      minify: true,
      charset: 'utf8',
      platform: 'browser',
      format: 'iife',
      target: ['chrome100', 'firefox100', 'safari15.4'],
      legalComments: 'none',
      logLevel: 'warning',
    }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleWeb(process.argv[2]);
