/**
 * What one caller may do on one route: the conditions that the rows of the table give to its roles.
 *
 * @module
 */
import type { Account } from '../accounts/account.js';
import type { InvoiceSide } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import { holds, isPossible, isUnlimited, type Condition, type Thing } from './condition.js';
import { NOT_YOURS, type Right } from './right.js';

export class Access {
  readonly #right: Right;
  readonly #account: Account | undefined;
  readonly #conditions: readonly Condition[];
  #asked = false;

  /** @param account Absent on a route for anyone: nothing is anyone's. */
  constructor(right: Right, account: Account | undefined) {
    this.#right = right;
    this.#account = account;
    this.#conditions = account === undefined ? [] : conditionsOf(right, account);
  }

  /** Whether the account has a role for the route; of whose things is asked later. */
  get isGranted(): boolean {
    return this.#right.who === 'anyone' || this.#conditions.length > 0;
  }

  /** Whether it may, whosever the thing is. */
  get isUnlimited(): boolean {
    this.#asked = true;
    const account = this.#account;
    return account !== undefined && this.#conditions.some((condition) => isUnlimited(condition, account));
  }

  /** The invoices that it may, for a query: `all`, or those with one of these sides; none for an empty list. */
  get sides(): 'all' | readonly InvoiceSide[] {
    if (this.isUnlimited) return 'all';
    const taxId = this.#account?.organization?.taxId;
    if (taxId === undefined) return [];
    return this.#conditions.flatMap((condition) => {
      const side = SIDES[condition];
      return side === undefined ? [] : [{ side, taxId }];
    });
  }

  /** The account's id, by which a route looks among the caller's own things and nobody else's. */
  get ownId(): string {
    this.#asked = true;
    if (this.#account === undefined) throw new Refusal('NOT_SIGNED_IN');
    return this.#account.id;
  }

  allows(thing: Thing): boolean {
    this.#asked = true;
    const account = this.#account;
    return account !== undefined && this.#conditions.some((condition) => holds(condition, account, thing));
  }

  /**
   * The thing, if it is there and the caller's.
   *
   * @throws {Refusal} the code of `NOT_YOURS`, the same whether it is another's or nobody's
   */
  require<T>(found: T | undefined, thingOf: (found: T) => Thing): T {
    if (found !== undefined && this.allows(thingOf(found))) return found;
    this.#asked = true;
    throw new Refusal(this.#right.of === undefined ? 'ROUTE_NOT_FOUND' : NOT_YOURS[this.#right.of]);
  }

  /**
   * Called when an answer is about to leave: one about somebody's things of which nobody asked whose they are does not.
   * What is only made here is asked about as it is read; a batch without one readable line has nothing to ask about.
   *
   * @throws {Error} on a fault of the route
   */
  assertAsked(): void {
    const { of } = this.#right;
    if (of !== undefined && of !== 'newInvoice' && !this.#asked)
      throw new Error(`nobody asked whose the ${of} of this answer is`);
  }
}

/** The side of an invoice that a condition speaks of. */
const SIDES: Readonly<Partial<Record<Condition, InvoiceSide['side']>>> = { sold: 'seller', bought: 'buyer' };

function conditionsOf({ who }: Right, account: Account): readonly Condition[] {
  if (who === 'anyone') return [];
  const conditions = [who.everyAccount, ...account.roles.map((role) => who[role])];
  return conditions
    .filter((condition) => condition !== undefined)
    .filter((condition) => isPossible(condition, account));
}
