/**
 * The shim logs at info while it loads a contract, a line for each decorator.
 * Imported before the contract so that the default is `error`; whoever sets
 * `CORE_CHAINCODE_LOGGING_LEVEL` is left alone.
 *
 * @module
 */
import { setLevel as setContractLevel } from 'fabric-contract-api/lib/logger.js';
import { setLevel as setShimLevel } from 'fabric-shim/lib/logger.js';

// eslint-disable-next-line no-restricted-globals -- runs before any transaction; decides about log lines only
if (!process.env['CORE_CHAINCODE_LOGGING_LEVEL']) {
  setShimLevel('error');
  setContractLevel('error');
}
