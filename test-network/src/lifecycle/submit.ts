/**
 * One transaction, endorsed once and followed to its end. An answer UNAVAILABLE from Submit decides nothing: the orderers
 * may have agreed on the block before the slower of them saw the request ("request already processed"). So the ledger is
 * asked for its fate and, while there is none, the same bytes are sent again; never a second proposal.
 */
import { status } from '@grpc/grpc-js';
import { CommitError, GatewayError } from '@hyperledger/fabric-gateway';
import type { Commit, Gateway, ProposalOptions, Status, Transaction } from '@hyperledger/fabric-gateway';
import { gateway as protocol } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../identities/identity.js';

export type Submitting = {
  readonly gateway: Gateway;
  readonly identity: SigningIdentity;
  readonly channel: string;
  readonly contract: string;
};

const PATIENCE_MS = 60_000;
/** Until the same bytes are sent again. */
const UNCLEAR_MS = 5_000;
const UNCLEAR: ReadonlySet<number> = new Set([
  status.UNAVAILABLE,
  status.DEADLINE_EXCEEDED,
  status.CANCELLED,
]);
/** What an orderer says to an envelope that it will never take. */
const REFUSAL = /status=(BAD_REQUEST|FORBIDDEN|REQUEST_ENTITY_TOO_LARGE)/;

/**
 * @returns The function's result, once the transaction is VALID on the ledger.
 * @throws {GatewayError} When it is not endorsed, is refused by the orderers, or its fate stays unknown.
 * @throws {CommitError} With the code of a transaction that is not valid.
 */
export async function submit(
  submitting: Submitting,
  name: string,
  options: ProposalOptions,
): Promise<Uint8Array> {
  const { gateway, channel, contract } = submitting;
  const proposal = gateway.getNetwork(channel).getContract(contract).newProposal(name, options);
  const transaction = await proposal.endorse();
  const { code, transactionId, successful } = await fateOf(submitting, transaction);
  if (!successful)
    throw new CommitError({ code, transactionId, message: `${contract}.${name} got the code ${code}` });
  return transaction.getResult();
}

async function fateOf(submitting: Submitting, transaction: Transaction): Promise<Status> {
  const commit = commitOf(submitting, transaction);
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const unclear = await send(transaction);
    try {
      return await commit.getStatus({
        deadline: unclear ? Math.min(deadline, Date.now() + UNCLEAR_MS) : deadline,
      });
    } catch (error) {
      if (!isUnclear(error) || Date.now() >= deadline) throw unclear ?? error;
    }
  }
}

/** @returns Why it is not known whether the orderers took it; `undefined` when they did. */
async function send(transaction: Transaction): Promise<GatewayError | undefined> {
  try {
    await transaction.submit();
    return undefined;
  } catch (error) {
    if (!isUnclear(error)) throw error;
    return error;
  }
}

function isUnclear(error: unknown): error is GatewayError {
  if (!(error instanceof GatewayError) || !UNCLEAR.has(error.code)) return false;
  return error.details.length === 0 || !error.details.every(({ message }) => REFUSAL.test(message));
}

/** The question for a transaction's fate, which the SDK else makes only after a clear answer. */
function commitOf({ gateway, identity, channel }: Submitting, transaction: Transaction): Commit {
  const request = new protocol.CommitStatusRequest();
  request.setChannelId(channel);
  request.setTransactionId(transaction.getTransactionId());
  request.setIdentity(identity.serialized);
  const signed = new protocol.SignedCommitStatusRequest();
  signed.setRequest(request.serializeBinary());
  return gateway.newCommit(signed.serializeBinary());
}
