/** All steps of a report, numbered by section: the basis first, then the questions in their order. */
import { QUESTIONS, type Question } from '../verdict/finding-codes.js';
import { FINDING_WORDING } from '../verdict/finding-wording.js';
import type { Finding } from '../verdict/verdict.js';
import { basisDrafts } from './basis-steps.js';
import { batchDrafts } from './batch-steps.js';
import { assertConsistent } from './consistency.js';
import { contentDrafts } from './content-steps.js';
import { type BundleContext, type Context, type Said, findingOn } from './context.js';
import { issuerDrafts, statusDrafts } from './entitlement-steps.js';
import { introduced } from './introductions.js';
import type { Material } from './materials.js';
import type { BundleRead } from './read-parts.js';
import type { ReportStep } from './report.js';
import { type Drafts, type PlacedStep, basisSteps, stepsOf } from './section.js';
import { orderingDrafts } from './ordering-steps.js';
import { statementDrafts } from './statement-steps.js';
import { timeDrafts } from './time-steps.js';
import { transactionDrafts } from './transaction-steps.js';

/** @param read What the file holds; undefined when it is no bundle: nothing but its hash can be repeated. */
export async function stepsOfVerdict(context: Context, read: BundleRead | undefined): Promise<ReportStep[]> {
  const basis = await basisSteps(basisDrafts(context, new Set(read?.beside.values())));
  const answered = read ? await answersOf({ ...context, ...read }) : new Map<Question, PlacedStep[]>();
  const sections = [
    basis,
    ...QUESTIONS.map((question) => {
      const finding = findingOn(context.verdict, question);
      const steps = completed(finding, answered.get(question) ?? []);
      assertConsistent(finding, steps);
      return steps;
    }),
  ];
  const numbered = sections.flatMap((steps, section) =>
    steps.map((step, at) => ({ number: `${section + 1}.${at + 1}`, ...step })),
  );
  return introduced(numbered, context.book.all);
}

/** About the shared parts: taken apart even when nothing says whom to believe. */
const SHARED: readonly Question[] = ['validity', 'transaction', 'ordering'];

/** The statement comes first, even when nothing says whom to believe: what it says is compared with by the others. */
async function answersOf(context: BundleContext): Promise<Map<Question, PlacedStep[]>> {
  if (context.verdict.verdict === 'error') return new Map();
  const said: Partial<Said> = {};
  let documentHash: Material | undefined;
  const answered = new Map<Question, PlacedStep[]>();
  const answer = async (question: Question, drafts: Drafts): Promise<void> => {
    const finding = findingOn(context.verdict, question);
    const isAsked = finding.outcome !== 'skipped' || SHARED.includes(question);
    if (isAsked) answered.set(question, await stepsOf(finding, drafts));
  };
  await answer('validity', statementDrafts(context, said));
  await answer(
    'content',
    contentDrafts(context, said, (hash) => (documentHash = hash)),
  );
  await answer('batch', batchDrafts(context, said, documentHash));
  await answer('transaction', transactionDrafts(context, said));
  await answer('ordering', orderingDrafts(context, said));
  await answer('issuer', issuerDrafts(context, said));
  await answer('time', timeDrafts(context, said));
  await answer('status', statusDrafts(context, said, documentHash));
  return answered;
}

/** An answer that hangs on none of the steps is told as the rule that it is. */
function completed(finding: Finding, steps: readonly PlacedStep[]): readonly PlacedStep[] {
  const { question, outcome, code, detail } = finding;
  const isTold =
    outcome === 'skipped' ||
    (outcome === 'pass'
      ? steps.some(({ result }) => result === 'agrees')
      : steps.some((step) => step.code === code));
  if (isTold) return steps;
  const rule: PlacedStep = {
    question,
    title: FINDING_WORDING[code],
    operation: `rule of the verifier: ${code}`,
    inputs: [],
    output: null,
    expected: null,
    rows: [],
    result: { pass: 'agrees', fail: 'differs', unknown: 'open' }[outcome] as PlacedStep['result'],
    code: outcome === 'pass' ? null : code,
    detail,
    repeat: [],
  };
  return [...steps, rule];
}
