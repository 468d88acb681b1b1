/**
 * Accounts of a demonstration, from the file that the launcher writes. Never in production (config.ts).
 *
 * @module
 */
import { z } from 'zod';
import { parseJson } from '@chopmark/core';
import { ConfigError } from '../config.js';
import { productionFault } from '../config/production.js';
import { TAX_ID } from '../schemas/invoice-fields.js';
import { ACCOUNT_NAME, PASSWORD } from '../schemas/session.js';
import type { Db } from '../store/database.js';
import { onDatabase } from '../store/failure.js';
import { newId } from './account-rows.js';
import { ROLES, type OrganizationKind, type Role } from './account.js';
import { Accounts } from './accounts.js';
import type { PasswordHash, PasswordHasher } from './password-hash.js';

const DemoAccounts = z.array(
  z.strictObject({
    gateway: z.string(),
    account: ACCOUNT_NAME,
    password: PASSWORD,
    roles: z.array(z.enum(ROLES)).min(1),
    organization: z.strictObject({ name: z.string().min(1).max(300), taxId: TAX_ID }).optional(),
  }),
);

export type DemoAccount = z.infer<typeof DemoAccounts>[number];

/**
 * Accounts of one gateway out of the file of all.
 *
 * @throws {Error} Naming the place, never a password.
 */
export function parseDemoAccounts(text: string, gateway: string): DemoAccount[] {
  const parsed = DemoAccounts.safeParse(parseJson(text));
  if (!parsed.success) {
    const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`);
    throw new Error(`demo accounts: ${places.join('; ')}`);
  }
  return parsed.data.filter((account) => account.gateway === gateway);
}

/**
 * An account whose password lies in a file of a demonstration opens no gateway in production.
 *
 * @throws {ConfigError} `DEMO_ACCOUNTS_STORED`
 */
export async function assertNoDemoAccounts(db: Db): Promise<void> {
  const found = await onDatabase(() =>
    db
      .selectFrom('account')
      .select('id')
      .where('demo', '=', true)
      .where('suspended_at', 'is', null)
      .limit(1)
      .executeTakeFirst(),
  );
  if (found !== undefined) throw new ConfigError([productionFault('DEMO_ACCOUNTS_STORED')]);
}

/** Makes them, or gives them what the file says now. A hash that still matches is kept as it is. */
export async function upsertDemoAccounts(
  accounts: readonly DemoAccount[],
  db: Db,
  hasher: PasswordHasher,
): Promise<void> {
  const stored = new Accounts(db);
  const hashed = await Promise.all(
    accounts.map(async ({ account: name, password, roles, organization }) => {
      const known = (await stored.findByName(name))?.password;
      const kept = known !== undefined && (await hasher.verify(password, known)) ? known : undefined;
      return { name, roles, organization, password: kept ?? (await hasher.hash(password)) };
    }),
  );
  await onDatabase(() =>
    db.transaction().execute(async (trx) => {
      for (const account of hashed) await upsertAccount(trx, account);
    }),
  );
}

interface HashedAccount {
  readonly name: string;
  readonly roles: readonly Role[];
  readonly organization: DemoAccount['organization'];
  readonly password: PasswordHash;
}

async function upsertAccount(trx: Db, { name, roles, organization, password }: HashedAccount): Promise<void> {
  const told = {
    roles: [...roles],
    password,
    organization_id: organization === undefined ? null : await upsertOrganization(trx, organization, roles),
    demo: true,
  };
  await trx
    .insertInto('account')
    .values({ id: newId('acc'), name, ...told })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(told))
    .execute();
}

/** Who runs the gateway in a demonstration follows from its people: the first office or court of the file. */
async function upsertOrganization(
  trx: Db,
  { name, taxId: tax_id }: NonNullable<DemoAccount['organization']>,
  roles: readonly Role[],
): Promise<string> {
  const kind = kindOf(roles);
  const otherHost = await trx
    .selectFrom('organization')
    .select('id')
    .where('host', '=', true)
    .where('tax_id', '<>', tax_id)
    .executeTakeFirst();
  const host = kind !== 'taxpayer' && otherHost === undefined;
  const { id } = await trx
    .insertInto('organization')
    .values({ id: newId('org'), kind, name, tax_id, host })
    .onConflict((conflict) =>
      conflict.column('tax_id').doUpdateSet({ name, ...(kind !== 'taxpayer' && { kind, host }) }),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

function kindOf(roles: readonly Role[]): OrganizationKind {
  if (roles.includes('courtClerk')) return 'court';
  const ofOffice: readonly Role[] = [
    'taxOfficer',
    'limitApprover',
    'certificateOfficer',
    'auditor',
    'administrator',
  ];
  return roles.some((role) => ofOffice.includes(role)) ? 'office' : 'taxpayer';
}
