/** Bundles what runs outside Node's module system: the contract for the peers, pages for browsers. */
import { bundleChaincode } from './bundle-chaincode.mjs';
import { bundleVerifier } from './bundle-verifier.mjs';
import { bundleWeb } from './bundle-web.mjs';

await Promise.all([bundleChaincode(), bundleWeb(), bundleVerifier()]);
