/**
 * Who the tests are: sandbox taxpayers (test/vectors/uscc.json) and an account for each role.
 *
 * @module
 */
import type {
  Account,
  AccountOrganization,
  OrganizationKind,
  Role,
} from '../../../gateway/dist/accounts/account.js';
import { newId } from '../../../gateway/dist/accounts/account-rows.js';
import type { Principals, SessionPrincipal } from '../../../gateway/dist/sessions/principals.js';

export const SELLER = { name: '示例灯笼制造有限公司', taxId: '91000000T0000001XM' };
export const OTHER_SELLER = { name: '示例龙井茶业有限公司', taxId: '91000000T00000028M' };
export const BUYER = { name: '示例贸易有限公司', taxId: '91000000T00000036G' };
export const OTHER_BUYER = { name: '示例物流有限公司', taxId: '91000000T00000044B' };
export const BUREAU = { name: '示例市税务局', taxId: '11000000T000000609' };

interface PersonDescription {
  readonly roles: readonly Role[];
  readonly organization?: { readonly name: string; readonly taxId: string };
}

/** An account for each role, and strangers of the same roles. */
export const PEOPLE = {
  taxOfficer: { roles: ['taxOfficer'], organization: BUREAU },
  limitApprover: { roles: ['limitApprover'], organization: BUREAU },
  issuer: { roles: ['issuer'], organization: SELLER },
  otherIssuer: { roles: ['issuer'], organization: OTHER_SELLER },
  receiver: { roles: ['receiver'], organization: BUYER },
  otherReceiver: { roles: ['receiver'], organization: OTHER_BUYER },
  auditor: { roles: ['auditor'], organization: BUREAU },
  certificateOfficer: { roles: ['certificateOfficer'] },
  holder: { roles: ['holder'] },
  courtClerk: { roles: ['courtClerk'] },
  administrator: { roles: ['administrator'], organization: BUREAU },
  sellerAdministrator: { roles: ['administrator'], organization: SELLER },
  otherAdministrator: { roles: ['administrator'], organization: OTHER_SELLER },
  homelessIssuer: { roles: ['issuer'] },
} as const satisfies Readonly<Record<string, PersonDescription>>;

export type Person = keyof typeof PEOPLE;

/** Organizations of PEOPLE by tax id, each once; the bureau runs the gateway. */
function describedOrganizations(): Map<string, AccountOrganization> {
  const organizations = new Map<string, AccountOrganization>();
  for (const { organization } of Object.values<PersonDescription>(PEOPLE)) {
    if (organization === undefined || organizations.has(organization.taxId)) continue;
    const isHost = organization === BUREAU;
    const kind: OrganizationKind = isHost ? 'office' : 'taxpayer';
    const id = newId('org');
    organizations.set(organization.taxId, { id, kind, ...organization, isHost, suspendedAt: null });
  }
  return organizations;
}

export function organizationsOf(accounts: ReadonlyMap<Person, Account>): AccountOrganization[] {
  const all = [...accounts.values()].map(({ organization }) => organization);
  return [...new Set(all.filter((organization) => organization !== undefined))];
}

/** Accounts of PEOPLE, named after them. */
export function accountsOfPeople(): Map<Person, Account> {
  const organizations = describedOrganizations();
  return new Map(
    Object.entries<PersonDescription>(PEOPLE).map(([name, { roles, organization: described }]) => {
      const organization = described && organizations.get(described.taxId);
      const account = {
        id: newId('acc'),
        name,
        roles,
        suspendedAt: null,
        ...(organization && { organization }),
      };
      return [name as Person, account];
    }),
  );
}

/** Accounts in memory; every session of theirs is open. */
export class MemoryPrincipals implements Principals {
  readonly #byId: Map<string, Account>;

  constructor(accounts: ReadonlyMap<Person, Account>) {
    this.#byId = new Map([...accounts.values()].map((account) => [account.id, account]));
  }

  ofSession(_sessionId: string, accountId: string): Promise<SessionPrincipal | undefined> {
    const account = this.#byId.get(accountId);
    return Promise.resolve(account && { account, isOpen: true });
  }

  ofKey(): Promise<undefined> {
    return Promise.resolve(undefined);
  }

  change(id: string, change: Partial<Account>): void {
    const account = this.#byId.get(id);
    if (account) this.#byId.set(id, { ...account, ...change });
  }
}
