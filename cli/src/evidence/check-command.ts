/** `chopmark evidence check`: what of bundles ages, and by what day they must be stamped again. */
import {
  type AgingCertificate,
  type EvidenceAge,
  type JudgedTimestamp,
  evidenceAge,
} from '@chopmark/core/timestamps';
import { type Finding, createVerifier } from '@chopmark/core/verify';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { worstOf } from '../verify/exit-code.js';
import { loadTimestamps } from '../verify/load-timestamps.js';
import { nodeCrypto } from '../verify/node-crypto.js';
import { readProfiles } from '../verify/profiles.js';
import { plain } from '../verify/terminal.js';
import { collect } from '../verify/verify-command.js';
import { dayOf, instantOf } from './age-text.js';
import { type EvidenceGroup, evidenceGroups } from './evidence-files.js';

interface CheckOptions {
  readonly trust?: readonly string[];
  readonly marginDays: number;
  readonly at?: Date;
  readonly json?: true;
}

/** What a script reads; 1 is an error, 2 a wrong call. */
const EXIT = { nothingDue: 0, due: 3, invalid: 4, open: 5 } as const;

const HELP = `
A token over the evidence holds everything before it until its own certificates end; before there is one, the first
certificate that ends decides. Algorithms count too: they are planned with until a day, by published advice.

Exit code:
  0  nothing is due within the margin
  3  a renewal is due: chopmark evidence stamp
  4  a timestamp, or the evidence itself, is wrong
  5  it cannot be told: an authority or a profile is unknown, or parts are missing
  1  error: a file or profile cannot be read
  2  wrong call
With several files the worst one counts: 4, then 1, 5, 3, 0.

Examples:
  $ chopmark evidence check archive/2026/
  $ chopmark evidence check invoice.json --margin-days 365 --json
  $ chopmark evidence check archive/ --at 2035-01-01T00:00:00Z`;

export function addCheckCommand(
  evidence: Command,
  run: (work: () => Promise<number>) => Promise<void>,
): void {
  evidence
    .command('check')
    .summary('what ages, and by what day to stamp again')
    .description(
      'Lists certificates, algorithms and timestamps of bundles with their end, and the day of renewal.',
    )
    .argument('<file...>', 'bundles, folders, or part files that bundles name')
    .addOption(new Option('--trust <file>', 'trust profile; may be given several times').argParser(collect))
    .addOption(
      new Option('--margin-days <days>', 'how long before the end a renewal is due')
        .default(90)
        .argParser(daysFrom),
    )
    .addOption(
      new Option('--at <instant>', 'as of this instant (RFC 3339) instead of now').argParser(instantFrom),
    )
    .option('--json', 'print one line of JSON for each evidence')
    .addHelpText('after', HELP)
    .action((files: string[], options: CheckOptions) => run(() => checkFiles(files, options)));
}

async function checkFiles(files: readonly string[], options: CheckOptions): Promise<number> {
  const profiles = await readProfiles(options.trust ?? [], process.env);
  const now = options.at ?? new Date();
  const marginMs = options.marginDays * 86_400_000;
  const codes: number[] = [];
  for (const group of await evidenceGroups(files)) {
    const verifying = { parts: group.part, timestamps: loadTimestamps };
    const age = await evidenceAge(group.bundle, profiles, { crypto: nodeCrypto, ...verifying });
    const verdict = await createVerifier(profiles, nodeCrypto, verifying).verify(group.bundle, now);
    const time = verdict.findings.find(({ question }) => question === 'time');
    const failed = verdict.findings.find(({ outcome }) => outcome === 'fail');
    const checked: Checked = { group, age, time, failed, now, renewBy: renewBy(age, marginMs) };
    process.stdout.write(options.json ? jsonOf(checked) : textOf(checked));
    codes.push(exitCodeOf(checked));
  }
  return worstOf(codes);
}

interface Checked {
  readonly group: EvidenceGroup;
  readonly age: EvidenceAge;
  readonly time: Finding | undefined;
  readonly failed: Finding | undefined;
  readonly now: Date;
  /** Milliseconds since 1970; undefined when there is nothing to renew. */
  readonly renewBy: number | undefined;
}

function renewBy({ due }: EvidenceAge, marginMs: number): number | undefined {
  return due && due.by - marginMs;
}

function exitCodeOf({ failed, age, now, renewBy: by }: Checked): number {
  if (failed) return EXIT.invalid;
  if (age.missing.length > 0 || age.timestamps.some(({ finding }) => finding)) return EXIT.open;
  if (by === undefined) return EXIT.open;
  return by <= now.getTime() ? EXIT.due : EXIT.nothingDue;
}

function jsonOf({ group, age, time, failed, renewBy: by }: Checked): string {
  const line = {
    files: group.files,
    time: time && { code: time.code, detail: time.detail },
    failed: failed ? { code: failed.code, detail: failed.detail } : null,
    certificates: age.certificates.map((one) => ({ ...one, notAfter: instantOf(one.notAfter) })),
    timestamps: age.timestamps.map(timestampJson),
    configurationBlocks: age.configurationBlocks,
    missing: age.missing,
    ends: age.due ? { at: instantOf(age.due.by), because: age.due.because } : null,
    renewBy: by === undefined ? null : dayOf(by),
  };
  return `${JSON.stringify(line)}\n`;
}

function timestampJson({ over, stamp, finding, ...more }: JudgedTimestamp): object {
  if (!stamp) return { over, code: finding.code, detail: finding.detail };
  const coveredAt = 'coveredAt' in more ? more.coveredAt : undefined;
  return {
    over,
    genTime: instantOf(stamp.genTime),
    accuracyMs: stamp.accuracyMs,
    authority: stamp.authority,
    hash: stamp.hash,
    validUntil: instantOf(stamp.validUntil),
    coveredAt: coveredAt === undefined ? null : instantOf(coveredAt),
    chain: stamp.chain.map((one) => ({ ...one, notAfter: instantOf(one.notAfter) })),
  };
}

function textOf({ group, age, time, failed, now, renewBy: by }: Checked): string {
  const [first = ''] = group.files;
  const more = group.files.length > 1 ? ` and ${group.files.length - 1} more with the same evidence` : '';
  const lines = [
    `${first}${more}`,
    ...(failed ? [`  wrong          ${failed.code}: ${failed.detail}`] : []),
    ...(time ? [`  time           ${time.code}: ${time.detail}`] : []),
    ...age.timestamps.map((one, at) => `  timestamp ${at + 1}    ${timestampText(one, now)}`),
    ...certificateLines(age.certificates, now),
    `  configuration  ${configurationText(age)}`,
    ...(age.missing.length > 0 ? [`  missing        ${age.missing.join(', ')}`] : []),
    `  renew by       ${renewText(age, by, now)}`,
  ];
  return `${lines.map(plain).join('\n')}\n`;
}

function timestampText({ over, stamp, finding, ...more }: JudgedTimestamp, now: Date): string {
  if (!stamp) return `${over ?? ''} ${finding.code}: ${finding.detail}`;
  const coveredAt = 'coveredAt' in more ? more.coveredAt : undefined;
  const algorithms = [...new Set([stamp.hash, ...stamp.chain.map(({ algorithm }) => algorithm)])].join(', ');
  const held = coveredAt === undefined ? '' : `, held by a later one since ${dayOf(coveredAt)}`;
  return `${over}, ${instantOf(stamp.genTime)}, ${stamp.authority} (${algorithms}), until ${endText(stamp.validUntil, now)}${held}`;
}

/** One line for each part: the first certificate that ends, and how many there are. */
function certificateLines(certificates: readonly AgingCertificate[], now: Date): string[] {
  return (['statement', 'transaction', 'block'] as const).flatMap((part) => {
    const of = certificates.filter((one) => one.part === part);
    const [first] = of;
    if (!first) return [];
    const ended = of.filter(({ notAfter }) => notAfter < now.getTime()).length;
    return [
      `  ${part.padEnd(13)}  ${of.length} certificates, the first (${first.name} of ${first.mspId}) until ${endText(first.notAfter, now)}${ended > 1 ? `, ${ended} of them ended` : ''}`,
    ];
  });
}

function configurationText({ configurationBlocks }: EvidenceAge): string {
  return configurationBlocks > 0
    ? `${configurationBlocks} blocks from the genesis block on: who the organizations were is archived`
    : 'not in the bundle: who the organizations were is known from trust profiles alone (a full bundle archives it)';
}

function renewText({ due }: EvidenceAge, by: number | undefined, now: Date): string {
  if (!due || by === undefined) return 'nothing here can be stamped';
  const state = due.by <= now.getTime() ? 'OVERDUE, ' : by <= now.getTime() ? 'DUE, ' : '';
  return `${state}${dayOf(by)} (${dayOf(due.by)}: ${due.because})`;
}

function endText(instant: number, now: Date): string {
  return `${dayOf(instant)}${instant < now.getTime() ? ' (ended)' : ''}`;
}

function daysFrom(text: string): number {
  const days = Number(text);
  if (!Number.isSafeInteger(days) || days < 0 || days > 3_650)
    throw new InvalidArgumentError('0 to 3650 days.');
  return days;
}

function instantFrom(text: string): Date {
  const date = new Date(text);
  if (!/^\d{4}-\d\d-\d\dT.*Z$/.test(text) || Number.isNaN(date.getTime()))
    throw new InvalidArgumentError('An instant in UTC, e.g. 2035-01-01T00:00:00Z.');
  return date;
}
