/** Names of the numbers that Fabric answers with, so that an observation can be read. */
import { common, peer } from '@hyperledger/fabric-protos';

function namesOf(codes: object): Readonly<Record<number, string>> {
  return Object.fromEntries(Object.entries(codes).map(([name, code]) => [code as number, name]));
}

/** Validation code of a transaction. */
export const CODE_NAMES = namesOf(peer.TxValidationCode);
/** Status of an orderer or of a deliver stream. */
export const STATUS_NAMES = namesOf(common.Status);
export const TYPE_NAMES = namesOf(common.HeaderType);
