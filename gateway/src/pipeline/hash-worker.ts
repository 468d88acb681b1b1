/** The thread side of hash-pool.ts. */
import { parentPort } from 'node:worker_threads';

import { type HashContext, hashDocuments, type Hashed, type PackedDocuments } from './hash-documents.js';

export interface HashJob {
  readonly id: number;
  readonly context: HashContext;
  readonly packed: PackedDocuments;
}

export type HashAnswer =
  { readonly id: number; readonly hashed: Hashed } | { readonly id: number; readonly error: unknown };

const answer = (message: HashAnswer, ...moved: ArrayBuffer[]): void =>
  parentPort?.postMessage(message, moved);

parentPort?.on('message', ({ id, context, packed }: HashJob) => {
  try {
    const hashed = hashDocuments(context, packed);
    answer({ id, hashed }, hashed.hashes.buffer as ArrayBuffer);
  } catch (error) {
    answer({ id, error });
  }
});
