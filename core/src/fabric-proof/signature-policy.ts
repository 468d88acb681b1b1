/**
 * Policies of a channel configuration as Fabric evaluates them: a signature fulfills one principal at most, and each
 * identity counts once.
 *
 * @see https://github.com/hyperledger/fabric/blob/v3.1.5/common/cauthdsl/cauthdsl.go
 * @module
 */
import { equalBytes } from '../encoding/bytes.js';
import { ProtobufError } from '../protobuf/protobuf-error.js';
import { readMessage } from '../protobuf/message.js';
import {
  type ConfigGroup,
  IMPLICIT_META_POLICY,
  MSP_ROLE,
  type MspPrincipal,
  type Policy,
  SIGNATURE_POLICY_ENVELOPE,
  type SignatureRule,
} from './configuration-messages.js';
import { type ClaimedIdentity, hasRole, parseIdentity } from './identity.js';
import { OrderingError } from './ordering-error.js';

/** @returns Whether the policy is satisfied by these identities, all of them distinct. */
export type PolicyCheck = (signers: readonly ClaimedIdentity[]) => boolean;

type PrincipalCheck = (signer: ClaimedIdentity) => boolean;

const SIGNATURE = 1;
const IMPLICIT_META = 3;
const ROLE = 0;
const IDENTITY = 2;
/** By number of the rule: how many of so many sub-policies must be satisfied. */
const THRESHOLDS: readonly ((count: number) => number)[] = [
  () => 1,
  (count) => count,
  (count) => Math.floor(count / 2) + 1,
];
const ROLE_NAMES = ['member', 'admin', 'client', 'peer', 'orderer'] as const;

/**
 * @param group The group that holds the policy: implicit ones ask the policies of the groups inside it.
 * @throws {ProtobufError} Unless it is canonical protobuf.
 * @throws {OrderingError} `CONFIGURATION_NOT_SUPPORTED` for principals that orderers are never told by.
 */
export function policyCheckOf({ type, value }: Policy, group: ConfigGroup): PolicyCheck {
  if (type === SIGNATURE) return signatureCheck(value);
  if (type === IMPLICIT_META) return implicitCheck(value, group);
  throw notSupported(`policy of type ${type}`);
}

function implicitCheck(value: Uint8Array, { groups }: ConfigGroup): PolicyCheck {
  const { subPolicy, rule } = readMessage(IMPLICIT_META_POLICY, value);
  const threshold = THRESHOLDS[rule];
  if (!threshold) throw notSupported(`implicit policy of rule ${rule}`);
  const checks = [...groups.values()].map((inner): PolicyCheck => {
    const policy = inner.policies.get(subPolicy)?.policy;
    return policy ? policyCheckOf(policy, inner) : () => false;
  });
  return (signers) => checks.filter((check) => check(signers)).length >= threshold(checks.length);
}

function signatureCheck(value: Uint8Array): PolicyCheck {
  const { version, rule, identities } = readMessage(SIGNATURE_POLICY_ENVELOPE, value);
  if (version !== 0) throw notSupported(`signature policy of version ${version}`);
  if (!rule) throw new ProtobufError('common.SignaturePolicyEnvelope.2', 'no rule');
  const check = ruleCheck(rule, identities.map(principalCheck));
  return (signers) => check(signers, new Set()) !== undefined;
}

/** @returns Signers used up when the rule is satisfied, undefined when it is not. */
type RuleCheck = (
  signers: readonly ClaimedIdentity[],
  used: ReadonlySet<ClaimedIdentity>,
) => ReadonlySet<ClaimedIdentity> | undefined;

function ruleCheck({ signedBy, outOf }: SignatureRule, principals: readonly PrincipalCheck[]): RuleCheck {
  if ((signedBy === undefined) === (outOf === undefined))
    throw new ProtobufError('common.SignaturePolicy', 'not exactly one rule');
  if (outOf) {
    return nOutOf(
      outOf.n,
      outOf.rules.map((rule) => ruleCheck(rule, principals)),
    );
  }
  const principal = principals[signedBy ?? -1];
  if (!principal) throw new ProtobufError('common.SignaturePolicy.1', 'no such identity');
  return (signers, used) => {
    const found = signers.find((signer) => !used.has(signer) && principal(signer));
    return found && new Set([...used, found]);
  };
}

function nOutOf(n: number, rules: readonly RuleCheck[]): RuleCheck {
  return (signers, used) => {
    let count = 0;
    let now = used;
    for (const rule of rules) {
      const after = rule(signers, now);
      if (after) {
        count += 1;
        now = after;
      }
    }
    return count >= n ? now : undefined;
  };
}

function principalCheck({ classification, principal }: MspPrincipal): PrincipalCheck {
  if (classification === IDENTITY) {
    const { mspId, certificate } = parseIdentity(principal);
    return (signer) => signer.mspId === mspId && equalBytes(signer.certificate.der, certificate.der);
  }
  if (classification !== ROLE) throw notSupported(`principal of class ${classification}`);
  const { mspId, role } = readMessage(MSP_ROLE, principal);
  const name = ROLE_NAMES[role];
  if (name === undefined) throw notSupported(`role ${role}`);
  return (signer) => signer.mspId === mspId && plays(signer, name);
}

/** Signers of blocks are consenters by the configuration's own word, whatever stands in their certificates' units. */
function plays({ certificate }: ClaimedIdentity, role: (typeof ROLE_NAMES)[number]): boolean {
  return role === 'member' || role === 'orderer' || hasRole(certificate, role);
}

function notSupported(detail: string): OrderingError {
  return new OrderingError('CONFIGURATION_NOT_SUPPORTED', detail);
}
