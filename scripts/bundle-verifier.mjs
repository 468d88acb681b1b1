/**
 * Bundles the verifier in one file: the verification page with its style sheet and script inside, allowed to load
 * nothing at all. `chopmark verifier` writes trust profiles into it. The same input gives the same bytes.
 */
import { createHash } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';
import { SCRIPT, STATIC, verifyPage } from './bundle-web.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @param {string} [outfile] Where to; cli/dist/verifier.html unless said. */
export async function bundleVerifier(outfile = join(ROOT, 'cli', 'dist', 'verifier.html')) {
  const [page, seal, style, script] = await Promise.all([
    verifyPage('file'),
    readFile(join(STATIC, 'assets', 'seal.svg'), 'utf8'),
    styleSheet(),
    scriptText(),
  ]);
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(script)}'`,
    `style-src '${hashOf(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  const html = [
    [/(http-equiv="Content-Security-Policy"\s+content=")[^"]*/, `$1${policy}`],
    [/ *<link rel="icon"[^>]*>\n/, ''],
    [/<link rel="stylesheet"[^>]*>/, () => `<style>${style}</style>`],
    [/ *<script src=[^>]*><\/script>\n/, ''],
    [
      /<img class="seal"[^>]*>/,
      () => seal.trim().replace('<svg ', '<svg class="seal" width="44" height="44" '),
    ],
    [
      /( *)<\/body>/,
      () => `<script type="application/json" id="profiles">[]</script>\n<script>${script}</script>\n</body>`,
    ],
  ].reduce(replaceOnce, page);
  await mkdir(dirname(outfile), { recursive: true });
  await writeFile(outfile, html);
}

async function styleSheet() {
  const { code } = await transform(await readFile(join(STATIC, 'assets', 'verify.css'), 'utf8'), {
    loader: 'css',
    minify: true,
    charset: 'utf8',
  });
  return code;
}

async function scriptText() {
  const { outputFiles } = await build({
    ...SCRIPT,
    entryPoints: [join('web', 'src', 'one-file', 'main.ts')],
    format: 'iife',
    write: false,
  });
  const [{ text }] = outputFiles;
  // Either would end or confuse the element around it; escaping would be a second meaning.
  if (/<\/script|<!--/i.test(text)) throw new Error('the script cannot stand in a page');
  return text;
}

function replaceOnce(page, [pattern, replacement]) {
  if (!pattern.test(page)) throw new Error(`verify.html has no ${pattern}`);
  return page.replace(pattern, replacement);
}

function hashOf(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleVerifier(process.argv[2]);
