/**
 * A checkpoint of an audit log as a document for the ledger (kind `auditCheckpoint`, schema 1): where the chain stood, and
 * which checkpoint was deposited before it. Nothing personal stands in it, so all of it stands in the header.
 *
 * @module
 */
import type { JsonObject } from '../encoding/json-value.js';
import { Members } from '../encoding/members.js';
import { parseHexHash, type HexHash } from '../hash/hex-hash.js';
import { kindOf } from './kinds.js';

export type CheckpointDocument = {
  /** Whose gateway: `tax`, `affairs`, `court`. */
  readonly organization: string;
  /** Sequence and hash of the newest record of the log; the hash binds all records before it. */
  readonly chainSequence: number;
  readonly chainHash: HexHash;
  /** Records since the checkpoint before, as the gateway knew it. */
  readonly records: number;
  /** RFC 3339 UTC with milliseconds, by the gateway's clock. */
  readonly madeAt: string;
  /** Document hash of the checkpoint before; absent in the first of a series. */
  readonly previous?: HexHash;
};

const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/**
 * @param required Required members of a header of kind `auditCheckpoint`.
 * @throws {DocumentError} `MALFORMED_AUDIT_LOG`, `MALFORMED_HASH`
 */
export function parseCheckpointDocument(required: JsonObject): CheckpointDocument {
  const members = new Members(
    required,
    kindOf('auditCheckpoint').requiredMembers(required),
    'MALFORMED_AUDIT_LOG',
  );
  return {
    organization: members.text('organization'),
    chainSequence: members.integer('chainSequence', 1),
    chainHash: parseHexHash(members.value('chainHash'), '/chainHash'),
    records: members.integer('records', 0),
    madeAt: members.text('madeAt', AT),
    ...(Object.hasOwn(required, 'previous') && {
      previous: parseHexHash(members.value('previous'), '/previous'),
    }),
  };
}
