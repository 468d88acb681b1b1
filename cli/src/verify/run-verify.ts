/**
 * One run of `chopmark verify`: gathers, judges, prints. Verdicts go to stdout, all else to stderr.
 *
 * @module
 */
import { once } from 'node:events';
import {
  type ShownValue,
  TrustError,
  type TrustProfile,
  type Verdict,
  errorVerdict,
  parseBundle,
  shownValues,
  verdictOnInput,
} from '@chopmark/core/verify';
import { EXIT, exitCodeOf, worstOf } from './exit-code.js';
import type { Candidate } from './input/candidate.js';
import { type Gathered, gather } from './input/gather.js';
import { judgeAll } from './judging/judge-all.js';
import { type Answer, FileJudge } from './judging/judge-file.js';
import { formatLine } from './output/print-line.js';
import { ProgressLine } from './output/progress-line.js';
import { ReportFile } from './output/report-file.js';
import { Tally } from './output/tally.js';
import { formatVerdict } from './print-verdict.js';
import { readProfiles } from './profiles.js';
import { languageOf, paintFor, plain } from './terminal.js';

export interface VerifyOptions {
  readonly trust?: readonly string[];
  readonly json?: true;
  readonly quiet?: true;
  readonly report?: string;
  readonly offline?: true;
  readonly lang?: 'zh' | 'en';
  readonly color: boolean;
}

/** Named files up to this many are answered in full; more of them, and those of folders and archives, by a line. */
const MAX_IN_FULL = 10;
/** Threads cost more than they give below this many. */
const MIN_FOR_THREADS = 64;

/**
 * @returns The exit code.
 * @throws {CommandError} When the report cannot be written.
 */
export async function runVerify(named: readonly string[], options: VerifyOptions): Promise<number> {
  const now = new Date();
  const report = options.report === undefined ? undefined : await ReportFile.create(options.report);
  const gathered = await gather(named);
  try {
    const run = new Run(gathered, options, report);
    await judgeGathered(gathered.candidates, await profilesFor(options.trust ?? []), now, run);
    await report?.finish(run.tally, run.passedOver, now);
    return run.finish();
  } finally {
    await gathered.close();
    await report?.discard();
  }
}

/** @returns The profiles; when they cannot be read, the one answer to every file. */
async function profilesFor(trust: readonly string[]): Promise<readonly TrustProfile[] | Verdict> {
  try {
    return await readProfiles(trust, process.env);
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return errorVerdict(error.code, error.message);
  }
}

async function judgeGathered(
  candidates: readonly Candidate[],
  profiles: readonly TrustProfile[] | Verdict,
  now: Date,
  run: Run,
): Promise<void> {
  if (!isList(profiles)) {
    for (const candidate of candidates) run.answer(candidate, profiles);
    return;
  }
  if (candidates.length >= MIN_FOR_THREADS) {
    await judgeAll(candidates, { profiles, now }, run);
    return;
  }
  const fileJudge = new FileJudge({ profiles, now });
  for (const candidate of candidates) {
    try {
      const bytes = await candidate.read();
      run.answer(candidate, await fileJudge.judge(bytes, candidate), bytes);
    } catch (error) {
      run.answer(candidate, verdictOnInput(error, candidate.label));
    }
  }
}

function isList(profiles: readonly TrustProfile[] | Verdict): profiles is readonly TrustProfile[] {
  return Array.isArray(profiles);
}

/** What becomes of each answer: counted, reported, printed. */
class Run {
  readonly tally = new Tally();
  passedOver: number;
  readonly #codes = new Set<number>();
  readonly #inLines: boolean;
  readonly #progress: ProgressLine;
  readonly #language;
  readonly #paint;

  constructor(
    { candidates, bulk, passedOver }: Gathered,
    private readonly options: VerifyOptions,
    private readonly report: ReportFile | undefined,
  ) {
    this.passedOver = passedOver;
    this.#inLines = bulk || candidates.length > MAX_IN_FULL;
    this.#progress = new ProgressLine(
      candidates.length,
      this.#inLines && process.stderr.isTTY ? process.stderr : undefined,
    );
    this.#language = options.lang ?? languageOf(process.env);
    this.#paint = paintFor(process.stdout.isTTY, process.env, options.color);
  }

  /** @param bytes What was judged, as far as it is at hand. */
  answer({ label }: Candidate, verdict: Answer, bytes?: Uint8Array): void {
    this.#progress.step();
    if (verdict === undefined) {
      this.passedOver += 1;
      return;
    }
    const code = exitCodeOf(verdict);
    this.#codes.add(code);
    this.tally.add(verdict);
    this.report?.add(label, verdict);
    if (verdict.verdict === 'error' && !this.#inLines) complain(whyError(verdict));
    if (this.options.quiet && code === EXIT.inForce) return;
    if (process.stdout.isTTY) this.#progress.clear();
    process.stdout.write(this.#text(label, verdict, bytes));
  }

  /** Resolves when whoever reads has kept up. */
  async ready(): Promise<void> {
    if (process.stdout.writableNeedDrain) await once(process.stdout, 'drain');
  }

  /** @returns The exit code. */
  finish(): number {
    this.#progress.clear();
    if (this.tally.files === 0) {
      // Everything that was found was a trust profile.
      complain('BUNDLE_MISSING: no bundle among the files');
      return EXIT.error;
    }
    if (this.tally.files > 1 || this.#inLines)
      process.stderr.write(`${this.tally.line(this.passedOver, this.#language)}\n`);
    return worstOf([...this.#codes]);
  }

  #text(label: string, verdict: Verdict, bytes: Uint8Array | undefined): string {
    if (this.options.json) return `${JSON.stringify({ file: label, ...verdict })}\n`;
    if (this.#inLines) return formatLine(label, verdict, this.#language, this.#paint);
    const print = { language: this.#language, paint: this.#paint };
    return formatVerdict(label, verdict, bytes && valuesOf(bytes), print);
  }
}

function complain(text: string): void {
  process.stderr.write(`chopmark: ${plain(text)}\n`);
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
