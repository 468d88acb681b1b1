/** Does the recorded batch hold this document at this place? */
import type { BundleFile } from '../bundle/bundle.js';
import { entryLeaf } from '../document/batch.js';
import { DocumentError } from '../errors/document-error.js';
import type { Statement } from '../fabric-proof/statement.js';
import { fromHex, toHex } from '../encoding/hex.js';
import type { Suite } from '../hash/suite.js';
import { rootFromInclusion } from '../merkle/inclusion-proof.js';
import { leafHash } from '../merkle/tree.js';
import { type Finding, finding } from './verdict.js';

export function judgeBatch(
  { document: { header }, batch }: BundleFile,
  documentHash: Uint8Array | undefined,
  statement: Statement | undefined,
  suite: Suite | undefined,
): Finding {
  if (!statement || !documentHash || !suite) return finding('BATCH_NOT_CHECKED', 'nothing to compare with');
  const { record } = statement.answer;
  const same = (['series', 'kind', 'namespace', 'suite'] as const).find(
    (name) => record[name] !== header[name],
  );
  if (same !== undefined || record.batch !== batch.batch) {
    return finding('BATCH_RECORD_MISMATCH', `the recorded batch has another ${same ?? 'number'}`);
  }
  if (header.sequence !== record.first + batch.index) {
    return finding('BATCH_SEQUENCE_MISMATCH', `sequence ${header.sequence} is not at place ${batch.index}`);
  }
  const root = rootOf(documentHash, header.sequence, batch, record.size, suite);
  if (root === undefined)
    return finding('BATCH_PATH_INVALID', 'the path cannot lead to the root of such a batch');
  if (root !== record.root)
    return finding('BATCH_ROOT_MISMATCH', `the path leads to ${root}, recorded is ${record.root}`);
  return finding(
    'BATCH_CONTAINS',
    `batch ${record.batch} of series ${record.series}, place ${batch.index} of ${record.size}`,
  );
}

function rootOf(
  documentHash: Uint8Array,
  sequence: number,
  { index, path }: BundleFile['batch'],
  size: number,
  { hash }: Suite,
): string | undefined {
  try {
    const leaf = leafHash(hash, entryLeaf(sequence, documentHash));
    return toHex(rootFromInclusion(hash, leaf, index, size, path.map(fromHex)));
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return undefined;
  }
}
