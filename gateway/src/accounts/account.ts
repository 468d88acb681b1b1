/**
 * Who may sign in at this gateway.
 *
 * @module
 */

/** Roles at the tax bureau, the affairs office, the court, and those everywhere (role-rules.ts). */
export const ROLES = [
  'taxOfficer',
  'limitApprover',
  'issuer',
  'receiver',
  'certificateOfficer',
  'holder',
  'courtClerk',
  'auditor',
  'administrator',
] as const;

export type Role = (typeof ROLES)[number];

export const ORGANIZATION_KINDS = ['taxpayer', 'office', 'court'] as const;
export type OrganizationKind = (typeof ORGANIZATION_KINDS)[number];

/** The taxpayer, office or court that an account acts for. */
export interface AccountOrganization {
  /** Opaque, `org_…`. */
  readonly id: string;
  readonly kind: OrganizationKind;
  readonly name: string;
  /** Taxpayer id: for organizations the unified social credit code. */
  readonly taxId: string;
  /** It runs this gateway: its administrators look after every organization. */
  readonly isHost: boolean;
  /** RFC 3339; nobody of a suspended organization gets in. */
  readonly suspendedAt: string | null;
}

/** `invited`: nobody has set a password or bound an identity yet. */
export const ACCOUNT_STATES = ['invited', 'active', 'suspended'] as const;
export type AccountState = (typeof ACCOUNT_STATES)[number];

export interface Account {
  /** Opaque, `acc_…`; what tokens and records name. */
  readonly id: string;
  /** What the person types. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organization?: AccountOrganization;
  /** RFC 3339; a suspended account neither signs in nor is its token taken. */
  readonly suspendedAt: string | null;
}

/** Whether the account counts at this moment, its organization included. */
export function isInForce({ suspendedAt, organization }: Account): boolean {
  return suspendedAt === null && (organization?.suspendedAt ?? null) === null;
}
