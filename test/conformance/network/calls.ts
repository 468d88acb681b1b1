/** Calls of the bare services, and what a client sees of their answers. */
import type { ServiceError } from '@grpc/grpc-js';
import type { peer } from '@hyperledger/fabric-protos';
import { common, gateway } from '@hyperledger/fabric-protos';
import type { OrganizationKey } from '../../../test-network/dist/description.js';
import type { Observation } from './case.js';
import { CODE_NAMES } from './names.js';
import { isProcessedAlready } from './plain.js';
import { propose, type Argument, type ProposalDraft } from './proposals.js';
import { bodyOf } from './shown.js';
import { RANGES } from './start.js';
import type { Subject } from './subject.js';

/** A bound, not a measure: many test networks may share the machine. */
const DEADLINE_MS = 60_000;
/** The authority of the test chaincode and one more. */
export const BOTH = ['TaxMSP', 'AffairsMSP'];
export const ALL = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];

type Callback<T> = (error: ServiceError | null, answer?: T) => void;

/** One unary call; rejects with the gRPC error. */
export function call<T>(send: (options: { deadline: number }, done: Callback<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    send({ deadline: Date.now() + DEADLINE_MS }, (error, answer) => {
      if (answer === undefined) reject(error ?? new Error('no answer'));
      else resolve(answer);
    });
  });
}

export function evaluate(
  { tax }: Subject,
  signed: peer.SignedProposal | undefined,
  targets: readonly string[] = [],
): Promise<gateway.EvaluateResponse> {
  const request = new gateway.EvaluateRequest();
  request.setProposedTransaction(signed);
  request.setTargetOrganizationsList([...targets]);
  return call((options, done) => tax.bare.gateway.evaluate(request, options, done));
}

/** @param organizations None: the gateway finds out itself. */
export function endorse(
  { tax }: Subject,
  signed: peer.SignedProposal | undefined,
  organizations: readonly string[] = BOTH,
): Promise<gateway.EndorseResponse> {
  const request = new gateway.EndorseRequest();
  request.setProposedTransaction(signed);
  request.setEndorsingOrganizationsList([...organizations]);
  return call((options, done) => tax.bare.gateway.endorse(request, options, done));
}

/** Asks one peer, past the gateway. */
export function processProposal(
  { admins }: Subject,
  signed: peer.SignedProposal,
  key: OrganizationKey = 'tax',
): Promise<peer.ProposalResponse> {
  const client = Object.entries(admins).find(([name]) => name === key)?.[1];
  if (!client) throw new Error(`there is no peer of ${key}`);
  return call((options, done) => client.bare.endorser.processProposal(signed, options, done));
}

export function submit(
  { tax, channel }: Subject,
  envelope: common.Envelope | undefined,
  requestChannel = channel,
): Promise<gateway.SubmitResponse> {
  const request = new gateway.SubmitRequest();
  request.setChannelId(requestChannel);
  request.setPreparedTransaction(envelope);
  return call((options, done) => tax.bare.gateway.submit(request, options, done));
}

/**
 * Sends an envelope for the first time. On a busy machine orderers agree on its block before the slowest of them saw it;
 * then the answer is UNAVAILABLE, and the envelope is in a block all the same.
 */
export async function order(subject: Subject, envelope: common.Envelope): Promise<void> {
  try {
    await submit(subject, envelope);
  } catch (error) {
    if (!isProcessedAlready(error)) throw error;
  }
}

/** Result of a read by the gateway's own choice of a peer. */
export async function ask(subject: Subject, ...args: readonly Argument[]): Promise<Observation> {
  return askOf(subject, { args });
}

export async function askOf(subject: Subject, draft: ProposalDraft): Promise<Observation> {
  const { signed } = propose(subject.channel, subject.tax.identity, draft);
  return subject.outcome(evaluate(subject, signed), (answer) => {
    const response = answer.getResult();
    return { status: response?.getStatus() ?? -1, ...bodyOf(subject, response) };
  });
}

/** Resolves when the peer has answered a question of now: whatever it was asked before has had its turn. */
export async function answered(subject: Subject): Promise<void> {
  await ask(subject, 'get', 'answered');
}

/** Signs what Endorse prepared. */
export function signedBy(
  envelope: common.Envelope | undefined,
  sign: (bytes: Uint8Array) => Uint8Array,
): common.Envelope {
  const signed = new common.Envelope();
  const payload = envelope?.getPayload_asU8() ?? new Uint8Array();
  signed.setPayload(payload);
  signed.setSignature(sign(payload));
  return signed;
}

/** An endorsed transaction, ready to be submitted. */
export async function endorsed(
  subject: Subject,
  draft: ProposalDraft,
  organizations: readonly string[] = BOTH,
): Promise<common.Envelope> {
  const { identity } = subject.tax;
  const { signed } = propose(subject.channel, identity, draft);
  const answer = await endorse(subject, signed, organizations);
  return signedBy(answer.getPreparedTransaction(), identity.sign);
}

/** What becomes of an envelope: not endorsed, refused by the gateway, or in a block with this code. */
export async function fateOf(
  subject: Subject,
  envelope: common.Envelope | Promise<common.Envelope>,
): Promise<Observation> {
  const placed = async (): Promise<number> => {
    const ready = await envelope;
    await order(subject, ready);
    return (await subject.chain.placeOf(ready)).code;
  };
  return subject.outcome(placed(), (code) => CODE_NAMES[code] ?? code);
}

/** Endorses and submits; resolves once every peer has it. @throws When it is not valid: the case builds on it. */
export async function commit(
  subject: Subject,
  args: readonly Argument[],
  {
    organizations = BOTH,
    chaincode = RANGES,
  }: { organizations?: readonly string[]; chaincode?: string } = {},
): Promise<number> {
  const envelope = await endorsed(subject, { args, chaincode }, organizations);
  await order(subject, envelope);
  const { block, code } = await subject.chain.placeOf(envelope);
  if (code !== 0)
    throw new Error(`${args.slice(0, 2).map(String).join(' ')} got ${CODE_NAMES[code] ?? code}`);
  return block;
}
