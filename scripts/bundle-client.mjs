/** Bundles the SDK into files that need nothing beside them: for browsers and ES modules, and for require. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { packClient } from './pack-client.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** What calls a gateway, and what judges proofs: apart, because few programs need both. */
const ENTRIES = {
  'chopmark-client': join('client', 'src', 'index.ts'),
  'chopmark-verify': join('client', 'src', 'verify.ts'),
};

const FORMATS = [
  { format: 'esm', outExtension: { '.js': '.mjs' }, platform: 'browser' },
  { format: 'cjs', outExtension: { '.js': '.cjs' }, platform: 'node' },
];

/**
 * @param {string} [outdir] Where to; client/dist/bundle unless said.
 * @param {string} [sdk] Where the files that a gateway gives out go; client/dist/sdk unless said.
 */
export async function bundleClient(outdir = join(ROOT, 'client', 'dist', 'bundle'), sdk = undefined) {
  await mkdir(outdir, { recursive: true });
  const built = await Promise.all(
    FORMATS.map((format) =>
      build({
        absWorkingDir: ROOT,
        entryPoints: ENTRIES,
        outdir,
        bundle: true,
        charset: 'utf8',
        target: ['es2022'],
        legalComments: 'none',
        logLevel: 'warning',
        metafile: true,
        ...format,
      }),
    ),
  );
  await packClient(outdir, packagesIn(built), sdk);
}

/** Folders of the packages of others whose code is inside. */
function packagesIn(built) {
  const paths = built.flatMap(({ metafile }) => Object.keys(metafile.inputs));
  const folders = paths.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined))].map((folder) => join(ROOT, folder));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleClient(...process.argv.slice(2));
