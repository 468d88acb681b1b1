/**
 * Who the tests are: sandbox taxpayers (test/vectors/uscc.json) and an account for each role.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import type {
  Account,
  AccountStore,
  NewAccount,
  Role,
  StoredAccount,
} from '../../../gateway/dist/accounts/account.js';

export const SELLER = { name: '示例灯笼制造有限公司', taxId: '91000000T0000001XM' };
export const OTHER_SELLER = { name: '示例龙井茶业有限公司', taxId: '91000000T00000028M' };
export const BUYER = { name: '示例贸易有限公司', taxId: '91000000T00000036G' };
export const OTHER_BUYER = { name: '示例物流有限公司', taxId: '91000000T00000044B' };
export const BUREAU = { name: '示例市税务局', taxId: '11000000T000000609' };

/** An account for each role, and strangers of the same roles. */
export const PEOPLE = {
  taxOfficer: { roles: ['taxOfficer'], organization: BUREAU },
  issuer: { roles: ['issuer'], organization: SELLER },
  otherIssuer: { roles: ['issuer'], organization: OTHER_SELLER },
  receiver: { roles: ['receiver'], organization: BUYER },
  otherReceiver: { roles: ['receiver'], organization: OTHER_BUYER },
  auditor: { roles: ['auditor'], organization: BUREAU },
  certificateOfficer: { roles: ['certificateOfficer'] },
  holder: { roles: ['holder'] },
  courtClerk: { roles: ['courtClerk'] },
  administrator: { roles: ['administrator'] },
  homelessIssuer: { roles: ['issuer'] },
} as const satisfies Readonly<Record<string, Pick<NewAccount, 'roles' | 'organization'>>>;

export type Person = keyof typeof PEOPLE;

/** Accounts in memory. */
export class MemoryAccountStore implements AccountStore {
  readonly accounts = new Map<string, StoredAccount>();

  findByName(name: string): Promise<StoredAccount | undefined> {
    return Promise.resolve(this.accounts.get(name));
  }

  findById(id: string): Promise<Account | undefined> {
    const found = [...this.accounts.values()].find(({ account }) => account.id === id);
    return Promise.resolve(found?.account);
  }

  upsert({ name, roles, organization, password }: NewAccount): Promise<Account> {
    const id = this.accounts.get(name)?.account.id ?? `acc_${randomBytes(12).toString('base64url')}`;
    const account: Account = { id, name, roles, disabledAt: null, ...(organization && { organization }) };
    this.accounts.set(name, { account, password });
    return Promise.resolve(account);
  }

  disable(name: string): void {
    const stored = this.accounts.get(name);
    if (stored)
      this.accounts.set(name, {
        ...stored,
        account: { ...stored.account, disabledAt: '2026-01-01T00:00:00.000Z' },
      });
  }

  setRoles(name: string, roles: readonly Role[]): void {
    const stored = this.accounts.get(name);
    if (stored) this.accounts.set(name, { ...stored, account: { ...stored.account, roles } });
  }
}
