/**
 * Endorsement by named organizations: the authority and others. One that is down costs a try; endorsers
 * that differ get time for their peers to catch up, then each is asked alone, and one whose answer
 * differs over the same versions of state is reported and passed over.
 *
 * @module
 */
import type { Contract, Gateway, Proposal, Transaction } from '@hyperledger/fabric-gateway';

import { pause } from '../pipeline/bell.js';
import type { PipelineLog } from '../pipeline/log.js';
import { type Answer, dissentersAmong, payloadOf } from './dispute.js';
import type { Endorsers } from './endorsers.js';
import { addressedTo } from './envelope.js';
import { blamedIn, isDisagreement, refusalIn, translate } from './translate.js';

/** Peers commit a block within milliseconds of one another. */
const CATCH_UP_MS = 40;

export interface EndorsementContext {
  readonly contract: Pick<Contract, 'newProposal'>;
  readonly gateway: Pick<Gateway, 'newProposal'>;
  readonly endorsers: Endorsers;
  /** MSP ids of all that could endorse. */
  readonly organizations: readonly string[];
  readonly log: PipelineLog;
}

export interface EndorsementRequest {
  readonly name: string;
  readonly args: readonly (string | Uint8Array)[];
  /** How many organizations besides the authority. */
  readonly others: number;
  /** Not to be asked while enough remain. */
  readonly avoid: readonly string[];
}

export interface Endorsed {
  readonly proposal: Proposal;
  readonly transaction: Transaction;
  /** MSP ids that were asked, all of which endorsed. */
  readonly organizations: readonly string[];
}

export class Endorsement {
  readonly #context: EndorsementContext;

  constructor(context: EndorsementContext) {
    this.#context = context;
  }

  /**
   * Each try is a new proposal: none of the earlier ones was submitted.
   *
   * @throws {LedgerError} @throws {UnavailableError}
   */
  async ask({ name, args, others, avoid }: EndorsementRequest): Promise<Endorsed> {
    const { contract, endorsers } = this.#context;
    const passedOver = new Set(avoid);
    let disagreed = false;
    for (let left = endorsers.tries; ; left--) {
      const organizations = endorsers.choose(others, passedOver);
      const proposal = contract.newProposal(name, {
        arguments: [...args],
        endorsingOrganizations: organizations,
      });
      try {
        return { proposal, transaction: await proposal.endorse(), organizations };
      } catch (error) {
        const [authority, ...asked] = organizations;
        const blamed = asked.filter((mspId) => blamedIn(error).has(mspId) && mspId !== authority);
        const isLag = isDisagreement(error) && !disagreed;
        if (isLag) {
          disagreed = true;
          left += 1;
          await catchUp();
          continue;
        }
        // If only another one refuses, its peer may lag: it is not the first to be asked next time.
        if (blamed.length > 0) endorsers.rotate();
        const isHopeless = refusalIn(error) !== undefined || (blamed.length === 0 && !isDisagreement(error));
        if (isHopeless || left <= 1) throw translate(error);
        // Who is blamed for a difference came second; who is at fault shows only when all are heard.
        const liars = isDisagreement(error) ? await this.#dissenters(proposal) : [];
        for (const mspId of liars.length > 0 ? liars : blamed) passedOver.add(mspId);
      }
    }
  }

  /** Reports who differs over the same versions. @returns Their MSP ids. */
  async #dissenters(proposal: Proposal): Promise<string[]> {
    const { organizations, log } = this.#context;
    const answers = await Promise.all(organizations.map((mspId) => this.#answerOf(mspId, proposal)));
    const dissenters = dissentersAmong(answers.flat());
    if (dissenters.length > 0) log.error({ dissenters }, 'endorsers differ over the same versions of state');
    else log.warn({ answers: answers.flat().map(({ mspId }) => mspId) }, 'endorsers differ: their peers lag');
    return dissenters;
  }

  /** The same signed proposal, endorsed by one organization; nothing when it does not answer. */
  async #answerOf(mspId: string, proposal: Proposal): Promise<Answer[]> {
    try {
      const alone = this.#context.gateway.newProposal(addressedTo(proposal.getBytes(), mspId));
      return [{ mspId, payload: payloadOf((await alone.endorse()).getBytes()) }];
    } catch (error) {
      this.#context.log.warn({ err: error, mspId }, 'asked alone, it does not endorse');
      return [];
    }
  }
}

const catchUp = (): Promise<void> => pause(CATCH_UP_MS, new AbortController().signal);
