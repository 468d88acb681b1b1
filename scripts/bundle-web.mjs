/** Bundles the verification page into web/dist: scripts, one style sheet, nothing from another host. */
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
export const STATIC = join(ROOT, 'web', 'static');

/** What every script for browsers has in common. */
export const SCRIPT = {
  absWorkingDir: ROOT,
  bundle: true,
  minify: true,
  charset: 'utf8',
  platform: 'browser',
  target: ['chrome100', 'firefox100', 'safari15.4'],
  legalComments: 'none',
  logLevel: 'warning',
};

/**
 * One page, two uses: parts between `<!-- host -->` and `<!-- /host -->` are for the page that a host serves, those in
 * `<!-- file … /file -->` for the verifier in one file.
 *
 * @param {'host' | 'file'} use
 */
export async function verifyPage(use) {
  const page = await readFile(join(STATIC, 'verify.html'), 'utf8');
  return use === 'host'
    ? page.replace(/ *<!-- \/?host -->\n/g, '').replace(/ *<!-- file\n[\s\S]*?\/file -->\n/g, '')
    : page
        .replace(/ *<!-- host -->\n[\s\S]*?<!-- \/host -->\n/g, '')
        .replace(/ *<!-- file\n([\s\S]*?) *\/file -->\n/g, '$1');
}

/**
 * Writes the page. `/` and `/verify` are the same page. What few readers need is a script of its own.
 *
 * @param {string} [outdir] Where to; web/dist unless said.
 */
export async function bundleWeb(outdir = join(ROOT, 'web', 'dist')) {
  const page = await verifyPage('host');
  // Scripts of an earlier build have other names.
  await rm(join(outdir, 'assets'), { recursive: true, force: true });
  await mkdir(join(outdir, 'assets'), { recursive: true });
  await Promise.all([
    writeFile(join(outdir, 'index.html'), page),
    writeFile(join(outdir, 'verify.html'), page),
    cp(join(STATIC, 'assets'), join(outdir, 'assets'), { recursive: true }),
    build({
      ...SCRIPT,
      entryPoints: { verify: join('web', 'src', 'verify', 'main.ts') },
      outdir: join(outdir, 'assets'),
      chunkNames: 'verify-[hash]',
      format: 'esm',
      splitting: true,
    }),
  ]);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleWeb(process.argv[2]);
