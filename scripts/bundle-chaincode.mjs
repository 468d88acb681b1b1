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

/** Writes chaincode/deploy/index.js from chaincode/dist; the same input gives the same bytes on every machine. */
export async function bundleChaincode() {
  await build({
    absWorkingDir: ROOT,
    entryPoints: [join('chaincode', 'dist', 'main.js')],
    outfile: join('chaincode', 'deploy', 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20.19',
    external: ['fabric-contract-api', 'fabric-shim'],
    legalComments: 'none',
    logLevel: 'warning',
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleChaincode();
