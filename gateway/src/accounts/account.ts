/**
 * Who may sign in at this gateway.
 *
 * @module
 */
import type { PasswordHash } from './password-hash.js';

/** Roles at the tax bureau, the affairs office, the court, and the one everywhere. */
export const ROLES = [
  'taxOfficer',
  'limitApprover',
  'issuer',
  'receiver',
  'auditor',
  'certificateOfficer',
  'holder',
  'courtClerk',
  'administrator',
] as const;

export type Role = (typeof ROLES)[number];

/** The taxpayer or office that an account acts for. */
export interface AccountOrganization {
  readonly name: string;
  readonly taxId: string;
}

export interface Account {
  /** Opaque, `acc_…`; what tokens and records name. */
  readonly id: string;
  /** What the person types. */
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organization?: AccountOrganization;
  /** RFC 3339; a disabled account neither signs in nor is its token taken. */
  readonly disabledAt: string | null;
}

/** An account with what proves its password; never leaves the accounts folder. */
export interface StoredAccount {
  readonly account: Account;
  readonly password: PasswordHash;
}

export interface NewAccount {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organization?: AccountOrganization;
  readonly password: PasswordHash;
}

/** Every method rejects with `UnavailableError` when the database cannot be asked. */
export interface AccountStore {
  findByName(name: string): Promise<StoredAccount | undefined>;
  findById(id: string): Promise<Account | undefined>;
  /** Makes the account of this name, or gives it these roles, organization and password. */
  upsert(account: NewAccount): Promise<Account>;
}
