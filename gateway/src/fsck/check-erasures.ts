/** Erased by the journal, and in the database again: an older one was restored. */
import type { ErasureJournal } from '../privacy/erasure-journal.js';
import { forgottenErasures } from '../privacy/forgotten-erasures.js';
import type { Db } from '../store/database.js';
import type { FsckFinding } from './findings.js';

export async function checkErasures(db: Db, journal: ErasureJournal | undefined): Promise<FsckFinding[]> {
  if (journal === undefined) return [];
  return (await forgottenErasures(db, journal)).map(({ id, number, erasedAt }) => ({
    code: 'ERASED_NOT_GONE',
    subject: id,
    detail: `erased on ${erasedAt} (number ${number ?? 'none'}), and here again since an older database was restored`,
  }));
}
