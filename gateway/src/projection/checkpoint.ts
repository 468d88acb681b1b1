/**
 * Where the projection stands, and on which ledger.
 *
 * @module
 */
import type { Ledger } from '../ledger/ledger.js';
import type { Db } from '../store/database.js';

/** The database belongs to another ledger than the one that answers. */
export class OtherLedgerError extends Error {
  override readonly name = 'OtherLedgerError';
}

/** @returns The next block to fold. @throws {OtherLedgerError} */
export async function openCheckpoint(
  db: Db,
  { network, channel }: Pick<Ledger, 'network' | 'channel'>,
): Promise<number> {
  await db
    .insertInto('checkpoint')
    .values({ network, channel, next_block: 0, last_header_hash: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('checkpoint')
    .select(['network', 'channel', 'next_block'])
    .executeTakeFirstOrThrow();
  if (row.network !== network || row.channel !== channel) {
    throw new OtherLedgerError(
      `the database belongs to channel ${row.channel} of network ${row.network.slice(0, 16)}…`,
    );
  }
  return row.next_block;
}
