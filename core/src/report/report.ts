/**
 * A verification report: what was judged, by what, with which answer, and every step so that somebody can repeat it by
 * hand (docs/verification-report.md; docs/schemas/verification-report.schema.json says the same as a schema). Plain
 * JSON; the PDF and the workbook are made of it alone.
 *
 * @module
 */
import type { HexHash } from '../hash/hex-hash.js';
import type { FindingCode, NoteCode, Outcome, Question } from '../verdict/finding-codes.js';
import type { Verdict } from '../verdict/verdict.js';
import type { NotProvenCode } from './not-proven.js';

/** `format` of a verification report. */
export const REPORT_FORMAT = 'chopmark/verification-report/1';

/** The same sentence for both readers. */
export type Text = { readonly en: string; readonly zh: string };

/** A verification report (docs/verification-report.md). */
export type VerificationReport = {
  readonly format: typeof REPORT_FORMAT;
  readonly verifier: { readonly name: 'chopmark'; readonly version: string };
  /** The verifier's own clock, RFC 3339 UTC. */
  readonly judgedAt: string;
  /** The file that was judged, as it lay on the disk. */
  readonly file: { readonly sha256: HexHash; readonly bytes: number };
  readonly profile: ReportProfile | null;
  /** The verdict in words. */
  readonly answer: { readonly heading: Text; readonly meaning: Text };
  readonly verdict: Verdict;
  readonly questions: readonly ReportAnswer[];
  readonly notes: readonly { readonly code: NoteCode; readonly text: Text; readonly detail: string }[];
  readonly document: ReportDocument | null;
  readonly steps: readonly ReportStep[];
  readonly notProven: readonly { readonly code: NotProvenCode; readonly text: Text }[];
  readonly materials: readonly ReportMaterial[];
};

/** The profile that was judged by. */
export type ReportProfile = {
  readonly name: string;
  readonly fingerprint: string;
  readonly network: HexHash;
  readonly channel: string;
  readonly embedded: boolean;
  readonly organizations: readonly { readonly mspId: string; readonly name: string }[];
  /** How many organizations must have signed. */
  readonly signers: number;
  readonly statusMaxAgeSeconds: number;
  /** Organizations that signed the profile. */
  readonly signedBy: readonly string[];
};

/** The verdict in words. */
export type ReportAnswer = {
  readonly question: Question;
  readonly title: Text;
  readonly outcome: Outcome;
  readonly answer: Text;
  readonly code: FindingCode;
  readonly text: Text;
  readonly detail: string;
};

/** The document as far as its holder shows it; claims until the verdict is `valid`. */
export type ReportDocument = {
  readonly kind: string;
  readonly schema: number;
  readonly namespace: string;
  readonly series: string;
  readonly sequence: number;
  readonly network: HexHash;
  /** Null unless the verdict is `valid`. */
  readonly number: string | null;
  readonly hash: string | null;
  readonly shown: readonly { readonly path: string; readonly text: string }[];
  /** Paths of which only the leaf hash is in the file. */
  readonly hidden: readonly string[];
};

/** Bytes that steps work on. */
export type ReportMaterial = {
  /** File in a workbook, and how steps name it. */
  readonly name: string;
  readonly title: Text;
  readonly bytes: number;
  readonly sha256: HexHash;
  /** Null for files that travel beside the report (no origin), and for long parts of another material. */
  readonly content: MaterialContent | null;
  readonly origin: MaterialOrigin | null;
};

/** Bytes of a material in the form that is easiest to read. */
export type MaterialContent =
  | { readonly text: string }
  /** Lowercase; at most 64 bytes. */
  | { readonly hex: string }
  | { readonly base64: string };

/** Where the bytes come from; null = computed by a step, or formed as its title says. */
export type MaterialOrigin =
  /** A part of another material. */
  | { readonly in: string; readonly offset: number }
  /** Stands in another material as base64 or hexadecimal text, or as text inside a JSON string. */
  | { readonly in: string; readonly as: 'base64' | 'hex' | 'json-text' }
  /** The DER inside a PEM block. */
  | { readonly in: string; readonly as: 'pem' };

/**
 * `computed`: a value that later steps use. `agrees`, `differs`: compared with what it has to be. `open`: nobody can
 * say from what is at hand.
 */
export type StepResult = 'computed' | 'agrees' | 'differs' | 'open';

/** One step from the bytes to the verdict, that can be repeated by hand. */
export type ReportStep = {
  /** Section and place, e.g. `6.2`. */
  readonly number: string;
  /** What the step helps to answer; `basis`: what was judged, and by which profile. */
  readonly question: Question | 'basis';
  readonly title: Text;
  /** E.g. `SHA-256(nonce ‖ creator)`. */
  readonly operation: string;
  readonly inputs: readonly StepInput[];
  readonly output: StepValue | null;
  /** Null when there is nothing to compare with. */
  readonly expected: StepValue | null;
  /** What was compared one by one. */
  readonly rows: readonly StepRow[];
  readonly result: StepResult;
  /** The verdict's code that hangs on this step; null while the step stands. */
  readonly code: FindingCode | null;
  readonly detail: string | null;
  /** For bash with openssl and coreutils, inside a workbook folder; functions: see its `steps.sh`. */
  readonly repeat: readonly StepCommand[];
};

/** What goes into a step: a material, or bytes that stand in no file. */
export type StepInput =
  | { readonly name: string; readonly material: string }
  /** A constant of the format. */
  | { readonly name: string; readonly hex: string };

/** What comes out of a step, or what it has to be. */
export type StepValue =
  | { readonly hex: string; readonly material: string | null }
  | { readonly text: string; readonly material: string | null }
  | { readonly materials: readonly string[] };

/** One comparison of two values. */
export type StepRow = {
  readonly what: Text;
  readonly found: string;
  readonly relation: '=' | '≤' | '≥' | '∈' | '~';
  readonly required: string;
  readonly agrees: boolean;
};

/** A command that repeats a step, with what it printed and what it has to print. */
export type StepCommand = {
  readonly command: string;
  /** One line: what it printed. */
  readonly prints: string;
  /** What it has to print for the step to agree. */
  readonly wants: string;
};
