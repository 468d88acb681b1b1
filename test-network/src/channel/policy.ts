/**
 * Policies as data, and in the form of Fabric: the same messages as `configtxgen` and `peer lifecycle` make of the
 * written rule (`common/policydsl`, `common/policies`).
 */
import { common, msp } from '@hyperledger/fabric-protos';

export type PolicyRole = 'member' | 'admin' | 'client' | 'peer' | 'orderer';

export type Principal = { readonly mspId: string; readonly role: PolicyRole };

/** One principal, or `outOf` of the rules: AND = all of them, OR = one of them. */
export type PolicyRule = Principal | { readonly outOf: number; readonly rules: readonly PolicyRule[] };

const ROLES = {
  member: msp.MSPRole.MSPRoleType.MEMBER,
  admin: msp.MSPRole.MSPRoleType.ADMIN,
  client: msp.MSPRole.MSPRoleType.CLIENT,
  peer: msp.MSPRole.MSPRoleType.PEER,
  orderer: msp.MSPRole.MSPRoleType.ORDERER,
} as const;

/** `OR('TaxMSP.admin', 'TaxMSP.peer', …)`. */
export function anyRole(mspId: string, roles: readonly PolicyRole[]): PolicyRule {
  return { outOf: 1, rules: roles.map((role) => ({ mspId, role })) };
}

/** Whether an organization stands in the rule: only then its endorsement can count. */
export function isNamed(rule: PolicyRule, mspId: string): boolean {
  return 'role' in rule ? rule.mspId === mspId : rule.rules.some((inner) => isNamed(inner, mspId));
}

/** The rule as `common.SignaturePolicyEnvelope`. */
export function signaturePolicy(rule: PolicyRule): common.SignaturePolicyEnvelope {
  const identities: msp.MSPPrincipal[] = [];
  const encoded = encode(rule, identities);
  const envelope = new common.SignaturePolicyEnvelope();
  envelope.setRule(encoded);
  envelope.setIdentitiesList(identities);
  return envelope;
}

/**
 * Nested rules number their principals before the principals beside them do: Fabric's parser evaluates the inner call
 * first, and the same rule shall have the same bytes whoever wrote it.
 */
function encode(rule: PolicyRule, identities: msp.MSPPrincipal[]): common.SignaturePolicy {
  if ('role' in rule) return signedBy(identities.push(rolePrincipal(rule)) - 1);
  const nested = rule.rules.map((inner) => ('role' in inner ? inner : encode(inner, identities)));
  const rules = nested.map((inner) =>
    inner instanceof common.SignaturePolicy ? inner : encode(inner, identities),
  );
  return outOf(rule.outOf, rules);
}

export function outOf(n: number, rules: readonly common.SignaturePolicy[]): common.SignaturePolicy {
  const group = new common.SignaturePolicy.NOutOf();
  group.setN(n);
  group.setRulesList([...rules]);
  const policy = new common.SignaturePolicy();
  policy.setNOutOf(group);
  return policy;
}

export function signedBy(index: number): common.SignaturePolicy {
  const policy = new common.SignaturePolicy();
  policy.setSignedBy(index);
  return policy;
}

function rolePrincipal({ mspId, role }: Principal): msp.MSPPrincipal {
  const value = new msp.MSPRole();
  value.setMspIdentifier(mspId);
  value.setRole(ROLES[role]);
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.ROLE);
  principal.setPrincipal(value.serializeBinary());
  return principal;
}

/** A principal that is exactly one certificate: a consenter. */
export function identityPrincipal(mspId: string, certificatePem: string): msp.MSPPrincipal {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificatePem));
  const principal = new msp.MSPPrincipal();
  principal.setPrincipalClassification(msp.MSPPrincipal.Classification.IDENTITY);
  principal.setPrincipal(identity.serializeBinary());
  return principal;
}

/** `common.ApplicationPolicy` bytes: the endorsement policy of a chaincode definition. */
export function applicationPolicyBytes(rule: PolicyRule): Uint8Array {
  const policy = new common.ApplicationPolicy();
  policy.setSignaturePolicy(signaturePolicy(rule));
  return policy.serializeBinary();
}
