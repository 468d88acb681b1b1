/** Whose policies a simulation's writes fall under (`core/endorser/endorser.go`): what a gateway needs for its plan. */
import { common, type peer } from '@hyperledger/fabric-protos';
import { unmarshal } from '../wire/unmarshal.js';

/** Name of the metadata entry that holds a key's own policy. */
export const VALIDATION_PARAMETER = 'VALIDATION_PARAMETER' satisfies keyof peer.MetaDataKeysMap;

export type PolicyNeed = {
  readonly namespace: string;
  /** Nothing is written, or a key that has no policy of its own. */
  readonly chaincodePolicy: boolean;
  readonly keyPolicies: readonly common.SignaturePolicyEnvelope[];
};

/**
 * @param metadata Of each key that is written, as it was committed.
 * @throws {Error} When a key has a policy that cannot be read.
 */
export function policyNeed(
  namespace: string,
  metadata: readonly ReadonlyMap<string, Uint8Array>[],
): PolicyNeed {
  const own = metadata.flatMap((entries) => {
    const policy = entries.get(VALIDATION_PARAMETER);
    return policy?.length ? [policy] : [];
  });
  return {
    namespace,
    chaincodePolicy: own.length === 0 || own.length < metadata.length,
    keyPolicies: own.map((bytes) =>
      unmarshal('SignaturePolicyEnvelope', () => common.SignaturePolicyEnvelope.deserializeBinary(bytes)),
    ),
  };
}
