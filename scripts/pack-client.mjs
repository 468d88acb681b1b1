/**
 * The SDK as a gateway gives it out (`/sdk/…`): single files, and a package that `npm install ./chopmark-client-<version>.tgz`
 * takes without asking a registry for anything. The same sources make the same bytes.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const MODULES = join(ROOT, 'node_modules');

/** Packages of others whose types ours are made of. */
const TYPED = ['openapi-fetch', 'openapi-typescript-helpers'];

/** Types of core that the SDK's own name: name → file. */
const OF_CORE = { PartResolver: 'bundle/part-reference', Verdict: 'verdict/verdict' };

/**
 * @param {string} bundles Where bundle-client.mjs wrote to.
 * @param {readonly string[]} packages Folders of others' packages whose code is inside the bundles.
 * @param {string} [outdir] client/dist/sdk unless said; what lay there is gone.
 */
export async function packClient(bundles, packages, outdir = join(ROOT, 'client', 'dist', 'sdk')) {
  const { version, license, description } = JSON.parse(
    await readFile(join(ROOT, 'client', 'package.json'), 'utf8'),
  );
  const files = new Map();
  for (const name of await readdir(bundles)) files.set(name, await readFile(join(bundles, name)));
  for (const [name, text] of await types()) files.set(name, Buffer.from(text));
  files.set('LICENSE', await readFile(join(ROOT, 'LICENSE')));
  files.set(
    'THIRD-PARTY-NOTICES.txt',
    Buffer.from(await notices([...new Set([...packages, ...TYPED.map((name) => join(MODULES, name))])])),
  );
  files.set('README.md', Buffer.from(README));
  files.set(
    'package.json',
    Buffer.from(`${JSON.stringify(manifest({ version, license, description }), null, 2)}\n`),
  );

  await rm(outdir, { recursive: true, force: true });
  await mkdir(outdir, { recursive: true });
  for (const name of ['chopmark-client.mjs', 'chopmark-verify.mjs'])
    await writeFile(join(outdir, name), files.get(name));
  await writeFile(join(outdir, `chopmark-client-${version}.tgz`), gzipSync(tarOf(files), { level: 9 }));
}

function manifest(facts) {
  const entry = (name, types) => ({
    types: `./types/${types}.d.ts`,
    import: `./${name}.mjs`,
    require: `./${name}.cjs`,
  });
  return {
    name: '@chopmark/client',
    ...facts,
    type: 'module',
    sideEffects: false,
    engines: { node: '>=20.19' },
    exports: { '.': entry('chopmark-client', 'index'), './verify': entry('chopmark-verify', 'verify') },
  };
}

const README = `# @chopmark/client

The SDK of a Chopmark gateway, for Node 20.19 or later and for browsers; needs nothing beside it. A gateway shows the first
steps at \`/docs/start\` and every route at \`/docs\`.

\`\`\`js
import { Chopmark } from '@chopmark/client';
import { verifyOffline } from '@chopmark/client/verify';
\`\`\`
`;

/** Declarations with what they refer to, so that they are read without any other package. */
async function types() {
  const from = join(ROOT, 'client', 'dist');
  if (!existsSync(join(from, 'index.d.ts')))
    throw new Error('client/dist has no declarations: run tsc --build first');
  const found = new Map();
  for (const path of await readdir(from, { recursive: true })) {
    if (!path.endsWith('.d.ts') || path.startsWith('sdk/')) continue;
    const up = '../'.repeat(path.split('/').length - 1);
    const text = (await readFile(join(from, path), 'utf8'))
      .replaceAll("'@chopmark/core/verify'", `'${up || './'}core/verify.js'`)
      .replaceAll("'openapi-fetch'", `'${up || './'}vendor/openapi-fetch.js'`)
      .replace(/\/\/# sourceMappingURL=.*\n?/, '');
    found.set(`types/${path}`, text);
  }
  const core = join(ROOT, 'core', 'dist');
  const own = Object.entries(OF_CORE).map(([name, file]) => `export type { ${name} } from './${file}.js';\n`);
  found.set('types/core/verify.d.ts', own.join(''));
  for (const path of await reachable(core, Object.values(OF_CORE)))
    found.set(`types/core/${path}`, await readFile(join(core, path), 'utf8'));
  for (const name of TYPED) {
    const text = await readFile(join(MODULES, name, 'dist', 'index.d.mts'), 'utf8');
    found.set(
      `types/vendor/${name}.d.ts`,
      text.replaceAll("'openapi-typescript-helpers'", "'./openapi-typescript-helpers.js'"),
    );
  }
  return found;
}

/** Declarations that these lead to, themselves among them. */
async function reachable(folder, starts) {
  const seen = new Set();
  const open = starts.map((start) => `${start}.d.ts`);
  for (let path = open.pop(); path !== undefined; path = open.pop()) {
    if (seen.has(path)) continue;
    seen.add(path);
    const text = await readFile(join(folder, path), 'utf8');
    for (const [, to] of text.matchAll(/(?:from|import\() ?'(\.[^']+)\.js'/g))
      open.push(relative(folder, `${resolve(folder, dirname(path), to)}.d.ts`));
  }
  return [...seen].sort();
}

async function notices(folders) {
  const texts = folders.map(async (folder) => {
    const { name, version } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
    const file = (await readdir(folder)).find((one) => /^licen[cs]e/i.test(one));
    if (file === undefined) throw new Error(`${name} has no licence`);
    return `${name} ${version}\n\n${(await readFile(join(folder, file), 'utf8')).trim()}\n`;
  });
  return (await Promise.all(texts)).sort().join(`\n${'-'.repeat(80)}\n\n`);
}

/** USTAR, in order of names, of no time and nobody. */
function tarOf(files) {
  const blocks = [];
  for (const [name, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    blocks.push(
      header(`package/${name}`, bytes.length),
      bytes,
      Buffer.alloc((512 - (bytes.length % 512)) % 512),
    );
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** npm's own archives carry this time: 1985-10-26. */
const TIME = 499_162_500;

function header(name, size) {
  if (Buffer.byteLength(name) > 100) throw new Error(`too long for an archive: ${name}`);
  const block = Buffer.alloc(512);
  const octal = (value, at, length) => block.write(`${value.toString(8).padStart(length - 1, '0')}\0`, at);
  block.write(name, 0);
  octal(0o644, 100, 8);
  octal(0, 108, 8);
  octal(0, 116, 8);
  octal(size, 124, 12);
  octal(TIME, 136, 12);
  block.write(' '.repeat(8), 148);
  block.write('0', 156);
  block.write('ustar\0' + '00', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}
