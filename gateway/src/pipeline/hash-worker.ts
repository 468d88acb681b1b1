/** The thread side of hash-pool.ts. */
import { parentPort } from 'node:worker_threads';

import { type HashContext, hashDocuments, type PackedDocuments } from './hash-documents.js';

export interface HashJob {
  readonly id: number;
  readonly context: HashContext;
  readonly packed: PackedDocuments;
}

parentPort?.on('message', ({ id, context, packed }: HashJob) => {
  const hashed = hashDocuments(context, packed);
  parentPort?.postMessage({ id, hashed }, [hashed.hashes.buffer as ArrayBuffer]);
});
