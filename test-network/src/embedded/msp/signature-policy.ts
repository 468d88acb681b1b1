/** Evaluation of signature policies (`common/cauthdsl/cauthdsl.go`): each identity counts for one principal at most. */
import { msp, type common } from '@hyperledger/fabric-protos';
import type { Identity, Memberships, Role } from './membership.js';
import { IdentityError, parseSerializedIdentity } from './membership.js';
import { sameBytes } from '../wire/bytes.js';

const { Classification } = msp.MSPPrincipal;
const { MSPRoleType } = msp.MSPRole;

const ROLE_NAMES: Readonly<Record<number, Role | undefined>> = {
  [MSPRoleType.ADMIN]: 'admin',
  [MSPRoleType.CLIENT]: 'client',
  [MSPRoleType.PEER]: 'peer',
  [MSPRoleType.ORDERER]: 'orderer',
};

/**
 * @param identities Distinct, and each one's signature already checked.
 * @throws {Error} When the policy uses a kind of principal that is not implemented, or names one it does not have.
 */
export function satisfiesSignaturePolicy(
  policy: common.SignaturePolicyEnvelope,
  identities: readonly Identity[],
  memberships: Memberships,
): boolean {
  const rule = policy.getRule();
  if (policy.getVersion() !== 0 || !rule) return false;
  const principals = policy.getIdentitiesList();
  const used: boolean[] = identities.map(() => false);
  return evaluate(rule, used);

  function evaluate(current: common.SignaturePolicy, taken: boolean[]): boolean {
    const group = current.getNOutOf();
    if (group) {
      let satisfied = 0;
      for (const inner of group.getRulesList()) {
        const attempt = [...taken];
        if (!evaluate(inner, attempt)) continue;
        satisfied += 1;
        attempt.forEach((value, place) => (taken[place] = value));
      }
      return satisfied >= group.getN();
    }
    const principal = principals[current.getSignedBy()];
    if (!principal) throw new Error('the policy names a principal that it does not have');
    const place = identities.findIndex(
      (identity, index) => taken[index] !== true && satisfiesPrincipal(identity, principal, memberships),
    );
    if (place < 0) return false;
    taken[place] = true;
    return true;
  }
}

function satisfiesPrincipal(
  identity: Identity,
  principal: msp.MSPPrincipal,
  memberships: Memberships,
): boolean {
  const bytes = principal.getPrincipal_asU8();
  switch (principal.getPrincipalClassification()) {
    case Classification.ROLE: {
      const role = msp.MSPRole.deserializeBinary(bytes);
      if (role.getMspIdentifier() !== identity.mspId || !memberships.isValid(identity)) return false;
      if (role.getRole() === MSPRoleType.MEMBER) return true;
      const name = ROLE_NAMES[role.getRole()];
      return name !== undefined && memberships.hasRole(identity, name);
    }
    case Classification.ORGANIZATION_UNIT: {
      const unit = msp.OrganizationUnit.deserializeBinary(bytes);
      return (
        unit.getMspIdentifier() === identity.mspId &&
        memberships.isValid(identity) &&
        identity.organizationalUnits.includes(unit.getOrganizationalUnitIdentifier())
      );
    }
    case Classification.IDENTITY:
      return isSameIdentity(identity, bytes);
    default:
      throw new Error('anonymous and combined principals are not implemented by the embedded network');
  }
}

function isSameIdentity(identity: Identity, serialized: Uint8Array): boolean {
  const { mspId, pem } = parseSerializedIdentity(serialized);
  if (mspId !== identity.mspId) return false;
  return sameBytes(identity.certificate.raw, derOfPem(pem));
}

function derOfPem(pem: Uint8Array): Uint8Array {
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END CERTIFICATE-----/.exec(
    Buffer.from(pem).toString('latin1'),
  );
  if (!body?.[1]) throw new IdentityError('the principal is no PEM certificate');
  return Buffer.from(body[1], 'base64');
}
