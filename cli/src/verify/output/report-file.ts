/**
 * The report of a run over many files, for people with a spreadsheet and for programs (docs/verify-as-a-library.md). Written
 * whole under its name at the end, or not at all.
 *
 * @module
 */
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { type Verdict, decidingFinding } from '@chopmark/core/verify';
import { CommandError } from '../command-error.js';
import { reasonOf } from '../input/reason.js';
import type { Tally } from './tally.js';

export const REPORT_FORMAT = 'chopmark/bulk-report/1';

/** One file of the run. */
export type ReportRow = {
  readonly file: string;
  readonly verdict: Verdict['verdict'];
  readonly inForce: Verdict['inForce'];
  readonly number: string | null;
  readonly asOf: string | null;
  /** The finding that decided, with its detail. */
  readonly code: string;
  readonly detail: string;
  readonly documentHash: string | null;
  /** Fingerprint of the trust profile judged by. */
  readonly profile: string | null;
};

const COLUMNS = [
  'file',
  'verdict',
  'inForce',
  'number',
  'asOf',
  'code',
  'detail',
  'documentHash',
  'profile',
] as const satisfies readonly (keyof ReportRow)[];

export function isReportName(file: string): boolean {
  return /\.(csv|json)$/i.test(file);
}

export class ReportFile {
  readonly #rows: ReportRow[] = [];

  private constructor(
    private readonly file: string,
    private readonly handle: FileHandle,
  ) {}

  /**
   * @param file `.csv` or `.json`.
   * @throws {CommandError} `FILE_NOT_WRITABLE`: better now than after an hour of judging.
   */
  static async create(file: string): Promise<ReportFile> {
    const handle = await open(partOf(file), 'w', 0o644).catch((cause: unknown) => {
      throw new CommandError('FILE_NOT_WRITABLE', `${file}: ${reasonOf(cause)}`, { cause });
    });
    return new ReportFile(file, handle);
  }

  add(file: string, verdict: Verdict): void {
    const decided = decidingFinding(verdict);
    this.#rows.push({
      file,
      verdict: verdict.verdict,
      inForce: verdict.inForce,
      number: verdict.number,
      asOf: verdict.asOf,
      code: decided?.code ?? '',
      detail: decided?.detail ?? '',
      documentHash: verdict.documentHash,
      profile: verdict.profile?.fingerprint ?? null,
    });
  }

  async finish(tally: Tally, passedOver: number, madeAt: Date): Promise<void> {
    const summary = { files: tally.files, passedOver, ...tally.counts };
    const text = /\.csv$/i.test(this.file)
      ? formatCsv(this.#rows)
      : formatJson({ format: REPORT_FORMAT, madeAt: madeAt.toISOString(), summary, files: this.#rows });
    await this.handle.writeFile(text);
    await this.handle.close();
    await rename(partOf(this.file), this.file);
  }

  /** Leaves nothing behind; after `finish` it does nothing. */
  async discard(): Promise<void> {
    await this.handle.close().catch(() => undefined);
    await rm(partOf(this.file), { force: true });
  }
}

const partOf = (file: string): string => `${file}.part`;

function formatJson(report: unknown): string {
  return `${JSON.stringify(report, null, 1)}\n`;
}

/** RFC 4180 with a byte order mark, without which spreadsheets read Chinese as something else. */
export function formatCsv(rows: readonly ReportRow[]): string {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((name) => row[name] ?? ''))];
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}

/** Characters that make a spreadsheet take a cell for a formula, the full-width ones included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;

function csvCell(text: string): string {
  const harmless = FORMULA.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
