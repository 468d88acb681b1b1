/**
 * What checkpoints on the ledger say about an exported audit log: bundles of kind `auditCheckpoint`, each judged as any
 * other bundle, and together: one series in which each names the one before.
 *
 * @module
 */
import type { AuditCheckpoint } from '../audit/audit-checkpoint.js';
import { AUDIT_CHECKPOINT_FORMAT } from '../audit/audit-checkpoint.js';
import { AUDIT_FINDINGS, type AuditFindingCode, type AuditVerdict } from '../audit/verify-audit-export.js';
import { parseBundle } from '../bundle/bundle.js';
import { parseCheckpointDocument, type CheckpointDocument } from '../document/checkpoint-document.js';
import { DocumentError } from '../errors/document-error.js';
import type { Verdict } from './verdict.js';

/** A bundle of a checkpoint, with what the verifier says to it. */
export interface AuditAnchor {
  readonly checkpoint: CheckpointDocument;
  readonly series: string;
  /** Place in the series, from 1. */
  readonly sequence: number;
  readonly verdict: Verdict;
}

/**
 * @param verdict What a verifier says to the bundle.
 * @throws {DocumentError} `MALFORMED_AUDIT_LOG` when it is of another kind. @throws {BundleError} When it cannot be read.
 */
export function auditAnchorOf(bundle: Uint8Array, verdict: Verdict): AuditAnchor {
  const { header } = parseBundle(bundle).document;
  const { kind, required, series, sequence } = header;
  if (kind !== 'auditCheckpoint') throw new DocumentError('MALFORMED_AUDIT_LOG', `a bundle of kind ${kind}`);
  return { checkpoint: parseCheckpointDocument(required), series, sequence, verdict };
}

/** What the log has to pass through. */
export function checkpointOfAnchor({ checkpoint }: AuditAnchor): AuditCheckpoint {
  const { organization, chainSequence: sequence, chainHash: hash, madeAt } = checkpoint;
  return { format: AUDIT_CHECKPOINT_FORMAT, organization, sequence, hash, madeAt };
}

/** @param judged What is said of the log, compared with all anchors that are not invalid. */
export function judgeAuditAnchors(judged: AuditVerdict, anchors: readonly AuditAnchor[]): AuditVerdict {
  if (judged.verdict !== 'whole' || anchors.length === 0) return judged;
  const ordered = [...anchors].sort((a, b) => a.sequence - b.sequence);
  const proven = provenBy(judged, ordered);
  const told = findingsOf(judged, ordered, proven);
  const isBroken = told.some(({ code }) => BREAKING.has(code));
  return {
    ...judged,
    verdict: isBroken ? 'broken' : 'whole',
    findings: [...judged.findings, ...told],
    ...(proven && !isBroken && { proven }),
  };
}

type Told = AuditVerdict['findings'][number];
type Proven = NonNullable<AuditVerdict['proven']>;

const BREAKING: ReadonlySet<AuditFindingCode> = new Set([
  'AUDIT_ANCHOR_INVALID',
  'AUDIT_ANCHORS_DISAGREE',
  'AUDIT_CUT_SHORT',
]);

const isValid = ({ verdict }: AuditAnchor): boolean => verdict.verdict === 'valid';

/** @param anchors In the order of their series, as everywhere below. */
function findingsOf(
  judged: AuditVerdict,
  anchors: readonly AuditAnchor[],
  proven: Proven | undefined,
): Told[] {
  const told = anchors.filter((anchor) => !isValid(anchor)).map(doubtOf);
  const valid = anchors.filter(isValid);
  const contradiction = contradictionAmong(valid);
  if (contradiction !== undefined) told.push({ code: 'AUDIT_ANCHORS_DISAGREE', detail: contradiction });
  const last = judged.last?.sequence ?? 0;
  const newest = valid.at(-1);
  if (newest !== undefined && newest.checkpoint.chainSequence > last) {
    const detail = `${nameOf(newest)} saw record ${newest.checkpoint.chainSequence}, the file ends at record ${last}`;
    told.push({ code: 'AUDIT_CUT_SHORT', detail });
  }
  const missing = missingNumbers(valid);
  if (missing !== undefined) told.push({ code: 'AUDIT_NUMBERS_MISSING', detail: missing });
  if (proven !== undefined) told.push({ code: 'AUDIT_ANCHORED', detail: provenInWords(proven, last) });
  return told;
}

function doubtOf(anchor: AuditAnchor): Told {
  const { verdict, findings } = anchor.verdict;
  const why = findings
    .filter(({ outcome }) => outcome === (verdict === 'invalid' ? 'fail' : 'unknown'))
    .map(({ code }) => code);
  const code = verdict === 'invalid' ? 'AUDIT_ANCHOR_INVALID' : 'AUDIT_ANCHOR_OPEN';
  return { code, detail: `${nameOf(anchor)}: ${why.join(', ')}` };
}

/** Two of one series under one number, a wrong `previous`, or a log that went back between two of them. */
function contradictionAmong(anchors: readonly AuditAnchor[]): string | undefined {
  for (const [at, later] of anchors.entries()) {
    const earlier = anchors[at - 1];
    if (earlier === undefined) continue;
    const both = `${nameOf(earlier)} and ${nameOf(later)}`;
    if (earlier.series !== later.series) return `${both} are of two series`;
    const isSame = earlier.verdict.documentHash === later.verdict.documentHash;
    if (earlier.sequence === later.sequence && !isSame) return `${both} are two documents`;
    const isNext = later.sequence === earlier.sequence + 1;
    if (isNext && later.checkpoint.previous !== earlier.verdict.documentHash)
      return `${nameOf(later)} names another one before it than ${nameOf(earlier)}`;
    if (later.checkpoint.chainSequence < earlier.checkpoint.chainSequence)
      return `${both}: the log was shorter at the later one, as after an older database was restored`;
  }
  return undefined;
}

/** Numbers before the newest of which no bundle was given: the log was compared with none of them. */
function missingNumbers(anchors: readonly AuditAnchor[]): string | undefined {
  const given = new Set(anchors.map(({ sequence }) => sequence));
  const newest = Math.max(0, ...given);
  const ranges: string[] = [];
  for (let number = 1; number <= newest; number += 1) {
    if (given.has(number)) continue;
    const first = number;
    while (!given.has(number + 1)) number += 1;
    ranges.push(first === number ? `${first}` : `${first} to ${number}`);
  }
  if (ranges.length === 0) return undefined;
  return `${AUDIT_FINDINGS.AUDIT_NUMBERS_MISSING}: ${ranges.join(', ')}`;
}

/** By the newest anchor that is valid and that the file reaches. */
function provenBy({ first = 1, last }: AuditVerdict, anchors: readonly AuditAnchor[]): Proven | undefined {
  const within = anchors.filter(
    (anchor) =>
      isValid(anchor) &&
      anchor.checkpoint.chainSequence >= first &&
      anchor.checkpoint.chainSequence <= (last?.sequence ?? 0),
  );
  const newest = within.at(-1);
  if (newest?.verdict.number == null) return undefined;
  const { chainSequence, madeAt } = newest.checkpoint;
  const { number, asOf } = newest.verdict;
  return { first, last: chainSequence, number, madeAt, attested: asOf };
}

function provenInWords({ first, last, number, madeAt, attested }: Proven, end: number): string {
  const rest = end > last ? `; records ${last + 1} to ${end} rest on the gateway's database alone` : '';
  return `records ${first} to ${last} are those that ${number} saw (made ${madeAt}, on the ledger by ${attested ?? 'an unknown time'})${rest}`;
}

const nameOf = ({ series, sequence, verdict }: AuditAnchor): string =>
  verdict.number ?? `${series} ${sequence}`;
