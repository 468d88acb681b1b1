/**
 * Bundles the contract for the peers: one file, with core inside and Fabric's packages outside.
 *
 * The input is what tsc made of the contract, never its TypeScript: parameter names and types come
 * from decorator metadata that esbuild does not emit. Not minified, because parameter names are read
 * from the methods' source text.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/**
 * Writes the bundle of chaincode/dist; the same input gives the same bytes on every machine and at every place.
 *
 * @param {string} [outfile] Where to; chaincode/deploy/index.js unless said.
 */
export async function bundleChaincode(outfile = join(ROOT, 'chaincode', 'deploy', 'index.js')) {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join('chaincode', 'dist', 'main.js')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    external: ['fabric-contract-api', 'fabric-shim'],
    legalComments: 'none',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleChaincode(process.argv[2]);
