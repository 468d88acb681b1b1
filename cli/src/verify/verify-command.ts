/**
 * `chopmark verify`: judges bundles on this machine, without asking anybody.
 *
 * @module
 */
import {
  MAX_BUNDLE_BYTES,
  type ShownValue,
  TrustError,
  type Verdict,
  createVerifier,
  errorVerdict,
  parseBundle,
  shownValues,
} from '@chopmark/core/verify';
import { type Command, Option } from 'commander';
import { exitCodeOf, worstOf } from './exit-code.js';
import { nodeCrypto } from './node-crypto.js';
import { formatVerdict } from './print-verdict.js';
import { readProfiles } from './profiles.js';
import { readBounded } from './read-bounded.js';
import { languageOf, paintFor, plain } from './terminal.js';

interface VerifyOptions {
  readonly trust?: readonly string[];
  readonly json?: true;
  readonly offline?: true;
  readonly lang?: 'zh' | 'en';
  readonly color: boolean;
}

const HELP = `
Exit code:
  0  valid and in force
  3  valid, not in force
  4  invalid: something contradicts the signed record
  5  indeterminate, or whether it is in force is unknown
  1  error: a file or profile cannot be read
  2  wrong call
With several files the worst one counts: 4, then 1, 5, 3, 0.

Examples:
  $ chopmark verify invoice.json
  $ chopmark verify *.json --trust trust.json --json
  $ curl -s https://…/bundle | chopmark verify - --trust trust.json`;

export function addVerifyCommand(program: Command): void {
  program
    .command('verify')
    .summary('judge bundles')
    .description(
      'Judges bundles on this machine. Without --trust: by the profile of the network under CHOPMARK_HOME (.chopmark).',
    )
    .argument('<file...>', 'bundles; - is standard input')
    .addOption(
      new Option('--trust <file>', 'trust profile to judge by; may be given several times').argParser(
        collect,
      ),
    )
    .option('--json', 'print one line of JSON for each file')
    .option('--offline', 'ask nobody: what this command always does, said aloud')
    .addOption(
      new Option('--lang <language>', 'language of the answer; default by LANG').choices(['zh', 'en']),
    )
    .option('--no-color', 'no colors (also: NO_COLOR)')
    .addHelpText('after', HELP)
    .action(async (files: string[], options: VerifyOptions) => {
      process.exitCode = await verifyFiles(files, options);
    });
}

function collect(file: string, before: readonly string[] | undefined): readonly string[] {
  return [...(before ?? []), file];
}

async function verifyFiles(files: readonly string[], options: VerifyOptions): Promise<number> {
  const judge = await judgeBy(options.trust ?? []);
  const print = printerFor(options);
  const codes: number[] = [];
  for (const file of files) {
    const input = await readBounded(file, MAX_BUNDLE_BYTES).catch((error: unknown) => reasonOf(error));
    const verdict =
      typeof input === 'string' ? errorVerdict('BUNDLE_UNREADABLE', `${file}: ${input}`) : await judge(input);
    if (verdict.verdict === 'error') process.stderr.write(`chopmark: ${plain(whyError(verdict))}\n`);
    process.stdout.write(print(file, verdict, typeof input === 'string' ? undefined : valuesOf(input)));
    codes.push(exitCodeOf(verdict));
  }
  return worstOf(codes);
}

/** @returns A judge by these profiles; when they cannot be read, one that says so. */
async function judgeBy(trust: readonly string[]): Promise<(input: Uint8Array) => Promise<Verdict>> {
  try {
    const profiles = await readProfiles(trust, process.env);
    const verifier = createVerifier(profiles, nodeCrypto);
    return (input) => verifier.verify(input, new Date());
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    const verdict = errorVerdict(error.code, error.message);
    return () => Promise.resolve(verdict);
  }
}

function printerFor(
  options: VerifyOptions,
): (file: string, verdict: Verdict, values: ReadonlyMap<string, ShownValue> | undefined) => string {
  if (options.json) return (file, verdict) => `${JSON.stringify({ file, ...verdict })}\n`;
  const language = options.lang ?? languageOf(process.env);
  const paint = paintFor(process.stdout.isTTY, process.env, options.color);
  return (file, verdict, values) => formatVerdict(file, verdict, values, { language, paint });
}

function valuesOf(input: Uint8Array): ReadonlyMap<string, ShownValue> | undefined {
  try {
    return shownValues(parseBundle(input).document);
  } catch {
    return undefined; // the verdict says why
  }
}

function whyError({ findings }: Verdict): string {
  const known = findings.find(({ outcome }) => outcome === 'unknown');
  return known ? `${known.code}: ${known.detail}` : 'not readable';
}

function reasonOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'no such file';
  if (code === 'EISDIR') return 'is a folder';
  return error instanceof Error ? error.message : 'unreadable';
}
