/**
 * Records of a gateway's audit log, each bound to the one before it by its hash: a record that is changed, left out or
 * put in later shows, for whoever kept a later hash.
 *
 * The hash of a record is the SHA-256 of the canonical JSON of
 * `["chopmark/audit/1", previous hash, sequence, at, actor, key, action, subject, details]`; the first previous hash is
 * that of `["chopmark/audit/1", organization]`, so no gateway's log passes as another's.
 *
 * @module
 */
import { canonicalBytes } from '../encoding/canonical-json.js';
import { isJsonObject, type JsonObject, type JsonValue } from '../encoding/json-value.js';
import { Members } from '../encoding/members.js';
import { hexHashOf, parseHexHash, type HexHash } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';

export const AUDIT_FORMAT = 'chopmark/audit/1';

/** One act. Nothing personal stands in it: people by the ids of their accounts only. */
export type AuditEntry = {
  /** RFC 3339 UTC with milliseconds, by the gateway's clock. */
  readonly at: string;
  /** Id of the account that acted; `operator` on the machine itself, `gateway` by itself, `nobody` before signing in. */
  readonly actor: string;
  /** Id of the API key that the account acted by; null in a session. */
  readonly key: string | null;
  /** Past tense, dotted: `account.suspended`. */
  readonly action: string;
  /** Id of what it was done to. */
  readonly subject: string | null;
  readonly details: JsonObject;
};

export type AuditRecord = AuditEntry & {
  /** 1, 2, 3 … without gaps. */
  readonly sequence: number;
  readonly hash: HexHash;
};

/** Where a chain stands. */
export type AuditHead = { readonly sequence: number; readonly hash: HexHash };

/** The head before the first record of an organization's gateway. */
export function auditOrigin(hash: Hash, organization: string): AuditHead {
  return { sequence: 0, hash: hexHashOf(hash(canonicalBytes([AUDIT_FORMAT, organization]))) };
}

/** The record that follows the head. @throws {DocumentError} as `canonicalJson`, for details without a JSON form */
export function nextAuditRecord(hash: Hash, head: AuditHead, entry: AuditEntry): AuditRecord {
  const { at, actor, key, action, subject, details } = entry;
  const sequence = head.sequence + 1;
  const content = [AUDIT_FORMAT, head.hash, sequence, at, actor, key, action, subject, details];
  const own = hexHashOf(hash(canonicalBytes(content)));
  return { sequence, at, actor, key, action, subject, details, hash: own };
}

const MEMBERS = ['sequence', 'at', 'actor', 'key', 'action', 'subject', 'details', 'hash'];
const AT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const NAME = /^[\w.:-]{1,100}$/;
const ACTION = /^[a-z][A-Za-z]*\.[a-z][A-Za-z]*$/;

/** @throws {DocumentError} `MALFORMED_AUDIT_LOG`, `MALFORMED_HASH` */
export function parseAuditRecord(value: JsonValue): AuditRecord {
  const members = new Members(value, MEMBERS, 'MALFORMED_AUDIT_LOG');
  const details = members.value('details');
  if (!isJsonObject(details)) throw members.error('details', 'not an object');
  const nameOrNull = (name: string): string | null =>
    members.value(name) === null ? null : members.text(name, NAME);
  return {
    sequence: members.integer('sequence', 1),
    at: members.text('at', AT),
    actor: members.text('actor', NAME),
    key: nameOrNull('key'),
    action: members.text('action', ACTION),
    subject: nameOrNull('subject'),
    details: details,
    hash: parseHexHash(members.value('hash'), '/hash'),
  };
}
