/** Endorse: collects endorsements with equal payloads and puts the transaction together (`internal/pkg/gateway/endorse.go`). */
import { status } from '@grpc/grpc-js';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import { withoutTransient } from '../endorser/proposal.js';
import type { Endorser } from '../endorser/endorser.js';
import { LIFECYCLE, SYSTEM_CHAINCODES } from '../system/definitions.js';
import { sameBytes } from '../wire/bytes.js';
import { askPeer, type PeerAnswer } from './peer-answer.js';
import { withoutPeers, type Peers } from './peers.js';
import { parseProposalRequest, type ProposalRequest } from './proposal-request.js';
import { RpcError, type NodeDetail } from './rpc-error.js';

const NOT_ENOUGH = 'failed to collect enough transaction endorsements, see attached details for more info';

/** @throws {RpcError} */
export async function endorse(
  request: gateway.EndorseRequest,
  peers: Peers,
  channel: Channel,
): Promise<gateway.EndorseResponse> {
  const proposal = parseProposalRequest(
    request.getProposedTransaction(),
    'the proposed transaction must contain a signed proposal',
  );
  const organizations = request.getEndorsingOrganizationsList();
  // No peer belongs to a channel that is not there, nor has it any chaincode.
  if (proposal.channel !== channel.name)
    throw organizations.length > 0 ? withoutPeers(organizations) : withoutMetadata(proposal);
  const collected =
    organizations.length > 0
      ? await byNames(organizations, proposal, peers)
      : await byPolicy(proposal, peers);
  const response = new gateway.EndorseResponse();
  response.setPreparedTransaction(preparedTransaction(proposal, collected));
  return response;
}

type Collected = { readonly payload: Uint8Array; readonly endorsements: readonly peer.Endorsement[] };

/** Gathers answers; the first payload is the measure of all others. */
class Collection {
  readonly details: NodeDetail[] = [];
  readonly #endorsements = new Map<string, peer.Endorsement>();
  #payload: Uint8Array | undefined;

  /** @returns False when the answer does not count, with the reason in `details`. */
  add(answer: PeerAnswer): boolean {
    const { address, mspId } = answer.endorser;
    if (!answer.ok) {
      this.details.push({ address, mspId, message: answer.message });
      return false;
    }
    const { response } = answer.endorsed;
    const payload = response.getPayload_asU8();
    this.#payload ??= payload;
    if (!sameBytes(this.#payload, payload)) {
      this.details.push({ address, mspId, message: 'ProposalResponsePayloads do not match' });
      return false;
    }
    const endorsement = response.getEndorsement();
    if (endorsement)
      this.#endorsements.set(Buffer.from(endorsement.getEndorser_asU8()).toString('base64'), endorsement);
    return true;
  }

  of(endorsers: readonly Endorser[]): Collected {
    const keys = endorsers.map(({ identity }) => Buffer.from(identity.serialized).toString('base64'));
    const endorsements = [...this.#endorsements]
      .filter(([key]) => keys.includes(key))
      .map(([, endorsement]) => endorsement);
    return { payload: this.#payload ?? new Uint8Array(), endorsements };
  }
}

/** One peer of each organization, all at once. Whether that satisfies the policy is the client's affair. */
async function byNames(
  mspIds: readonly string[],
  proposal: ProposalRequest,
  peers: Peers,
): Promise<Collected> {
  const endorsers = await peers.named(mspIds, proposal.chaincode);
  const collection = new Collection();
  const counted = await Promise.all(
    endorsers.map(async (endorser) =>
      collection.add(await askPeer(endorser, proposal.signed, peers.isLocal(endorser))),
    ),
  );
  if (counted.includes(false)) throw new RpcError(status.ABORTED, NOT_ENOUGH, collection.details);
  return collection.of(endorsers);
}

/** The own organization first; what it read and wrote says whose endorsements are needed besides. */
async function byPolicy(proposal: ProposalRequest, peers: Peers): Promise<Collected> {
  const [first] = await peers.having(proposal.chaincode);
  if (!first) {
    throw withoutMetadata(proposal);
  }
  const collection = new Collection();
  const answer = await askPeer(first, proposal.signed, peers.isLocal(first));
  if (!collection.add(answer) || !answer.ok) {
    throw new RpcError(
      status.ABORTED,
      'failed to endorse transaction, see attached details for more info',
      collection.details,
    );
  }
  const needs = answer.endorsed.needs.filter(({ namespace }) => !SYSTEM_CHAINCODES.has(namespace));
  // Without results there is nothing to follow but the chaincode's name; a system chaincode has no policy to name.
  if (needs.length === 0 && SYSTEM_CHAINCODES.has(proposal.chaincode) && proposal.chaincode !== LIFECYCLE)
    throw withoutMetadata(proposal);
  const named = { namespace: proposal.chaincode, chaincodePolicy: true, keyPolicies: [] };
  const layouts = await peers.layouts(needs.length > 0 ? needs : [named], first);
  const outcomes = new Map([[first, true]]);
  for (const layout of layouts) {
    if (layout.some((endorser) => outcomes.get(endorser) === false)) continue;
    const missing = layout.filter((endorser) => !outcomes.has(endorser));
    const answers = await Promise.all(
      missing.map((endorser) => askPeer(endorser, proposal.signed, peers.isLocal(endorser))),
    );
    for (const each of answers) outcomes.set(each.endorser, collection.add(each));
    if (layout.every((endorser) => outcomes.get(endorser) === true)) return collection.of(layout);
  }
  throw new RpcError(status.ABORTED, NOT_ENOUGH, collection.details);
}

function withoutMetadata({ chaincode, channel }: ProposalRequest): RpcError {
  return new RpcError(
    status.FAILED_PRECONDITION,
    `no combination of peers can be derived which satisfy the endorsement policy: No metadata was found for chaincode ${chaincode} in channel ${channel}`,
  );
}

function preparedTransaction(
  proposal: ProposalRequest,
  { payload, endorsements }: Collected,
): common.Envelope {
  const action = new peer.ChaincodeEndorsedAction();
  action.setProposalResponsePayload(payload);
  action.setEndorsementsList([...endorsements]);
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(withoutTransient(proposal.payload));
  actionPayload.setAction(action);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setHeader(proposal.header.getSignatureHeader_asU8());
  transactionAction.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([transactionAction]);
  const envelopePayload = new common.Payload();
  envelopePayload.setHeader(proposal.header);
  envelopePayload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(envelopePayload.serializeBinary());
  return envelope;
}
