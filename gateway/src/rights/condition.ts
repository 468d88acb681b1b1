/**
 * Conditions of the rights table: of whose things a role speaks. A condition that misses what it would compare says
 * no.
 *
 * @module
 */
import type { Account } from '../accounts/account.js';

/** Whose a thing is; a route tells what it knows of the thing. */
export interface Thing {
  /** Taxpayer who sold, or shall sell. */
  readonly sellerTaxId?: string | undefined;
  readonly buyerTaxId?: string | undefined;
  /** Account that made it, or that it belongs to. */
  readonly accountId?: string | undefined;
}

interface ConditionKind {
  readonly means: string;
  readonly holds: (account: Account, thing: Thing) => boolean;
}

const isSame = (mine: string | undefined, theirs: string | undefined): boolean =>
  mine !== undefined && mine === theirs;

export const CONDITIONS = {
  any: { means: 'whosever it is', holds: () => true },
  sold: {
    means: 'of which its own organization is the seller',
    holds: ({ organization }, { sellerTaxId }) => isSame(organization?.taxId, sellerTaxId),
  },
  bought: {
    means: 'of which its own organization is the buyer',
    holds: ({ organization }, { buyerTaxId }) => isSame(organization?.taxId, buyerTaxId),
  },
  own: {
    means: 'that the account itself made',
    holds: ({ id }, { accountId }) => isSame(id, accountId),
  },
} as const satisfies Readonly<Record<string, ConditionKind>>;

export type Condition = keyof typeof CONDITIONS;

export function holds(condition: Condition, account: Account, thing: Thing): boolean {
  return CONDITIONS[condition].holds(account, thing);
}
