/**
 * Puts the steps of one question in order: as the verifier judges, up to the step that its answer hangs on.
 *
 * @module
 */
import { DocumentError } from '../errors/document-error.js';
import { OrderingError } from '../fabric-proof/ordering-error.js';
import { StatementError } from '../fabric-proof/statement-error.js';
import { TransactionError } from '../fabric-proof/transaction-error.js';
import { ProtobufError } from '../protobuf/protobuf-error.js';
import type { Finding } from '../verdict/verdict.js';
import { CertificateError } from '../x509/certificate-error.js';
import type { ReportStep, StepResult } from './report.js';
import type { StepDraft } from './step-drafts.js';

/** A step that lacks only its number. */
export type PlacedStep = Omit<ReportStep, 'number'>;

/** Steps as they are asked for: what comes after the last one wanted is never computed. */
export type Drafts = AsyncIterable<StepDraft> | Iterable<StepDraft>;

/** @param finding The verifier's answer to the question. */
export async function stepsOf(finding: Finding, drafts: Drafts): Promise<PlacedStep[]> {
  const steps: PlacedStep[] = [];
  try {
    for await (const draft of drafts) {
      const { step, isLast } = placed(draft, finding);
      steps.push(step);
      if (isLast) break;
    }
  } catch (error) {
    if (!isUnreadable(error) || finding.outcome === 'pass') throw error;
  }
  return steps;
}

const READERS_FAULTS = [
  ProtobufError,
  StatementError,
  TransactionError,
  OrderingError,
  CertificateError,
  DocumentError,
];

/** What readers of a bundle's parts throw: the steps end there, and the verdict says why. */
function isUnreadable(error: unknown): boolean {
  return READERS_FAULTS.some((type) => error instanceof type);
}

/** Steps that no question hangs on. */
export async function basisSteps(drafts: Drafts): Promise<PlacedStep[]> {
  const steps: PlacedStep[] = [];
  for await (const draft of drafts) steps.push(finished(draft, 'basis', draft.result));
  return steps;
}

function placed(draft: StepDraft, finding: Finding): { step: PlacedStep; isLast: boolean } {
  const { question, outcome, code, detail } = finding;
  const hangs = (outcome === 'fail' || outcome === 'unknown') && draft.codes.includes(code);
  const stands = draft.result === 'agrees' || draft.result === 'computed';
  if (!hangs || (draft.definite && stands)) {
    const other = stands ? null : (draft.codes[0] ?? null);
    return { step: { ...finished(draft, question, draft.result), code: other }, isLast: false };
  }
  const step = finished(draft, question, outcome === 'fail' ? 'differs' : 'open');
  return { step: { ...step, code, detail }, isLast: true };
}

function finished(draft: StepDraft, question: ReportStep['question'], result: StepResult): PlacedStep {
  const { title, operation, inputs, output, expected, rows, repeat } = draft;
  return {
    question,
    title,
    operation,
    inputs,
    output,
    expected,
    rows,
    result,
    code: null,
    detail: null,
    repeat,
  };
}
