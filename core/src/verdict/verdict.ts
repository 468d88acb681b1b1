/**
 * What a verifier answers, and how single answers make one verdict (design rules: content, batch, validity and issuer
 * carry a `valid`; one `fail` makes it invalid; everything else stays open).
 *
 * @module
 */
import {
  FINDING_CODES,
  type FindingCode,
  type NoteCode,
  type Outcome,
  QUESTIONS,
  type Question,
} from './finding-codes.js';

/** The answer to one question. */
export type Finding = {
  readonly question: Question;
  readonly outcome: Outcome;
  readonly code: FindingCode;
  /** What was compared or found, in English; texts for people are in wording.ts. */
  readonly detail: string;
};

/** A remark beside the answers; it changes none. */
export type Note = { readonly code: NoteCode; readonly detail: string };

/** What a verifier says about a bundle (docs/formats.md, section 6). */
export type Verdict = {
  readonly verdict: 'valid' | 'invalid' | 'indeterminate' | 'error';
  /** Is the document still good? `yes` or `no` only by a statement as young as the profile wants. */
  readonly inForce: 'yes' | 'no' | 'unknown';
  /** Ledger time of the statement, RFC 3339 UTC; null unless the statement is believed. */
  readonly asOf: string | null;
  /** The network that the document names; null when there is nothing readable. */
  readonly network: string | null;
  /** True for a development network; null when no profile applies. */
  readonly embedded: boolean | null;
  /** One for each question, in order. */
  readonly findings: readonly Finding[];
  /** The document's number; null unless the verdict is valid. */
  readonly number: string | null;
  /** Lowercase hex; null when it could not be computed. */
  readonly documentHash: string | null;
  /** Organizations that signed and count. */
  readonly signers: readonly string[];
  /** The profile judged by. */
  readonly profile: { readonly name: string; readonly fingerprint: string } | null;
  readonly notes: readonly Note[];
};

/** The finding that a code stands for. */
export function finding(code: FindingCode, detail: string): Finding {
  const [question, outcome] = FINDING_CODES[code];
  return { question, outcome, code, detail };
}

const CARRYING: readonly Question[] = ['content', 'batch', 'validity', 'issuer'];

/**
 * @param findings One for each question.
 * @param carrying Questions that have to pass.
 */
export function verdictOf(
  findings: readonly Finding[],
  carrying: readonly Question[] = CARRYING,
): 'valid' | 'invalid' | 'indeterminate' {
  if (findings.some(({ outcome }) => outcome === 'fail')) return 'invalid';
  const carried = carrying.every((question) =>
    findings.some((one) => one.question === question && one.outcome === 'pass'),
  );
  return carried ? 'valid' : 'indeterminate';
}

/**
 * The finding that made the answer what it is: what cannot be read, what fails, what is missing; of a valid document
 * the one about its status.
 */
export function decidingFinding({
  verdict,
  findings,
}: Pick<Verdict, 'verdict' | 'findings'>): Finding | undefined {
  const first = (is: (one: Finding) => boolean): Finding | undefined => findings.find(is);
  if (verdict === 'valid') return first(({ question }) => question === 'status');
  if (verdict === 'invalid') return first(({ outcome }) => outcome === 'fail');
  const carries = ({ question, outcome }: Finding): boolean =>
    CARRYING.includes(question) && outcome !== 'pass';
  return first((one) => carries(one) && one.outcome === 'unknown') ?? first(carries);
}

const NOT_CHECKED: Readonly<Record<Question, FindingCode>> = {
  content: 'CONTENT_NOT_CHECKED',
  batch: 'BATCH_NOT_CHECKED',
  transaction: 'TRANSACTION_NOT_CHECKED',
  ordering: 'ORDERING_NOT_CHECKED',
  validity: 'VALIDITY_NOT_CHECKED',
  issuer: 'ISSUER_NOT_CHECKED',
  status: 'STATUS_NOT_CHECKED',
  time: 'TIME_NOT_CHECKED',
};

/** One finding for each question, in order: those given, and that the others were not asked. */
export function allQuestions(answered: readonly Finding[], why: string): Finding[] {
  return QUESTIONS.map(
    (question) => answered.find((one) => one.question === question) ?? finding(NOT_CHECKED[question], why),
  );
}

/** The verdict on something that cannot be judged at all. */
export function errorVerdict(code: FindingCode, detail: string): Verdict {
  return {
    verdict: 'error',
    inForce: 'unknown',
    asOf: null,
    network: null,
    embedded: null,
    findings: allQuestions([finding(code, detail)], 'nothing to judge'),
    number: null,
    documentHash: null,
    signers: [],
    profile: null,
    notes: [],
  };
}
