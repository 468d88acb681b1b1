/**
 * Accounts of a demonstration, from the file that the launcher writes. Never in production (config.ts).
 *
 * @module
 */
import { z } from 'zod';
import { parseJson } from '@chopmark/core';
import { ACCOUNT_NAME, PASSWORD } from '../schemas/session.js';
import { TAX_ID } from '../schemas/invoice-fields.js';
import { ROLES, type AccountStore } from './account.js';
import type { PasswordHasher } from './password-hash.js';

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

/** Makes them, or gives them what the file says now. A hash that still matches is kept as it is. */
export async function upsertDemoAccounts(
  accounts: readonly DemoAccount[],
  store: AccountStore,
  hasher: PasswordHasher,
): Promise<void> {
  await Promise.all(
    accounts.map(async ({ account: name, password, roles, organization }) => {
      const stored = await store.findByName(name);
      const kept =
        stored !== undefined && (await hasher.verify(password, stored.password))
          ? stored.password
          : undefined;
      const hash = kept ?? (await hasher.hash(password));
      await store.upsert({ name, roles, password: hash, ...(organization && { organization }) });
    }),
  );
}
