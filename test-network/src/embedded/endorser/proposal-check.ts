/**
 * What a peer checks before it runs anything, in Fabric's order (`core/handlers/auth/filter`, `core/endorser`). The two
 * filters come first and answer without a response; clients see another code for them.
 */
import { common, type peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import { unsatisfied, WRITERS } from '../system/access.js';
import { IdentityError, expiryOf, verifySignature, type Identity } from '../msp/membership.js';
import { transactionIdOf } from '../wire/transaction-id.js';
import { SYSTEM_CHAINCODES } from '../system/definitions.js';
import {
  parseChannelHeader,
  parseHeader,
  parseProposal,
  parseSignatureHeader,
  type Proposal,
} from './proposal.js';

/** A refusal of the proposal itself; its text is what Fabric's clients see. */
export class ProposalRefused extends Error {
  override readonly name = 'ProposalRefused';

  /** @param byFilter The peer gave no response at all. */
  constructor(
    message: string,
    readonly byFilter = false,
  ) {
    super(message);
  }
}

export const TIME_WINDOW_MS = 15 * 60_000;

/** @throws {ProposalRefused} When the creator's certificate has expired or the timestamp is too far off. */
export function assertPassesFilters(signed: peer.SignedProposal, { now }: Channel): void {
  const proposal = parsed('proposal', () => parseProposal(signed));
  const header = parsed('header', () => parseHeader(proposal));
  const signatureHeader = parsed('signature header', () => parseSignatureHeader(header));
  const expiry = expiryOf(signatureHeader.getCreator_asU8());
  if (expiry && expiry.getTime() < now().getTime())
    throw new ProposalRefused('proposal client identity expired', true);
  const timestamp = timeOf(parsed('channel header', () => parseChannelHeader(header)));
  // Not `>`: a time beyond what a Date holds compares with nothing.
  if (!(Math.abs(timestamp.getTime() - now().getTime()) <= TIME_WINDOW_MS)) {
    throw new ProposalRefused(
      `request unauthorized due to incorrect timestamp ${inSeconds(timestamp)}, peer time ${inSeconds(now())}, peer.authentication.timewindow 15m0s`,
      true,
    );
  }
}

function parsed<T>(what: string, parse: () => T): T {
  try {
    return parse();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new ProposalRefused(`failed parsing ${what}: ${reason}`, true);
  }
}

/** RFC 3339 in whole seconds, as Go prints it; a Date ends earlier than Go's years. */
function inSeconds(time: Date): string {
  if (Number.isNaN(time.getTime())) return 'out of range';
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

/**
 * @param mspId Of the peer: without a channel it knows its own organization only.
 * @throws {ProposalRefused} Unless a member sent a well-formed proposal with a new transaction id, and may write.
 */
export async function assertAcceptable(
  proposal: Proposal,
  channel: Channel,
  mspId: string,
): Promise<Identity> {
  const refused = (reason: string): ProposalRefused =>
    new ProposalRefused(`error validating proposal: ${reason}`);
  assertWellFormed(proposal, refused);
  const signature = proposal.signed.getSignature_asU8();
  if (signature.length === 0) throw refused('empty signature bytes');

  const { memberships } = channel.config;
  const creator = identityOrUndefined(() => memberships.identityOf(proposal.creator));
  if (!creator || (proposal.channel === '' && creator.mspId !== mspId))
    throw refused(`access denied: channel [${proposal.channel}] creator org unknown, creator is malformed`);
  const isAuthentic =
    memberships.isValid(creator) &&
    verifySignature(creator, proposal.signed.getProposalBytes_asU8(), signature);
  if (!isAuthentic)
    throw refused(`access denied: channel [${proposal.channel}] creator org [${creator.mspId}]`);

  if (proposal.channel === '') return creator;
  const { txId } = proposal;
  if (await channel.ledger.transaction(txId)) {
    const hex = Buffer.from(proposal.creator).toString('hex');
    throw new ProposalRefused(`duplicate transaction found [${txId}]. Creator [${hex}]`);
  }
  if (!SYSTEM_CHAINCODES.has(proposal.chaincode) && !channel.config.satisfies(WRITERS, [creator])) {
    throw new ProposalRefused(unsatisfied(WRITERS));
  }
  return creator;
}

/** Headers as a transaction will carry them. */
function assertWellFormed(proposal: Proposal, refused: (reason: string) => ProposalRefused): void {
  const { channelHeader, signatureHeader, txId } = proposal;
  const { ENDORSER_TRANSACTION, CONFIG } = common.HeaderType;
  const type = channelHeader.getType();
  if (type !== ENDORSER_TRANSACTION && type !== CONFIG)
    throw refused(`invalid header type ${headerTypeName(type)}`);
  if (channelHeader.getEpoch() !== 0) throw refused('epoch is non-zero');
  if (signatureHeader.getNonce_asU8().length === 0) throw refused('nonce is empty');
  if (proposal.creator.length === 0) throw refused('creator is empty');
  const expected = transactionIdOf(signatureHeader.getNonce_asU8(), proposal.creator);
  if (txId !== expected) throw refused(`incorrectly computed txid '${txId}' -- expected '${expected}'`);
}

function headerTypeName(type: number): string {
  return Object.entries(common.HeaderType).find(([, value]) => value === type)?.[0] ?? String(type);
}

export function timeOf(header: common.ChannelHeader): Date {
  const timestamp = header.getTimestamp();
  return new Date(
    (timestamp?.getSeconds() ?? 0) * 1000 + Math.floor((timestamp?.getNanos() ?? 0) / 1_000_000),
  );
}

function identityOrUndefined(read: () => Identity): Identity | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof IdentityError) return undefined;
    throw error;
  }
}
