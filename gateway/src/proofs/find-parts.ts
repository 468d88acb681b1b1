/**
 * Which statement and which peer's block prove a document: each is offered to the offline verifier until it passes, so
 * that one organization which lags, lies or keeps too few signatures costs a try and nothing else.
 *
 * @module
 */
import type {
  BundleParts,
  BundleStatement,
  BundleTimestamp,
  Finding,
  FindingCode,
  Verdict,
} from '@chopmark/core/verify';

import { UnavailableError } from '../errors.js';
import type { SignedStatement } from '../ledger/ledger.js';
import type { PipelineLog } from '../pipeline/log.js';
import { base64 } from './base64.js';
import type { BlockEvidence, EvidenceSource, TransactionPlace } from './block-evidence.js';
import { EvidenceError, type EvidenceFault } from './evidence-error.js';

/** A bundle of ours that our own verifier would not call valid: never handed out. */
export class UnprovenError extends Error {
  override readonly name = 'UnprovenError';
}

export interface Judged {
  /** The bundle with these parts, as it would be handed out. */
  readonly text: string;
  readonly verdict: Verdict;
}

/** A document's bundle that still lacks its parts. */
export interface Draft {
  readonly id: string;
  readonly judge: (parts: BundleParts) => Promise<Judged>;
}

/** Where statements come from: first the one at hand, then one by other organizations. */
export interface StatementOffers {
  readonly first: () => Promise<SignedStatement>;
  /** @param avoid MSP ids of those that signed the first. */
  readonly another: (avoid: readonly string[]) => Promise<SignedStatement>;
}

export interface FinderContext {
  readonly evidence: EvidenceSource;
  /** MSP ids in the order in which their peers are asked for a block: the own one first. */
  readonly organizations: readonly string[];
  /** Tokens that are at hand; none is waited for. */
  readonly timestamps: (place: TransactionPlace, batchId: number) => Promise<readonly BundleTimestamp[]>;
  readonly log: PipelineLog;
}

export interface Proven<Parts> {
  readonly parts: Parts;
  /** What was judged with them. */
  readonly text: string;
}

type FullParts = BundleParts & BlockEvidence;

export class PartsFinder {
  readonly #context: FinderContext;

  constructor(context: FinderContext) {
    this.#context = context;
  }

  /** @throws {LedgerError} @throws {UnavailableError} @throws {UnprovenError} */
  async statement(
    draft: Draft,
    offers: StatementOffers,
  ): Promise<Proven<{ readonly statement: BundleStatement }>> {
    const { log } = this.#context;
    const { id } = draft;
    const first = { statement: statementOf(await offers.first()) };
    const { text, verdict } = await draft.judge(first);
    if (verdict.verdict === 'valid') return { parts: first, text };
    log.warn({ id, codes: failedCodes(verdict) }, 'statement of no use; asking other organizations');
    const second = { statement: statementOf(await offers.another(verdict.signers)) };
    const again = await draft.judge(second);
    if (again.verdict.verdict === 'valid') return { parts: second, text: again.text };
    throw this.#unproven(draft, again.verdict);
  }

  /**
   * Everything else that a full bundle holds.
   *
   * @throws {EvidenceError} When no peer gives what proves it. @throws {UnprovenError} When what they give contradicts it.
   */
  async evidence(
    draft: Draft,
    statement: BundleStatement,
    place: TransactionPlace & { readonly batchId: number },
  ): Promise<Proven<FullParts>> {
    const timestamps = await this.#context.timestamps(place, place.batchId);
    const faults: (EvidenceError | UnprovenError)[] = [];
    let second: Proven<FullParts> | undefined;
    for (const mspId of this.#context.organizations) {
      const found = await this.#ask(place, mspId);
      if (found instanceof EvidenceError) {
        faults.push(found);
        continue;
      }
      const { parts, text, verdict } = await this.#judged(draft, { statement, ...found }, timestamps);
      if (isFull(verdict, PASSES)) return { parts, text };
      if (isFull(verdict)) second ??= { parts, text };
      else faults.push(this.#faultOf(draft, verdict, place, mspId));
    }
    if (second === undefined) throw worstOf(faults, place.block);
    return second;
  }

  /** A token that contradicts the bundle is left out: what was anchored is proven without it. */
  async #judged(
    draft: Draft,
    parts: FullParts,
    timestamps: readonly BundleTimestamp[],
  ): Promise<Proven<FullParts> & Judged> {
    const withTokens = async (tokens: readonly BundleTimestamp[]): Promise<Proven<FullParts> & Judged> => {
      const all = tokens.length > 0 ? { ...parts, timestamps: tokens } : parts;
      return { parts: all, ...(await draft.judge(all)) };
    };
    const judged = await withTokens(timestamps);
    const [fault] = judged.verdict.findings.filter(isTimeRefused);
    if (fault === undefined || timestamps.length === 0) return judged;
    const { id } = draft;
    this.#context.log.error({ id, code: fault.code, detail: fault.detail }, 'timestamp of no use; left out');
    const alone = await Promise.all(timestamps.map((token) => withTokens([token])));
    return withTokens(timestamps.filter((_, at) => !alone[at]?.verdict.findings.some(isTimeRefused)));
  }

  async #ask(place: TransactionPlace, mspId: string): Promise<BlockEvidence | EvidenceError> {
    const { evidence, log } = this.#context;
    try {
      return await evidence.of(place, mspId);
    } catch (error) {
      if (!(error instanceof EvidenceError || error instanceof UnavailableError)) throw error;
      log.warn({ err: error, mspId, block: place.block }, 'no evidence from this peer; asking another');
      return error instanceof EvidenceError
        ? error
        : new EvidenceError('BLOCK_NOT_AVAILABLE', place.block, { cause: error });
    }
  }

  #faultOf(
    draft: Draft,
    verdict: Verdict,
    { block }: TransactionPlace,
    mspId: string,
  ): EvidenceError | UnprovenError {
    const contradicted = verdict.findings.some(
      ({ outcome, code }) => outcome === 'fail' && !UNSIGNED.has(code),
    );
    if (contradicted) return this.#unproven(draft, verdict);
    const isTooLarge = verdict.findings.some(({ code }) => code === 'BUNDLE_TOO_LARGE');
    const code: EvidenceFault = isTooLarge ? 'FULL_BUNDLE_TOO_LARGE' : 'BLOCK_SIGNATURES_TOO_FEW';
    const { log } = this.#context;
    log.warn({ mspId, block, codes: failedCodes(verdict) }, 'this peer keeps too little of the block');
    return new EvidenceError(code, block);
  }

  #unproven({ id }: Draft, verdict: Verdict): UnprovenError {
    const codes = failedCodes(verdict);
    this.#context.log.error({ id, codes }, 'bundle would not verify');
    return new UnprovenError(`bundle of ${id} would not verify: ${codes.join(', ')}`);
  }
}

/** The peer keeps fewer signatures than a quorum: the block may be right, and this copy does not show it. */
const UNSIGNED: ReadonlySet<FindingCode> = new Set(['ORDERERS_TOO_FEW', 'CONFIGURATION_NOT_SIGNED']);

/** Whoever signed was revoked since: nobody can make it any better, and the verdict says so. */
const REVOKED: ReadonlySet<FindingCode> = new Set([
  'TRANSACTION_CREATOR_REVOKED',
  'TRANSACTION_CREATOR_FORMER',
  'TRANSACTION_ENDORSERS_NOT_COUNTED',
  'ORDERERS_REVOKED',
]);

const isTimeRefused = ({ question, outcome }: Finding): boolean => question === 'time' && outcome === 'fail';

type Passes = (finding: Finding) => boolean;
const PASSES: Passes = ({ outcome }) => outcome === 'pass';
const PASSES_OR_REVOKED: Passes = ({ outcome, code }) => outcome === 'pass' || REVOKED.has(code);

/** Valid, and the parts beyond the statement prove what they are for. */
export function isFull({ verdict, findings }: Verdict, passes = PASSES_OR_REVOKED): boolean {
  const isProven = (question: Finding['question']): boolean =>
    findings.some((one) => one.question === question && passes(one));
  return verdict === 'valid' && isProven('transaction') && isProven('ordering');
}

/** What helps the caller most: nothing else can help against the size, and a contradiction is an alarm. */
function worstOf(faults: readonly (EvidenceError | UnprovenError)[], block: number): Error {
  const withCode = (code: EvidenceFault): Error | undefined =>
    faults.find((fault) => fault instanceof EvidenceError && fault.code === code);
  return (
    withCode('FULL_BUNDLE_TOO_LARGE') ??
    faults.find((fault) => fault instanceof UnprovenError) ??
    withCode('BLOCK_SIGNATURES_TOO_FEW') ??
    withCode('BLOCK_NOT_AVAILABLE') ??
    new EvidenceError('BLOCK_NOT_AVAILABLE', block)
  );
}

function statementOf({ signedProposal, responsePayload, endorsements }: SignedStatement): BundleStatement {
  return {
    signedProposal: base64(signedProposal),
    responsePayload: base64(responsePayload),
    endorsements: endorsements.map(({ endorser, signature }) => ({
      endorser: base64(endorser),
      signature: base64(signature),
    })),
  };
}

export const failedCodes = ({ findings }: Verdict): string[] =>
  findings.filter(({ outcome }) => outcome === 'fail' || outcome === 'unknown').map(({ code }) => code);
