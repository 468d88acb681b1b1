/**
 * Did those endorse whom the policies ask? (`plugindispatcher/dispatcher.go`, `statebased/`) The policy of the invoked
 * chaincode and of every namespace that is written must hold for the distinct, valid identities that signed; a key with
 * a policy of its own is judged by that instead.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import { tryParse } from '../blocks/block.js';
import type { StateReader } from '../ledger/state-store.js';
import {
  parseReadWriteSets,
  parseTransaction,
  type NamespaceSet,
  type ParsedTransaction,
} from '../ledger/transaction.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import { IdentityError, verifySignature, type Identity } from '../msp/membership.js';
import { satisfiesSignaturePolicy } from '../msp/signature-policy.js';
import { VALIDATION_PARAMETER } from '../simulation/policy-needs.js';
import { metadataEntries } from '../simulation/simulator.js';
import { LIFECYCLE, LIFECYCLE_POLICY, approverOf, definitionOf } from '../system/definitions.js';
import { CODE, type Code } from './codes.js';

export type EndorsementVerdict = { readonly code: Code; readonly sets: readonly NamespaceSet[] };

/** Judges the transactions of one block in order; remembers whose key policies earlier ones touched. */
export class EndorsementCheck {
  readonly #config: ChannelConfig;
  readonly #state: StateReader;
  readonly #touchedPolicies = new Set<string>();

  constructor(config: ChannelConfig, state: StateReader) {
    this.#config = config;
    this.#state = state;
  }

  /** @param envelope Of a transaction that passed `checkForm`. */
  async check(envelope: Uint8Array, header: common.ChannelHeader): Promise<EndorsementVerdict> {
    const extension = tryParse(() =>
      peer.ChaincodeHeaderExtension.deserializeBinary(header.getExtension_asU8()),
    );
    if (!extension) return refused(CODE.BAD_HEADER_EXTENSION);
    const transaction = tryParse(() => parseTransaction(envelope));
    if (!transaction) return refused(CODE.BAD_RESPONSE_PAYLOAD);
    const sets = tryParse(() => parseReadWriteSets(transaction.action.getResults_asU8()));
    if (!sets) return refused(CODE.BAD_RWSET);
    const name = extension.getChaincodeId()?.getName();
    const code = checkNames(name, transaction, sets);
    if (code !== CODE.VALID || name === undefined) return refused(code);

    const signers = this.#signersOf(transaction);
    const judged = new Map(
      sets.filter(({ set }) => writesAnything(set)).map((entry) => [entry.namespace, entry]),
    );
    for (const namespace of new Set([name, ...judged.keys()])) {
      const judgement = await this.#checkNamespace(namespace, judged.get(namespace), signers);
      if (judgement !== CODE.VALID) return refused(judgement);
    }
    for (const { namespace, set } of judged.values()) {
      for (const write of set.getMetadataWritesList())
        this.#touchedPolicies.add(`${namespace}\0${write.getKey()}`);
    }
    return { code: CODE.VALID, sets };
  }

  /** Whoever signed twice counts once; who is no valid member, or whose signature is wrong, does not count. */
  #signersOf({ endorsements, responsePayload }: ParsedTransaction): Identity[] {
    const signers = new Map<string, Identity>();
    for (const endorsement of endorsements) {
      const endorser = endorsement.getEndorser_asU8();
      try {
        const identity = this.#config.memberships.identityOf(endorser);
        if (signers.has(identity.fingerprint)) continue;
        this.#config.memberships.assertValid(identity);
        if (
          verifySignature(
            identity,
            Buffer.concat([responsePayload, endorser]),
            endorsement.getSignature_asU8(),
          )
        ) {
          signers.set(identity.fingerprint, identity);
        }
      } catch (error) {
        if (!(error instanceof IdentityError)) throw error;
      }
    }
    return [...signers.values()];
  }

  async #checkNamespace(
    namespace: string,
    entry: NamespaceSet | undefined,
    signers: readonly Identity[],
  ): Promise<Code> {
    if (namespace === LIFECYCLE) return this.#checkLifecycle(entry, signers);
    const definition = await definitionOf(namespace, this.#state);
    if (!definition || definition.policy.length === 0) return CODE.INVALID_CHAINCODE;
    const keys = [...(entry?.set.getWritesList() ?? []), ...(entry?.set.getMetadataWritesList() ?? [])].map(
      (write) => write.getKey(),
    );
    let chaincodePolicyNeeded = keys.length === 0;
    for (const key of keys) {
      if (this.#touchedPolicies.has(`${namespace}\0${key}`)) return CODE.ENDORSEMENT_POLICY_FAILURE;
      const own = await this.#keyPolicyOf(namespace, key);
      if (!own) chaincodePolicyNeeded = true;
      else if (!this.#satisfiesKeyPolicy(own, signers)) return CODE.ENDORSEMENT_POLICY_FAILURE;
    }
    const holds =
      !chaincodePolicyNeeded || satisfiesApplicationPolicy(definition.policy, signers, this.#config);
    return holds ? CODE.VALID : CODE.ENDORSEMENT_POLICY_FAILURE;
  }

  /** An empty policy is none. */
  async #keyPolicyOf(namespace: string, key: string): Promise<Uint8Array | undefined> {
    const metadata = metadataEntries((await this.#state.get(namespace, key))?.metadata);
    const policy = metadata.get(VALIDATION_PARAMETER);
    return policy?.length ? policy : undefined;
  }

  #satisfiesKeyPolicy(policy: Uint8Array, signers: readonly Identity[]): boolean {
    const rule = tryParse(() => common.SignaturePolicyEnvelope.deserializeBinary(policy));
    return rule !== undefined && satisfiesSignaturePolicy(rule, signers, this.#config.memberships);
  }

  /** An approval needs the organization that approves; all else in `_lifecycle` the channel's policy for it. */
  #checkLifecycle(entry: NamespaceSet | undefined, signers: readonly Identity[]): Code {
    const approvers = (entry?.set.getWritesList() ?? []).map((write) => approverOf(write.getKey()));
    const policies = approvers.map((mspId) =>
      mspId === undefined ? LIFECYCLE_POLICY : `/Channel/Application/${mspId}/Endorsement`,
    );
    const needed = policies.length > 0 ? new Set(policies) : new Set([LIFECYCLE_POLICY]);
    const holds = [...needed].every((policy) => this.#config.satisfies(policy, signers));
    return holds ? CODE.VALID : CODE.ENDORSEMENT_POLICY_FAILURE;
  }
}

/** @param policy Bytes of `protos.ApplicationPolicy`. */
export function satisfiesApplicationPolicy(
  policy: Uint8Array,
  identities: readonly Identity[],
  config: ChannelConfig,
): boolean {
  const parsed = tryParse(() => common.ApplicationPolicy.deserializeBinary(policy));
  const rule = parsed?.getSignaturePolicy();
  if (rule) return satisfiesSignaturePolicy(rule, identities, config.memberships);
  const reference = parsed?.getChannelConfigPolicyReference() ?? '';
  return reference !== '' && config.satisfies(reference, identities);
}

function refused(code: Code): EndorsementVerdict {
  return { code, sets: [] };
}

/** Header, result and event must speak of one chaincode, and each namespace once. */
function checkNames(
  name: string | undefined,
  { action }: ParsedTransaction,
  sets: readonly NamespaceSet[],
): Code {
  const identity = action.getChaincodeId();
  if (name === undefined || !identity) return CODE.INVALID_OTHER_REASON;
  if (name === '' || name !== identity.getName() || identity.getVersion() === '')
    return CODE.INVALID_CHAINCODE;
  if (!isOwnEvent(action.getEvents_asU8(), name)) return CODE.INVALID_OTHER_REASON;
  const isRepeated = new Set(sets.map(({ namespace }) => namespace)).size < sets.length;
  return isRepeated ? CODE.ILLEGAL_WRITESET : CODE.VALID;
}

function writesAnything(set: NamespaceSet['set']): boolean {
  return set.getWritesList().length > 0 || set.getMetadataWritesList().length > 0;
}

function isOwnEvent(events: Uint8Array, name: string): boolean {
  if (events.length === 0) return true;
  return tryParse(() => peer.ChaincodeEvent.deserializeBinary(events))?.getChaincodeId() === name;
}
