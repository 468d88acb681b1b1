/**
 * Desks of the tax bureau over one database and one chain, which can be killed at any step.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

import type { TrustProfile } from '@chopmark/core/verify';

import { createInvoiceDesk, type RunningDesk } from '../../../gateway/dist/invoices/create-invoice-desk.js';
import type { NewInvoice } from '../../../gateway/dist/invoices/invoice-desk.js';
import { type PipelineLog, SILENT } from '../../../gateway/dist/pipeline/log.js';
import type { AtStep } from '../../../gateway/dist/pipeline/steps.js';
import type { TimestampClient } from '../../../gateway/dist/timestamps/timestamp-client.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import type { ErasureJournal } from '../../../gateway/dist/privacy/erasure-journal.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { NETWORK } from '../ledger-stub.js';
import { type TestDatabase, migratedDatabase } from '../postgres.js';
import { MemoryKeys } from './memory-keys.js';
import { MemoryChain, MemoryLedger } from './memory-chain.js';

/** Trusts nobody: no bundle is valid under it. */
export const NO_TRUST = {
  format: 'chopmark/trust/1',
  name: 'nobody',
  network: NETWORK,
  channel: 'chopmark-test',
  embedded: true,
  organizations: [],
  namespaces: [],
  signers: 3,
  statusMaxAgeSeconds: 60,
  signatures: [],
} as unknown as TrustProfile;

/** `DESK_LOG=1` shows what the desks say. */
const PRINTED: PipelineLog = { ...SILENT, warn: console.warn, error: console.error };

export const SERIES = 'inv-26002';

let made = 0;

/** A small invoice, told from all others by its drawer. */
export function newInvoice(
  changes: Partial<NewInvoice> & { readonly members?: NewInvoice['document'] } = {},
): NewInvoice {
  const { members = {}, ...rest } = changes;
  made += 1;
  return {
    sellerTaxId: '91000000MA0000000A',
    createdBy: 'issuer',
    document: {
      issuedOn: '2026-11-20',
      currency: 'CNY',
      letter: 'blue',
      totalNet: '100.00',
      totalTax: '13.00',
      totalGross: '113.00',
      vatKind: 'special',
      seller: { name: '沙盒测试甲有限公司', taxId: '91000000MA0000000A' },
      buyer: { name: '沙盒测试乙有限公司', taxId: '91000000MA0000001B' },
      lines: [{ name: '*软件*测试服务', net: '100.00', rate: '0.13', tax: '13.00', kind: 'normal' }],
      drawer: `测试员 ${made}`,
      renderer: { id: 'chopmark-invoice', version: '1' },
      ...members,
    },
    ...rest,
  };
}

export interface LiveDesk {
  readonly desk: RunningDesk;
  readonly ledger: MemoryLedger;
  readonly db: Db;
  readonly name: string;
}

export interface DeskOptions {
  readonly atStep?: AtStep;
  readonly onAnchored?: (batchIds: readonly number[]) => void;
  readonly timestampClient?: Pick<TimestampClient, 'stamp'>;
  readonly log?: PipelineLog;
  readonly retentionDays?: number;
  readonly erasureJournal?: ErasureJournal;
  readonly now?: () => Date;
  /** False: accepts, but nothing runs behind it. */
  readonly started?: boolean;
}

/** `error` lines of a log, as `[message, fields]`. */
export function recordingLog(): PipelineLog & { readonly errors: [string, object][] } {
  const errors: [string, object][] = [];
  return { ...SILENT, errors, error: (fields, message) => errors.push([message, fields]) };
}

export class DeskWorld {
  readonly chain: MemoryChain;
  readonly database: TestDatabase;
  /** For looking, beside the desks. */
  readonly db: Db;
  readonly keys: MemoryKeys;
  readonly vault: Vault;
  readonly #live = new Set<LiveDesk>();
  #names = 0;

  private constructor(parts: Pick<DeskWorld, 'chain' | 'database' | 'db' | 'keys' | 'vault'>) {
    this.chain = parts.chain;
    this.database = parts.database;
    this.db = parts.db;
    this.keys = parts.keys;
    this.vault = parts.vault;
  }

  static async create(): Promise<DeskWorld> {
    const [chain, database, keys] = [await MemoryChain.create(), await migratedDatabase(), new MemoryKeys()];
    const db = createDatabase(database.url, { applicationName: 'looker', maxConnections: 4 });
    return new DeskWorld({ chain, database, db, keys, vault: await Vault.open(db, keys) });
  }

  open({ started = true, ...options }: DeskOptions = {}): LiveDesk {
    const name = `desk-${++this.#names}`;
    const db = createDatabase(this.database.url, { applicationName: name, maxConnections: 6 });
    const ledger = new MemoryLedger(this.chain);
    const log = process.env['DESK_LOG'] === undefined ? SILENT : PRINTED;
    const desk = createInvoiceDesk({
      db,
      vault: this.vault,
      ledger,
      log,
      trust: [NO_TRUST],
      databaseUrl: this.database.url,
      ...options,
    });
    if (started) desk.start();
    const live = { desk, ledger, db, name };
    this.#live.add(live);
    return live;
  }

  /** As SIGKILL would: what is under way ends where it is, and nothing of it ever runs again. */
  async kill(live: LiveDesk): Promise<void> {
    this.#live.delete(live);
    live.ledger.kill();
    const closed = live.db.destroy().catch(() => undefined);
    await this.database.cut(live.name);
    // Lets its loops see that they are over; none of them has a database or a ledger any more.
    void live.desk.stop().catch(() => undefined);
    await Promise.race([closed, sleep(200)]);
  }

  async close(live: LiveDesk): Promise<void> {
    this.#live.delete(live);
    await live.desk.stop();
    await live.db.destroy();
  }

  async end(): Promise<void> {
    for (const live of [...this.#live]) await this.close(live);
    await this.db.destroy();
    await this.database.drop();
  }

  /**
   * What must hold whatever happened: the ledger's batches have no gap, each sealed document stands on the
   * ledger once, under the sequence that the database says, and nothing is left in between.
   *
   * @param ids All that were acknowledged; each must be anchored.
   */
  async assertAllAnchoredOnce(desk: RunningDesk, ids: readonly string[]): Promise<void> {
    const views = [];
    for (const id of ids) views.push(await desk.settle(id, 60_000));
    assert.deepEqual(
      views.filter(({ state }) => state !== 'anchored').map(({ id, state }) => `${id} ${state}`),
      [],
      'every acknowledged invoice is anchored',
    );
    const series = new Set(views.map(({ ledger }) => ledger?.series ?? ''));
    for (const name of series) this.#assertGapFree(name);
    const numbers = views.map(({ number }) => number);
    assert.equal(new Set(numbers).size, ids.length, 'no number twice');
    await this.#assertSameAsLedger();
  }

  #assertGapFree(series: string): void {
    let next = 1;
    for (const [at, record] of this.chain.batches(series).entries()) {
      assert.equal(record.batch, at + 1, 'batch numbers have no gap');
      assert.equal(record.first, next, 'sequences have no gap');
      next += record.size;
    }
  }

  /** Every batch of the ledger is one anchored batch of the database, and the other way round. */
  async #assertSameAsLedger(): Promise<void> {
    const rows = await this.db
      .selectFrom('batch')
      .select(['id', 'series', 'number', 'first', 'size', 'root'])
      .where('state', '=', 'anchored')
      .orderBy('id')
      .execute();
    const here = rows.map(
      ({ series, number, first, size, root }) =>
        `${series} ${number} ${first} ${size} ${root.toString('hex')}`,
    );
    const there = [...new Set(rows.map(({ series }) => series))]
      .flatMap((series) => this.chain.batches(series))
      .map(({ series, batch, first, size, root }) => `${series} ${batch} ${first} ${size} ${root}`);
    assert.deepEqual(here.sort(), there.sort());
    const places = await this.db
      .selectFrom('sealed_invoice')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    const sizes = rows.reduce((sum, { size }) => sum + size, 0);
    const inFlight = await this.db
      .selectFrom('batch')
      .select('size')
      .where('state', 'in', ['sealed', 'submitted'])
      .execute();
    assert.equal(places.count, sizes + inFlight.reduce((sum, { size }) => sum + size, 0));
  }
}

/** Polls until it holds; fails with the last reason when it never does. */
export async function eventually(check: () => Promise<void> | void, boundMs = 60_000): Promise<void> {
  const end = Date.now() + boundMs;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
      await sleep(20);
    }
  }
}
