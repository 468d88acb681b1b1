/** Files of checkpoints: a bundle, one checkpoint, or what `GET /v1/audit-checkpoints` answered, with timestamps. */
import {
  DocumentError,
  fromBase64,
  isJsonObject,
  parseAuditCheckpoint,
  parseJson,
  utf8Decode,
  type AuditCheckpoint,
  type JsonValue,
} from '@chopmark/core';
import { MAX_BUNDLE_BYTES } from '@chopmark/core/verify';
import { readBounded } from '../verify/input/read-file.js';

/** What lay in the files. */
export interface FiledCheckpoints {
  readonly checkpoints: readonly FiledCheckpoint[];
  /** Bundles of checkpoints that stand on the ledger. */
  readonly bundles: readonly Uint8Array[];
}

export interface FiledCheckpoint {
  readonly checkpoint: AuditCheckpoint;
  /** DER of an RFC 3161 token over the canonical JSON of the checkpoint. */
  readonly token?: Uint8Array;
}

/** @throws {DocumentError} when the file is none; errors of reading as they are */
export async function readCheckpoints(file: string): Promise<FiledCheckpoints> {
  const bytes = await readBounded(file, MAX_BUNDLE_BYTES);
  const value = parseJson(utf8Decode(bytes));
  if (isJsonObject(value) && Array.isArray(value['items']))
    return { checkpoints: value['items'].map(ofListed), bundles: [] };
  if (isJsonObject(value) && value['document'] !== undefined) return { checkpoints: [], bundles: [bytes] };
  return { checkpoints: [ofListed(value)], bundles: [] };
}

function ofListed(value: JsonValue): FiledCheckpoint {
  if (!isJsonObject(value) || value['checkpoint'] === undefined)
    return { checkpoint: parseAuditCheckpoint(value) };
  // `deposit` says where to fetch its bundle: nothing that could be checked.
  const { checkpoint, timestamp } = value;
  if (timestamp !== null && timestamp !== undefined && typeof timestamp !== 'string')
    throw new DocumentError('MALFORMED_AUDIT_LOG', 'the timestamp of a checkpoint is not text');
  return {
    checkpoint: parseAuditCheckpoint(checkpoint),
    ...(typeof timestamp === 'string' && { token: fromBase64(timestamp) }),
  };
}
