/**
 * A ZIP of invoices, one XML file each → invoices, in the archive's order. What systems put beside the files of a folder
 * is passed over; every other file is an invoice or reported.
 *
 * @module
 */
import type { FilePlace } from '../../keys/sealed-file.js';
import { refusalOf, Refusal } from '../../problems/refusal.js';
import { MAX_BODY_BYTES } from '../../requests/json-body.js';
import { drained } from '../drained.js';
import type { Source, SourceLine } from '../source-line.js';
import { einvoiceLine } from '../xml/einvoice.js';
import { Archive, type ArchiveEntry } from './archive.js';

const OF_THE_SYSTEM = /(?:^|\/)(?:__MACOSX\/|\.DS_Store$|Thumbs\.db$|desktop\.ini$)/;

export function xmlArchiveSource(file: FilePlace, maxUnpackedBytes: number): Source {
  return {
    check: async () => {
      await drained(filesOf(file, maxUnpackedBytes));
    },
    lines: async function* () {
      let line = 0;
      for await (const entry of filesOf(file, maxUnpackedBytes)) {
        line += 1;
        yield await lineOf(line, entry);
      }
    },
  };
}

async function* filesOf(file: FilePlace, maxUnpackedBytes: number): AsyncGenerator<ArchiveEntry> {
  const archive = await Archive.open(file);
  try {
    for await (const entry of archive.entries(maxUnpackedBytes)) {
      if (!OF_THE_SYSTEM.test(entry.name)) yield entry;
    }
  } finally {
    archive.close();
  }
}

async function lineOf(line: number, entry: ArchiveEntry): Promise<SourceLine> {
  const { name } = entry;
  if (!/\.xml$/i.test(name)) return unreadable(line, name, 'NOT_XML_FILE');
  if (entry.size > MAX_BODY_BYTES) return unreadable(line, name, 'LINE_TOO_LONG');
  try {
    return einvoiceLine(line, name, await entry.read());
  } catch (error) {
    if (error instanceof Refusal) return unreadable(line, name, 'FILE_DAMAGED');
    throw error;
  }
}

function unreadable(line: number, file: string, code: string): SourceLine {
  const fault = { pointer: '', code, parameters: { limit: MAX_BODY_BYTES } };
  return {
    line,
    file,
    read: () => {
      throw refusalOf('MALFORMED_REQUEST', [fault]);
    },
  };
}
