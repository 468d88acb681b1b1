/**
 * Is an envelope a well-formed transaction of a member? (`core/common/validation/msgvalidation.go`) First failure counts;
 * endorsements are not looked at here.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import { tryParse } from '../blocks/block.js';
import { IdentityError, verifySignature } from '../msp/membership.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import { sameBytes, sha256 } from '../wire/bytes.js';
import { transactionIdOf } from '../wire/transaction-id.js';
import { CODE, type Code } from './codes.js';

const { HeaderType } = common;
const KNOWN_TYPES: readonly number[] = [
  HeaderType.ENDORSER_TRANSACTION,
  HeaderType.CONFIG_UPDATE,
  HeaderType.CONFIG,
];

export type FormVerdict = { readonly code: Code; readonly header?: common.ChannelHeader };

export function checkForm(envelopeBytes: Uint8Array, config: ChannelConfig): FormVerdict {
  const envelope = tryParse(() => common.Envelope.deserializeBinary(envelopeBytes));
  if (!envelope) return { code: CODE.INVALID_OTHER_REASON };
  const payload = tryParse(() => common.Payload.deserializeBinary(envelope.getPayload_asU8()));
  if (!payload) return { code: CODE.BAD_PAYLOAD };
  const headers = parseHeaders(payload.getHeader());
  if (!headers) return { code: CODE.BAD_COMMON_HEADER };
  const { channelHeader, signatureHeader } = headers;
  if (!isSignedByMember(envelope, channelHeader, signatureHeader, config))
    return { code: CODE.BAD_CREATOR_SIGNATURE };

  switch (channelHeader.getType()) {
    case HeaderType.ENDORSER_TRANSACTION: {
      const expected = transactionIdOf(signatureHeader.getNonce_asU8(), signatureHeader.getCreator_asU8());
      if (channelHeader.getTxId() !== expected) return { code: CODE.BAD_PROPOSAL_TXID };
      const bound = tryParse(() => isBoundToProposal(payload)) ?? false;
      return { code: bound ? CODE.VALID : CODE.INVALID_ENDORSER_TRANSACTION, header: channelHeader };
    }
    case HeaderType.CONFIG:
      // Only the genesis block holds one: configuration updates are not implemented.
      return { code: CODE.INVALID_CONFIG_TRANSACTION };
    default:
      return { code: CODE.UNSUPPORTED_TX_PAYLOAD };
  }
}

function parseHeaders(
  header: common.Header | undefined,
): { channelHeader: common.ChannelHeader; signatureHeader: common.SignatureHeader } | undefined {
  if (!header) return undefined;
  const channelHeader = tryParse(() =>
    common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
  );
  const signatureHeader = tryParse(() =>
    common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
  );
  if (!channelHeader || !signatureHeader) return undefined;
  const known = KNOWN_TYPES.includes(channelHeader.getType()) && channelHeader.getEpoch() === 0;
  return known && isComplete(signatureHeader) ? { channelHeader, signatureHeader } : undefined;
}

function isComplete(header: common.SignatureHeader): boolean {
  return header.getNonce_asU8().length > 0 && header.getCreator_asU8().length > 0;
}

function isSignedByMember(
  envelope: common.Envelope,
  channelHeader: common.ChannelHeader,
  signatureHeader: common.SignatureHeader,
  config: ChannelConfig,
): boolean {
  if (channelHeader.getChannelId() !== config.channel) return false;
  try {
    const creator = config.memberships.identityOf(signatureHeader.getCreator_asU8());
    config.memberships.assertValid(creator);
    return verifySignature(creator, envelope.getPayload_asU8(), envelope.getSignature_asU8());
  } catch (error) {
    if (error instanceof IdentityError) return false;
    throw error;
  }
}

/** Exactly one action, whose response names the hash of exactly this proposal. */
function isBoundToProposal(payload: common.Payload): boolean {
  const actions = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const [action] = actions;
  if (actions.length !== 1 || !action) return false;
  if (!isComplete(common.SignatureHeader.deserializeBinary(action.getHeader_asU8()))) return false;
  const actionPayload = peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8());
  const response = peer.ProposalResponsePayload.deserializeBinary(
    actionPayload.getAction()?.getProposalResponsePayload_asU8() ?? new Uint8Array(),
  );
  if (actionPayload.getChaincodeProposalPayload_asU8().length === 0) return false;
  const expected = sha256(
    payload.getHeader()?.getChannelHeader_asU8() ?? new Uint8Array(),
    action.getHeader_asU8(),
    actionPayload.getChaincodeProposalPayload_asU8(),
  );
  return sameBytes(response.getProposalHash_asU8(), expected);
}
