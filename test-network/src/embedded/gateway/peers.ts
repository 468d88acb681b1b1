/** The peers that a gateway can ask, its own first; what discovery tells it in Fabric. */
import { status } from '@grpc/grpc-js';
import type { Channel } from '../channel.js';
import type { Endorser } from '../endorser/endorser.js';
import type { Identity } from '../msp/membership.js';
import { satisfiesSignaturePolicy } from '../msp/signature-policy.js';
import type { PolicyNeed } from '../simulation/policy-needs.js';
import { LIFECYCLE, LIFECYCLE_POLICY, SYSTEM_CHAINCODES, definitionOf } from '../system/definitions.js';
import { satisfiesApplicationPolicy } from '../validation/endorsement-check.js';
import { RpcError } from './rpc-error.js';

type Judge = (group: readonly Endorser[]) => boolean;

export class Peers {
  readonly local: Endorser;
  readonly #all: readonly Endorser[];
  readonly #channel: Channel;

  constructor(local: Endorser, all: readonly Endorser[], channel: Channel) {
    this.local = local;
    this.#all = [local, ...all.filter((endorser) => endorser !== local)];
    this.#channel = channel;
  }

  isLocal(endorser: Endorser): boolean {
    return endorser === this.local;
  }

  /** Peers that can run the chaincode. */
  async having(chaincode: string): Promise<Endorser[]> {
    const found = await Promise.all(
      this.#all.map(async (endorser) => ((await endorser.has(chaincode)) ? [endorser] : [])),
    );
    return found.flat();
  }

  /** @throws {RpcError} UNAVAILABLE when one of the organizations has no peer for the chaincode. */
  async named(mspIds: readonly string[], chaincode: string): Promise<Endorser[]> {
    const having = await this.having(chaincode);
    const missing = mspIds.filter((mspId) => !having.some((endorser) => endorser.mspId === mspId));
    if (missing.length > 0) throw withoutPeers(missing);
    return having.filter((endorser) => mspIds.includes(endorser.mspId));
  }

  /**
   * Smallest groups of peers that satisfy all policies, those with `first` before the others.
   *
   * @throws {RpcError} FAILED_PRECONDITION when no group does, or there is no policy to follow.
   */
  async layouts(needs: readonly PolicyNeed[], first: Endorser): Promise<Endorser[][]> {
    const judges = (await Promise.all(needs.map((need) => this.#judgesOf(need)))).flat();
    const having = await Promise.all(needs.map(({ namespace }) => this.having(namespace)));
    const candidates = this.#all.filter((endorser) => having.every((peers) => peers.includes(endorser)));
    const groups: Endorser[][] = [];
    for (const group of groupsOf(candidates)) {
      const isLarger = groups.some((smaller) => smaller.every((endorser) => group.includes(endorser)));
      if (!isLarger && judges.every((satisfies) => satisfies(group))) groups.push(group);
    }
    if (groups.length === 0) {
      throw new RpcError(
        status.FAILED_PRECONDITION,
        'no combination of peers can be derived which satisfy the endorsement policy: no peer combination can satisfy the endorsement policy',
      );
    }
    const rank = (group: readonly Endorser[]): number => (group.includes(first) ? 0 : 1);
    return groups.sort((left, right) => rank(left) - rank(right));
  }

  async #judgesOf({ namespace, chaincodePolicy, keyPolicies }: PolicyNeed): Promise<Judge[]> {
    const { memberships } = this.#channel.config;
    const ofKeys = keyPolicies.map(
      (policy): Judge =>
        (group) =>
          satisfiesSignaturePolicy(policy, this.#identitiesOf(group), memberships),
    );
    return chaincodePolicy ? [await this.#policyOf(namespace), ...ofKeys] : ofKeys;
  }

  #identitiesOf(group: readonly Endorser[]): Identity[] {
    const { memberships } = this.#channel.config;
    return group.map(({ identity }) => memberships.identityOf(identity.serialized));
  }

  async #policyOf(namespace: string): Promise<Judge> {
    const { config, ledger } = this.#channel;
    const identitiesOf = (group: readonly Endorser[]): Identity[] => this.#identitiesOf(group);
    if (namespace === LIFECYCLE) return (group) => config.satisfies(LIFECYCLE_POLICY, identitiesOf(group));
    const definition = SYSTEM_CHAINCODES.has(namespace)
      ? undefined
      : await definitionOf(namespace, ledger.state);
    if (!definition) return () => false;
    return (group) => satisfiesApplicationPolicy(definition.policy, identitiesOf(group), config);
  }
}

export function withoutPeers(mspIds: readonly string[]): RpcError {
  return new RpcError(
    status.UNAVAILABLE,
    `failed to find any endorsing peers for org(s): ${mspIds.join(', ')}`,
  );
}

/** All non-empty groups, smaller ones first. */
function groupsOf<T>(items: readonly T[]): T[][] {
  const groups: T[][] = [];
  for (let bits = 1; bits < 2 ** items.length; bits += 1) {
    groups.push(items.filter((_, place) => Math.floor(bits / 2 ** place) % 2 === 1));
  }
  return groups.sort((left, right) => left.length - right.length);
}
