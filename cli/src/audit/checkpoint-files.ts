/** Files of checkpoints: one checkpoint, or what `GET /v1/audit-checkpoints` answered, with timestamps. */
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
import { readBounded } from '../verify/input/read-file.js';

export interface FiledCheckpoint {
  readonly checkpoint: AuditCheckpoint;
  /** DER of an RFC 3161 token over the canonical JSON of the checkpoint. */
  readonly token?: Uint8Array;
}

const MAX_BYTES = 4 * 1024 * 1024;

/** @throws {DocumentError} when the file is none; errors of reading as they are */
export async function readCheckpoints(file: string): Promise<FiledCheckpoint[]> {
  const value = parseJson(utf8Decode(await readBounded(file, MAX_BYTES)));
  if (isJsonObject(value) && Array.isArray(value['items'])) return value['items'].map(ofListed);
  return [ofListed(value)];
}

function ofListed(value: JsonValue): FiledCheckpoint {
  if (!isJsonObject(value) || value['checkpoint'] === undefined)
    return { checkpoint: parseAuditCheckpoint(value) };
  const { checkpoint, timestamp } = value;
  if (timestamp !== null && timestamp !== undefined && typeof timestamp !== 'string')
    throw new DocumentError('MALFORMED_AUDIT_LOG', 'the timestamp of a checkpoint is not text');
  return {
    checkpoint: parseAuditCheckpoint(checkpoint),
    ...(typeof timestamp === 'string' && { token: fromBase64(timestamp) }),
  };
}
