/** One run of `chopmark report`: one file in, reports and workbook out. */
import { createHash } from 'node:crypto';
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  InputError,
  TrustError,
  type TrustProfile,
  type VerificationReport,
  WORKBOOK_SCRIPT,
  explainBundle,
  workbookOf,
} from '@chopmark/core/verify';
import { CommandError } from '../verify/command-error.js';
import { EXIT, exitCodeOf } from '../verify/exit-code.js';
import type { Candidate } from '../verify/input/candidate.js';
import { gather } from '../verify/input/gather.js';
import { reasonOf } from '../verify/input/reason.js';
import { loadTimestamps } from '../verify/load-timestamps.js';
import { nodeCrypto } from '../verify/node-crypto.js';
import { readProfiles } from '../verify/profiles.js';
import { plain } from '../verify/terminal.js';
import { reportBytes } from './report-bytes.js';

export interface ReportOptions {
  readonly trust?: readonly string[];
  readonly out?: readonly string[];
  readonly workbook?: string;
  readonly at?: Date;
}

/**
 * @returns The exit code.
 * @throws {CommandError} When something cannot be written, or the name stands for several bundles.
 */
export async function runReport(named: string, options: ReportOptions): Promise<number> {
  const gathered = await gather([named]);
  try {
    const candidate = onlyOne(gathered.candidates, named);
    const profiles = await readProfiles(options.trust ?? [], process.env);
    return await writeReport(candidate, profiles, options);
  } catch (error) {
    if (!(error instanceof InputError) && !(error instanceof TrustError)) throw error;
    process.stderr.write(`chopmark: ${error.code}: ${plain(error.message)}\n`);
    return EXIT.error;
  } finally {
    await gathered.close();
  }
}

function onlyOne(candidates: readonly Candidate[], named: string): Candidate {
  const [first, ...others] = candidates;
  if (!first || others.length > 0)
    throw new CommandError(
      'ONE_BUNDLE_NEEDED',
      `${named} holds ${candidates.length} bundles: name one of them`,
    );
  return first;
}

async function writeReport(
  candidate: Candidate,
  profiles: readonly TrustProfile[],
  { out = [], workbook, at = new Date() }: ReportOptions,
): Promise<number> {
  const input = await candidate.read();
  const files = new Map<string, Uint8Array>([[sha256Hex(input), input]]);
  const report = await explainBundle(input, profiles, {
    crypto: nodeCrypto,
    now: at,
    timestamps: loadTimestamps,
    parts: async (hash) => {
      const bytes = await candidate.part(hash);
      if (bytes) files.set(sha256Hex(bytes), bytes);
      return bytes;
    },
  });
  for (const file of out) await write(file, await bytesFor(file, report, input));
  if (workbook !== undefined)
    await writeWorkbook(
      workbook,
      workbookOf(report, (hash) => files.get(hash)),
    );
  const { heading } = report.answer;
  process.stdout.write(
    `${heading.zh} ${heading.en}\n${[...out, ...(workbook === undefined ? [] : [join(workbook, WORKBOOK_SCRIPT)])].map((file) => `  ${plain(file)}\n`).join('')}`,
  );
  return exitCodeOf(report.verdict);
}

async function bytesFor(file: string, report: VerificationReport, input: Uint8Array): Promise<Uint8Array> {
  if (/\.json$/i.test(file)) return reportBytes(report);
  // Fonts and PDF are loaded by whoever wants a PDF.
  const { renderReport } = await import('./pdf/render-report.js');
  return renderReport(report, input);
}

/** An existing folder must be empty: a workbook holds nothing but its own files. */
async function writeWorkbook(folder: string, files: ReadonlyMap<string, Uint8Array>): Promise<void> {
  await notWritable(folder, () => mkdir(folder, { recursive: true }));
  const there = await notWritable(folder, () => readdir(folder));
  if (there.length > 0) throw new CommandError('FILE_NOT_WRITABLE', `${folder}: the folder is not empty`);
  for (const [name, bytes] of files) await write(join(folder, name), bytes);
}

function write(file: string, bytes: Uint8Array): Promise<void> {
  return notWritable(file, () => writeFile(file, bytes));
}

async function notWritable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw new CommandError('FILE_NOT_WRITABLE', `${file}: ${reasonOf(cause)}`, { cause });
  }
}

function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
