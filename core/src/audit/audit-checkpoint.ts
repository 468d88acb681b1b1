/**
 * Where an audit log stood at a time: the little that has to be kept elsewhere to show later that nothing before it was
 * changed.
 *
 * @module
 */
import type { JsonValue } from '../encoding/json-value.js';
import { Members } from '../encoding/members.js';
import { parseHexHash, type HexHash } from '../hash/hex-hash.js';

export const AUDIT_CHECKPOINT_FORMAT = 'chopmark/audit-checkpoint/1';

export type AuditCheckpoint = {
  readonly format: typeof AUDIT_CHECKPOINT_FORMAT;
  readonly organization: string;
  readonly sequence: number;
  readonly hash: HexHash;
  /** RFC 3339 UTC with milliseconds, by the gateway's clock. */
  readonly madeAt: string;
};

const MEMBERS = ['format', 'organization', 'sequence', 'hash', 'madeAt'];

/** @throws {DocumentError} `MALFORMED_AUDIT_LOG`, `MALFORMED_HASH` */
export function parseAuditCheckpoint(value: JsonValue): AuditCheckpoint {
  const members = new Members(value, MEMBERS, 'MALFORMED_AUDIT_LOG');
  return {
    format: members.choice('format', [AUDIT_CHECKPOINT_FORMAT]),
    organization: members.text('organization'),
    sequence: members.integer('sequence', 1),
    hash: parseHexHash(members.value('hash'), '/hash'),
    madeAt: members.text('madeAt'),
  };
}
