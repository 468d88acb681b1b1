/**
 * One organization's endorsing peer (fabric.md section 4.5): checks the proposal, runs the chaincode against the state
 * at one height, and signs what came of it with the organization's own key.
 */
import { peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../identities/identity.js';
import type { Channel } from '../channel.js';
import { delay } from '../faults.js';
import type { PolicyNeed } from '../simulation/policy-needs.js';
import { Simulator } from '../simulation/simulator.js';
import { SYSTEM_CHAINCODES, SYSTEM_VERSION } from '../system/definitions.js';
import type { SystemChaincode } from '../system/system-chaincode.js';
import type { ChaincodeInvoker } from './chaincode-invoker.js';
import { unpackProposal, type Proposal } from './proposal.js';
import { ProposalRefused, assertAcceptable, assertPassesFilters } from './proposal-check.js';

/** Below it a transaction is endorsed; from `SHIM_ERROR` on the payload goes back unsigned. */
const ERROR_THRESHOLD = 400;
const SHIM_ERROR = 500;

export type EndorserParts = {
  readonly mspId: string;
  /** `host:port` of the peer. */
  readonly address: string;
  readonly identity: SigningIdentity;
  readonly channel: Channel;
  readonly invoker: ChaincodeInvoker;
  readonly systemChaincodes: ReadonlyMap<string, SystemChaincode>;
};

/** An answer with what the gateway needs besides: the policies that the result falls under. */
export type Endorsed = { readonly response: peer.ProposalResponse; readonly needs: readonly PolicyNeed[] };

export class Endorser {
  readonly mspId: string;
  readonly address: string;
  readonly identity: SigningIdentity;
  readonly #channel: Channel;
  readonly #invoker: ChaincodeInvoker;
  readonly #system: ReadonlyMap<string, SystemChaincode>;

  constructor({ mspId, address, identity, channel, invoker, systemChaincodes }: EndorserParts) {
    this.mspId = mspId;
    this.address = address;
    this.identity = identity;
    this.#channel = channel;
    this.#invoker = invoker;
    this.#system = systemChaincodes;
  }

  /** Can this peer run the chaincode at all? System chaincodes are everywhere. */
  async has(chaincode: string): Promise<boolean> {
    return SYSTEM_CHAINCODES.has(chaincode) || this.#invoker.canInvoke(chaincode, this.#channel.ledger.state);
  }

  /**
   * @returns The peer's response: of status 500 without payload when the peer itself failed.
   * @throws {ProposalRefused} When the proposal itself is refused.
   */
  async processProposal(signed: peer.SignedProposal): Promise<Endorsed> {
    assertPassesFilters(signed, this.#channel);
    let proposal: Proposal;
    try {
      proposal = unpackProposal(signed);
    } catch (cause) {
      throw new ProposalRefused(textOf(cause));
    }
    if (proposal.channel !== '' && proposal.channel !== this.#channel.name) {
      return failure(`channel '${proposal.channel}' not found`);
    }
    // The height is chosen before anything waits: peers that are asked together answer for one height.
    const simulator = new Simulator(proposal.txId, this.#channel.ledger.snapshot());
    try {
      await assertAcceptable(proposal, this.#channel, this.mspId);
      await delay(this.#channel.faults.endorseDelayMs);
      return await this.#run(proposal, simulator);
    } catch (error) {
      if (error instanceof ProposalRefused) throw error;
      return failure(textOf(error));
    } finally {
      await simulator.close();
    }
  }

  async #run(proposal: Proposal, simulator: Simulator): Promise<Endorsed> {
    const { outcome, version } = await this.#execute(proposal, simulator);
    const { response } = outcome;
    const isRecorded = proposal.channel !== '' && !UNRECORDED.has(proposal.chaincode);
    const results = isRecorded ? simulator.results() : undefined;
    const needs = isRecorded ? await simulator.policyNeeds().catch(inSimulation) : [];
    const payload = responsePayload(proposal, outcome, results, version);
    const answer = new peer.ProposalResponse();
    answer.setResponse(response);
    const endorsed = { response: answer, needs };
    if (response.getStatus() >= SHIM_ERROR) answer.setPayload(payload);
    if (response.getStatus() >= ERROR_THRESHOLD || proposal.channel === '') return endorsed;

    const endorsement = new peer.Endorsement();
    endorsement.setEndorser(this.identity.serialized);
    endorsement.setSignature(this.identity.sign(Buffer.concat([payload, this.identity.serialized])));
    answer.setVersion(1);
    answer.setEndorsement(endorsement);
    answer.setPayload(payload);
    return endorsed;
  }

  async #execute(proposal: Proposal, simulator: Simulator): Promise<{ outcome: Outcome; version: string }> {
    const system = this.#system.get(proposal.chaincode);
    if (system) {
      const response = await system.invoke({ proposal, simulator, args: proposal.input.getArgsList_asU8() });
      return { outcome: { response, event: undefined }, version: SYSTEM_VERSION };
    }
    if (proposal.channel === '')
      throw new Error(`chaincode ${proposal.chaincode} cannot be called without a channel`);
    const version = await this.#invoker.versionOf(proposal, simulator);
    try {
      const message = await this.#invoker.invoke(proposal.chaincode, proposal.input, proposal, simulator);
      return { outcome: outcomeOf(message, proposal), version };
    } catch (cause) {
      throw new Error(
        `error in simulation: failed to execute transaction ${proposal.txId}: ${textOf(cause)}`,
        { cause },
      );
    }
  }
}

/** They have no simulator: their results stand for themselves. */
const UNRECORDED: ReadonlySet<string> = new Set(['qscc', 'cscc']);

type Outcome = { readonly response: peer.Response; readonly event: peer.ChaincodeEvent | undefined };

function outcomeOf(message: peer.ChaincodeMessage, { chaincode, txId }: Proposal): Outcome {
  if (message.getType() !== peer.ChaincodeMessage.Type.COMPLETED) {
    throw new Error(
      `transaction returned with failure: ${Buffer.from(message.getPayload_asU8()).toString()}`,
    );
  }
  const response = peer.Response.deserializeBinary(message.getPayload_asU8());
  const event = response.getStatus() < ERROR_THRESHOLD ? message.getChaincodeEvent() : undefined;
  event?.setChaincodeId(chaincode);
  event?.setTxId(txId);
  return { response, event };
}

function responsePayload(
  proposal: Proposal,
  { response, event }: Outcome,
  results: Uint8Array | undefined,
  version: string,
): Uint8Array {
  const chaincodeId = new peer.ChaincodeID();
  chaincodeId.setName(proposal.chaincode);
  chaincodeId.setVersion(version);
  const action = new peer.ChaincodeAction();
  if (results) action.setResults(results);
  if (event) action.setEvents(event.serializeBinary());
  action.setResponse(response);
  action.setChaincodeId(chaincodeId);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(proposal.hash);
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

function failure(message: string): Endorsed {
  const response = new peer.Response();
  response.setStatus(SHIM_ERROR);
  response.setMessage(message);
  const answer = new peer.ProposalResponse();
  answer.setResponse(response);
  return { response: answer, needs: [] };
}

function inSimulation(cause: unknown): never {
  throw new Error(`error in simulation: ${textOf(cause)}`, { cause });
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
