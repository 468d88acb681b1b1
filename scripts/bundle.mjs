/** Bundles what runs outside Node's module system: the contract for the peers, pages and the SDK for browsers. */
import { bundleChaincode } from './bundle-chaincode.mjs';
import { bundleClient } from './bundle-client.mjs';
import { bundleVerifier } from './bundle-verifier.mjs';
import { bundleWeb } from './bundle-web.mjs';

await Promise.all([bundleChaincode(), bundleWeb(), bundleVerifier(), bundleClient()]);
