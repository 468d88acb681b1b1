/**
 * What every format of an upload becomes: one invoice after another, each with the words in which a mistake in it is
 * found again in the file.
 *
 * @module
 */
import type { JsonValue } from '@chopmark/core';
import type { Fault } from '../problems/faults.js';

/** Where in the file a fault is, beside the line of the invoice itself. */
export type FaultPlace = Pick<Fault, 'line' | 'column'>;

export interface SourceLine {
  /** 1-based: line of the text, row of the sheet, or place in the archive. */
  readonly line: number;
  /** Name inside an archive. */
  readonly file?: string;
  /** The seller's own reference, where a table has one. */
  readonly reference?: string;
  /** The body as of POST /v1/invoices. @throws {Refusal} when there is none to be read */
  readonly read: () => JsonValue;
  /** Where the file says what stands in the body at this pointer. */
  readonly locate?: (pointer: string) => FaultPlace;
}

/** An upload that is complete, ready to be read. Nothing of it stands in memory as a whole. */
export interface Source {
  /** Reads to the end without judging. @throws {Refusal} `MALFORMED_FILE`, `UNPACKED_TOO_LARGE` when it cannot be */
  check(): Promise<void>;
  /** From the start. */
  lines(): AsyncIterable<SourceLine>;
}
