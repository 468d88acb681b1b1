/**
 * `chopmark audit verify`: an exported audit log, record by record, against checkpoints on the ledger or kept elsewhere,
 * and the timestamps over them. Works offline.
 *
 * @module
 */
import { createHash, webcrypto } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { canonicalBytes, DocumentError } from '@chopmark/core';
import {
  AUDIT_FINDINGS,
  type AuditAnchor,
  auditAnchorOf,
  type AuditVerdict,
  BundleError,
  checkpointOfAnchor,
  judgeAuditAnchors,
  TrustError,
  type TrustProfile,
  verifyAuditExport,
} from '@chopmark/core/verify';
import type { Command } from 'commander';
import { EXIT } from '../verify/exit-code.js';
import { reasonOf } from '../verify/input/reason.js';
import { FileJudge } from '../verify/judging/judge-file.js';
import { readProfiles } from '../verify/profiles.js';
import { plain } from '../verify/terminal.js';
import { collect } from '../verify/verify-command.js';
import { readCheckpoints, type FiledCheckpoint } from './checkpoint-files.js';

interface VerifyOptions {
  readonly checkpoint?: readonly string[];
  readonly trust?: readonly string[];
  readonly json?: true;
}

const HELP = `
An auditor takes the log from GET /v1/audit-log and checkpoints from the ledger: POST /v1/audit-checkpoints makes one of what
there is now, GET /v1/audit-checkpoints/{number}/bundle gives its bundle, which whoever trusts the profile can judge. A log
that is whole in itself could have been written anew; one that passes through a checkpoint was not, up to there.

Exit code:
  0  whole, and every checkpoint that was given agrees; what is proven is said
  4  broken: a record was changed or is missing, or a checkpoint, its bundle or its timestamp contradicts; or the log ends
     before a checkpoint on the ledger does: it was cut, or taken out earlier
  5  whole, but without a checkpoint, or one of them lies outside of the file, or its bundle cannot be judged
  1  a file cannot be read
  2  wrong call

Examples:
  $ curl -s -H "authorization: Bearer $KEY" https://tax.example/v1/audit-log > audit.ndjson
  $ chopmark audit verify audit.ndjson --checkpoint AUDITTAX2-000000057.chopmark.json --trust trust.json
  $ chopmark audit verify audit.ndjson --checkpoint january.json --checkpoint february.json`;

export function addAuditCommands(program: Command): void {
  program
    .command('audit')
    .description('audit logs of gateways')
    .command('verify')
    .description('check an exported audit log against checkpoints')
    .argument('<file>', 'what GET /v1/audit-log answered')
    .option(
      '--checkpoint <file>',
      'a bundle of a checkpoint, a checkpoint, or a list of them; may be given several times',
      collect,
    )
    .option(
      '--trust <file>',
      'trust profile to judge bundles and timestamps by; may be given several times (default: as verify)',
      collect,
    )
    .option('--json', 'print one line of JSON')
    .addHelpText('after', HELP)
    .action(async (file: string, options: VerifyOptions) => {
      try {
        process.exitCode = await verify(file, options);
      } catch (error) {
        process.stderr.write(`chopmark: ${plain(messageOf(error))}\n`);
        process.exitCode = EXIT.error;
      }
    });
}

async function verify(file: string, options: VerifyOptions): Promise<number> {
  const files = await Promise.all((options.checkpoint ?? []).map(readCheckpoints));
  const kept = files.flatMap(({ checkpoints }) => checkpoints);
  const bundles = files.flatMap(({ bundles: some }) => some);
  const trust = options.trust ?? [];
  const profiles = bundles.length === 0 && trust.length === 0 ? [] : await readProfiles(trust, process.env);
  const anchors = await anchorsOf(bundles, profiles);
  const lines = createInterface({ input: createReadStream(file, 'utf8'), crlfDelay: Infinity });
  const judged = await verifyAuditExport(lines, sha256, [
    ...kept.map(({ checkpoint }) => checkpoint),
    ...anchors.filter(({ verdict }) => verdict.verdict !== 'invalid').map(checkpointOfAnchor),
  ]);
  const anchored = judgeAuditAnchors(judged, anchors);
  const named = trust.length === 0 ? [] : profiles;
  const verdict = anchored.verdict === 'whole' ? await withTimestamps(anchored, kept, named) : anchored;
  process.stdout.write(options.json === true ? `${JSON.stringify(verdict)}\n` : formatVerdict(verdict));
  return exitCodeOf(verdict);
}

/** @throws {DocumentError} when one is no bundle of a checkpoint @throws {BundleError} when it is no bundle */
async function anchorsOf(
  bundles: readonly Uint8Array[],
  profiles: readonly TrustProfile[],
): Promise<AuditAnchor[]> {
  const judge = new FileJudge({ profiles, now: new Date() });
  const anchors: AuditAnchor[] = [];
  for (const bytes of bundles) {
    const verdict = await judge.judge(bytes, { found: false, part: () => Promise.resolve(undefined) });
    if (verdict !== undefined) anchors.push(auditAnchorOf(bytes, verdict));
  }
  return anchors;
}

/** What the tokens over checkpoints say, by the authorities of the trust profiles. */
async function withTimestamps(
  judged: AuditVerdict,
  kept: readonly FiledCheckpoint[],
  profiles: readonly TrustProfile[],
): Promise<AuditVerdict> {
  const stamped = kept.filter(({ token }) => token !== undefined);
  if (stamped.length === 0 || profiles.length === 0) return judged;
  const { verifyTimestamp, TimestampError } = await import('@chopmark/core/timestamps');
  const authorities = profiles.flatMap(({ timestampAuthorities = [] }) => timestampAuthorities);
  const times: number[] = [];
  for (const { checkpoint, token = new Uint8Array() } of stamped) {
    try {
      const message = canonicalBytes(checkpoint);
      times.push((await verifyTimestamp(token, message, authorities, { crypto: webcrypto })).genTime);
    } catch (error) {
      if (!(error instanceof TimestampError)) throw error;
      const detail = `record ${checkpoint.sequence}: ${error.code}: ${error.message}`;
      const finding = { code: 'AUDIT_TIMESTAMP_INVALID', detail } as const;
      return { ...judged, verdict: 'broken', findings: [...judged.findings, finding] };
    }
  }
  const earliest = new Date(Math.min(...times)).toISOString();
  const latest = new Date(Math.max(...times)).toISOString();
  const detail = `${AUDIT_FINDINGS.AUDIT_TIMESTAMPS_COUNT}: ${times.length}, from ${earliest} to ${latest}`;
  return { ...judged, findings: [...judged.findings, { code: 'AUDIT_TIMESTAMPS_COUNT', detail }] };
}

function exitCodeOf({ verdict, findings }: AuditVerdict): number {
  if (verdict === 'unreadable') return EXIT.error;
  if (verdict === 'broken') return EXIT.invalid;
  const codes = findings.map(({ code }) => code);
  const isOpen = codes.includes('AUDIT_CHECKPOINT_OUTSIDE') || codes.includes('AUDIT_ANCHOR_OPEN');
  return codes.includes('AUDIT_CHECKPOINTS_AGREE') && !isOpen ? EXIT.inForce : EXIT.open;
}

function formatVerdict({ verdict, organization, first, last, findings }: AuditVerdict): string {
  const range = last === undefined ? '' : `, records ${first ?? 1} to ${last.sequence}, ends in ${last.hash}`;
  const whose = organization === undefined ? '' : ` of ${organization}`;
  const lines = findings.map(({ code, detail }) => `  ${code}  ${detail}`);
  return plain(`Audit log${whose}: ${verdict}${range}`) + `\n${lines.map(plain).join('\n')}\n`;
}

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();

function messageOf(error: unknown): string {
  if (error instanceof DocumentError || error instanceof TrustError || error instanceof BundleError)
    return `${error.code}: ${error.message}`;
  const { path } = error as NodeJS.ErrnoException;
  if (path !== undefined) return `${path}: ${reasonOf(error)}`;
  return error instanceof Error ? error.message : String(error);
}
