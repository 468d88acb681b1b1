/**
 * A body that is mostly small and may be large: in memory as long as it is small, in a file when it grows.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';

import { concatBytes } from '@chopmark/core';

import { bodyChunks, discard } from './read-body.js';
import { spool, type Spool } from './spool.js';

export interface BodyLimits {
  readonly maxBytes: number;
  /** A body beyond it goes into a file. */
  readonly inMemoryBytes: number;
  readonly folder: string;
  /** Called before a file is made; what it throws is the answer. */
  readonly beforeFile: () => void;
}

export type BodyOrFile = { readonly bytes: Uint8Array } | { readonly file: Spool };

/** @throws {Refusal} as of `bodyChunks` */
export async function readBodyOrFile(req: IncomingMessage, limits: BodyLimits): Promise<BodyOrFile> {
  const { maxBytes, inMemoryBytes, folder, beforeFile } = limits;
  const chunks = bodyChunks(req, maxBytes);
  const head: Uint8Array[] = [];
  let size = 0;
  while (size <= inMemoryBytes) {
    const next = await chunks.next();
    if (next.done === true) return { bytes: concatBytes(...head) };
    head.push(next.value);
    size += next.value.length;
  }
  try {
    beforeFile();
  } catch (error) {
    discard(req);
    throw error;
  }
  return { file: await spool(joined(head, chunks), folder) };
}

async function* joined(
  head: readonly Uint8Array[],
  rest: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  yield* head;
  yield* rest;
}
