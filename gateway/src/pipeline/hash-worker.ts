/** The thread side of hash-pool.ts. */
import { serveJobs } from '../threads/serve-jobs.js';
import { type HashContext, hashDocuments, type PackedDocuments } from './hash-documents.js';

export interface HashJob {
  readonly context: HashContext;
  readonly packed: PackedDocuments;
}

serveJobs(
  ({ context, packed }: HashJob) => hashDocuments(context, packed),
  ({ hashes }) => [hashes.buffer as ArrayBuffer],
);
