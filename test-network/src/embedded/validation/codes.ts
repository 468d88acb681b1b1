/** Validation codes of `protos.TxValidationCode` that this network gives. */
import { peer } from '@hyperledger/fabric-protos';

export const CODE = peer.TxValidationCode;
export type Code = number;
