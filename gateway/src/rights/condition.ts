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
  /** Organization that it belongs to. */
  readonly organizationId?: string | undefined;
}

interface ConditionKind {
  readonly means: string;
  readonly holds: (account: Account, thing: Thing) => boolean;
  /** True for an account for which it holds whatever the thing. */
  readonly isUnlimited?: (account: Account) => boolean;
  /** False for an account for which it holds for nothing: the role then does not open the route at all. */
  readonly isPossible?: (account: Account) => boolean;
}

const isSame = (mine: string | undefined, theirs: string | undefined): boolean =>
  mine !== undefined && mine === theirs;

function isOfHost({ organization }: Account): boolean {
  return organization?.isHost === true;
}

export const CONDITIONS = {
  any: { means: 'whosever it is', holds: () => true, isUnlimited: () => true },
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
  begun: {
    means: 'that the account itself began, for its own organization as the only seller',
    holds: ({ id, organization }, { accountId, organizationId, sellerTaxId }) =>
      isSame(id, accountId) &&
      (isSame(organization?.id, organizationId) || isSame(organization?.taxId, sellerTaxId)),
  },
  administered: {
    means: 'of its own organization; of every one when its own runs the gateway',
    holds: (account, { organizationId }) =>
      isOfHost(account) || isSame(account.organization?.id, organizationId),
    isUnlimited: isOfHost,
  },
  hosted: {
    means: 'whosever it is, for an account of the organization that runs the gateway; nothing for others',
    holds: isOfHost,
    isUnlimited: isOfHost,
    isPossible: isOfHost,
  },
} as const satisfies Readonly<Record<string, ConditionKind>>;

export type Condition = keyof typeof CONDITIONS;

export function isUnlimited(condition: Condition, account: Account): boolean {
  const kind: ConditionKind = CONDITIONS[condition];
  return kind.isUnlimited?.(account) ?? false;
}

export function isPossible(condition: Condition, account: Account): boolean {
  const kind: ConditionKind = CONDITIONS[condition];
  return kind.isPossible?.(account) ?? true;
}

export function holds(condition: Condition, account: Account, thing: Thing): boolean {
  return CONDITIONS[condition].holds(account, thing);
}
