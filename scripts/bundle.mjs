/** Bundles what runs outside Node's module system: the contract for the peers, the page for browsers. */
import { bundleChaincode } from './bundle-chaincode.mjs';
import { bundleWeb } from './bundle-web.mjs';

await Promise.all([bundleChaincode(), bundleWeb()]);
