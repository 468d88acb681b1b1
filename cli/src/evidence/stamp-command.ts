/** `chopmark evidence stamp`: asks a timestamp authority for a token and puts it into the bundles. */
import { readFile } from 'node:fs/promises';
import { TIMESTAMP_HASHES, type TimestampAuthority, type TimestampHash } from '@chopmark/core/timestamps';
import type { BundleTimestamp } from '@chopmark/core/verify';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { reasonOf } from '../verify/input/reason.js';
import { readProfiles } from '../verify/profiles.js';
import { plain } from '../verify/terminal.js';
import { collect } from '../verify/verify-command.js';
import { dayOf, instantOf } from './age-text.js';
import { EvidenceError } from './evidence-error.js';
import { type EvidenceGroup, evidenceGroups } from './evidence-files.js';
import { type NewStamp, type StampSettings, stampGroup } from './stamp-group.js';
import { tsaAddress } from './tsa-client.js';
import { writeStamp } from './write-stamp.js';

interface StampOptions {
  readonly tsa: string;
  readonly over: BundleTimestamp['over'];
  readonly hash: TimestampHash;
  readonly policy?: string;
  readonly timeout: number;
  readonly trust?: readonly string[];
  readonly tsaRoots?: readonly string[];
  readonly allowHttp?: true;
  readonly dryRun?: true;
  readonly json?: true;
}

const HELP = `
Bundles that share their evidence get one token together; it goes into a file beside them when they keep their parts
there (evidence/<sha256>.json), else into the bundle. A part file stands for the bundles that name it. The old part
file stays where it is.

Over what:
  evidence  statement, transaction, block, configuration and every earlier token: what a renewal is, and a good first one
  root      the batch root: one token could serve every document of a batch
  header    the block's header (full bundles)

Nothing is written unless the bundle holds, the token verifies, and its authority is one of the trust profile
("timestampAuthorities") or of --tsa-roots.

Examples:
  $ chopmark evidence stamp invoice.json --tsa https://tsa.example/rfc3161
  $ chopmark evidence stamp archive/2026/ --tsa https://tsa.example/rfc3161 --hash SHA-512
  $ chopmark evidence stamp archive/evidence/<sha256>.json --tsa http://127.0.0.1:3180/`;

export function addStampCommand(
  evidence: Command,
  run: (work: () => Promise<number>) => Promise<void>,
): void {
  evidence
    .command('stamp')
    .summary('add a timestamp: the first or a renewal')
    .description('Asks a timestamp authority (RFC 3161) for a token over bundles, and puts it into them.')
    .argument('<file...>', 'bundles, folders, or part files that bundles name')
    .addOption(new Option('--tsa <url>', 'address of the timestamp authority').makeOptionMandatory())
    .addOption(
      new Option('--over <what>', 'what is stamped')
        .choices(['evidence', 'root', 'header'])
        .default('evidence'),
    )
    .addOption(
      new Option('--hash <name>', 'hash of what is stamped')
        .choices([...TIMESTAMP_HASHES])
        .default('SHA-256'),
    )
    .option('--policy <oid>', 'policy to ask for; default: the authority’s own')
    .addOption(
      new Option('--timeout <seconds>', 'patience with the authority').default(20).argParser(secondsFrom),
    )
    .addOption(new Option('--trust <file>', 'trust profile; may be given several times').argParser(collect))
    .addOption(
      new Option(
        '--tsa-roots <file>',
        'PEM certificates believed for this call, besides the profile; a verifier goes by the profile alone',
      ).argParser(collect),
    )
    .option('--allow-http', 'take an http address that is not on this machine')
    .option('--dry-run', 'say what would be stamped, ask nobody, write nothing')
    .option('--json', 'print one line of JSON for each token')
    .addHelpText('after', HELP)
    .action((files: string[], options: StampOptions) => run(() => stampFiles(files, options)));
}

async function stampFiles(files: readonly string[], options: StampOptions): Promise<number> {
  const settings = await settingsFrom(options);
  for (const group of await evidenceGroups(files)) {
    if (options.dryRun) {
      process.stdout.write(`would stamp ${countOf(group)} over ${settings.over}\n`);
      continue;
    }
    const stamped = await stampGroup(group, settings);
    const part = await writeStamp(group, stamped.timestamps);
    process.stdout.write(
      options.json ? jsonOf(group, stamped, part) : textOf(group, stamped, settings, part),
    );
  }
  return 0;
}

async function settingsFrom(options: StampOptions): Promise<StampSettings> {
  const roots = await Promise.all((options.tsaRoots ?? []).map(authorityFrom));
  return {
    tsa: tsaAddress(options.tsa, options.allowHttp === true),
    hash: options.hash,
    over: options.over,
    policy: options.policy,
    timeoutMs: options.timeout * 1000,
    profiles: await readProfiles(options.trust ?? [], process.env),
    authorities: roots,
  };
}

const PEM = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;

async function authorityFrom(file: string): Promise<TimestampAuthority> {
  const text = await readFile(file, 'utf8').catch((cause: unknown) => {
    throw new EvidenceError('EVIDENCE_NOT_FOUND', `${file}: ${reasonOf(cause)}`, { cause });
  });
  return { name: file, roots: text.match(PEM) ?? [], intermediates: [], revocationLists: [] };
}

function countOf({ files }: EvidenceGroup): string {
  return files.length === 1 ? plain(files[0] ?? '') : `${files.length} bundles (${plain(files[0] ?? '')} …)`;
}

function jsonOf({ files }: EvidenceGroup, { stamp, timestamps }: NewStamp, part: string | undefined): string {
  const { authority, genTime, accuracyMs, validUntil, hash, policy } = stamp;
  const last = timestamps[timestamps.length - 1];
  const line = {
    files,
    over: last?.over,
    genTime: instantOf(genTime),
    accuracyMs,
    authority,
    hash,
    policy,
    validUntil: instantOf(validUntil),
    part: part ?? null,
  };
  return `${JSON.stringify(line)}\n`;
}

function textOf(
  group: EvidenceGroup,
  { stamp, timestamps }: NewStamp,
  { over }: StampSettings,
  part: string | undefined,
): string {
  const { authority, genTime, validUntil, hash } = stamp;
  const place = part === undefined ? '' : `  tokens in ${plain(part)}\n`;
  return `${countOf(group)}\n  stamped ${instantOf(genTime)} by ${plain(authority)} over ${over}, ${hash}; token ${timestamps.length}, its certificates end ${dayOf(validUntil)}\n${place}`;
}

function secondsFrom(text: string): number {
  const seconds = Number(text);
  if (!(seconds >= 1 && seconds <= 600)) throw new InvalidArgumentError('1 to 600 seconds.');
  return seconds;
}
