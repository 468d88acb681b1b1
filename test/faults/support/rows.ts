/** The tax bureau's rows, read and damaged beside its gateways. */
import pg from 'pg';
import type { FaultWorld } from './fault-world.js';

/** @returns Rows, if there are any. */
export async function onRows<T extends object>(
  world: FaultWorld,
  statement: string,
  values: readonly unknown[] = [],
): Promise<readonly T[]> {
  const client = new pg.Client({ connectionString: world.ground.databaseUrls.tax });
  await client.connect();
  try {
    return (await client.query<T>(statement, [...values])).rows;
  } finally {
    await client.end();
  }
}
