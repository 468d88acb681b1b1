/**
 * The chain as the peers of several organizations keep it, read whole after everything is healed.
 *
 * @module
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { common } from '@hyperledger/fabric-protos';
import { entriesOf } from '../../../gateway/dist/ledger/anchor-arguments.js';
import { chainHeightOf } from '../../../gateway/dist/ledger/chain-height.js';
import { connectGateway } from '../../../gateway/dist/ledger/connect-gateway.js';
import { readConnection } from '../../../gateway/dist/ledger/connection.js';
import { readBlock } from '../../../gateway/dist/ledger/read-block.js';

const NAMESPACE = 'tax';
const HASH_BYTES = 32;
const AGREE_MS = 120_000;

/** One organization's copy of the chain. */
export interface Copy {
  readonly organization: string;
  /** Lowercase hex, by block number. */
  readonly headerHashes: readonly string[];
  /** Validation codes of each block's transactions. */
  readonly codes: readonly (readonly number[])[];
  /** Hashes of all documents in VALID batches of the tax bureau, in the order of the chain; lowercase hex. */
  readonly documents: readonly string[];
  /** Tx ids of the VALID transactions. */
  readonly valid: readonly string[];
}

/** @param connections File of each organization. @returns One copy for each, all up to the same height. */
export async function readCopies(connections: Readonly<Record<string, string>>): Promise<readonly Copy[]> {
  const files = Object.entries(connections);
  const height = await commonHeight(files.map(([, file]) => file));
  return Promise.all(files.map(([organization, file]) => readCopy(organization, file, height)));
}

/** Waits until all have the same number of blocks. */
async function commonHeight(files: readonly string[]): Promise<number> {
  const deadline = performance.now() + AGREE_MS;
  for (;;) {
    const heights = await Promise.all(files.map(heightOf));
    const [first = 0] = heights;
    if (heights.every((height) => height === first)) return first;
    if (performance.now() > deadline) throw new Error(`the peers stand at ${heights.join(', ')}`);
    await delay(200);
  }
}

async function heightOf(file: string): Promise<number> {
  const connection = await readConnection(file);
  const connected = connectGateway(connection);
  try {
    return await chainHeightOf(connected.gateway.getNetwork(connection.channel), connection.mspId);
  } finally {
    connected.close();
  }
}

async function readCopy(organization: string, file: string, height: number): Promise<Copy> {
  const connection = await readConnection(file);
  const connected = connectGateway(connection);
  const copy = {
    organization,
    headerHashes: [] as string[],
    codes: [] as number[][],
    documents: [] as string[],
    valid: [] as string[],
  };
  const stream = await connected.gateway.getNetwork(connection.channel).getBlockEvents({ startBlock: 0n });
  try {
    for await (const block of stream) {
      take(copy, block);
      if (copy.headerHashes.length === height) break;
    }
  } finally {
    stream.close();
    connected.close();
  }
  return copy;
}

function take(
  copy: { headerHashes: string[]; codes: number[][]; documents: string[]; valid: string[] },
  block: common.Block,
): void {
  const { headerHash, transactions } = readBlock(block, NAMESPACE);
  copy.headerHashes.push(Buffer.from(headerHash).toString('hex'));
  copy.codes.push(transactions.map(({ code }) => code));
  for (const { position, txId, code, writes } of transactions) {
    if (code !== 0) continue;
    copy.valid.push(txId);
    if (!writes.some(({ type }) => type === 'batch')) continue;
    const envelope = block.getData()?.getDataList_asU8()[position] ?? new Uint8Array(0);
    const entries = Buffer.from(entriesOf(envelope));
    for (let at = 0; at < entries.length; at += HASH_BYTES)
      copy.documents.push(entries.subarray(at, at + HASH_BYTES).toString('hex'));
  }
}
