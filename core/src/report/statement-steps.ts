/**
 * The statement, step by step: the question (question-steps.ts), the answer that belongs to it (answer-steps.ts), what
 * was read, and the signatures (signer-steps.ts).
 *
 * @module
 */
import { statementBytesOf } from '../bundle/part-bytes.js';
import { parseStatement } from '../fabric-proof/statement.js';
import { MissingPart } from '../verdict/part-store.js';
import { answerRows, answerSteps } from './answer-steps.js';
import { type BundleContext, type Said, sourceOf } from './context.js';
import { countStep, definitionStep } from './policy-steps.js';
import { questionSteps } from './question-steps.js';
import { readsStep } from './reads-step.js';
import { creatorSteps, signerSteps } from './signer-steps.js';
import { statementMaterials } from './statement-materials.js';
import { type StepDraft, cutStep } from './step-drafts.js';
import { text } from './text.js';

/** @param said Filled on the way. */
export async function* statementDrafts(
  context: BundleContext,
  said: Partial<Said>,
): AsyncGenerator<StepDraft> {
  const part = context.parts.statement;
  if (!part || part instanceof MissingPart) return;
  const bytes = statementBytesOf(part);
  const materials = statementMaterials(context, bytes);
  const { signedProposal, responsePayload, endorsements } = materials;
  yield cutStep(
    text('The statement, as it stands in the file', '证明（取自文件）'),
    sourceOf(context, 'statement').material,
    [
      signedProposal,
      responsePayload,
      ...endorsements.flatMap(({ endorser, signature }) => [endorser, signature]),
    ],
  );
  const question = yield* questionSteps(context, signedProposal);
  const answer = yield* answerSteps(context, responsePayload, question);
  const statement = parseStatement(bytes, context.sha256.hash);
  yield answerRows(context, answer, statement, question, said);
  yield readsStep(context, answer.results, statement);
  yield* creatorSteps(context, question);
  yield* signerSteps(context, {
    payload: responsePayload,
    endorsements,
    slug: 'signer',
    codes: {
      malformed: ['ENDORSER_MALFORMED'],
      signature: ['ENDORSEMENT_SIGNATURE_INVALID'],
      chain: ['ENDORSER_NOT_TRUSTED'],
      role: ['ENDORSER_NOT_PEER'],
    },
  });
  if (!context.trust) return;
  yield definitionStep(context, statement);
  yield countStep(context);
}
