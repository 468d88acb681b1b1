/**
 * What `fabric-chaincode-node` loads: the bundle of this file. Checks the
 * deployment before anything of the contract runs, then hands it over.
 *
 * @module
 */
import './quiet-logs';
import { LedgerContract } from './ledger-contract';
import { assertDeployment, endWithParent } from './start-up';

assertDeployment(__filename);
endWithParent();

/** The name under which `fabric-chaincode-node` looks for contracts; the first is the default one. */
export const contracts = [LedgerContract];
