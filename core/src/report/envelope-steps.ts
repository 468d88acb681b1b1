/** A transaction's envelope taken apart: its id, and the hash that ties the signed result to the call. */
import { utf8Encode } from '../encoding/utf8.js';
import { CHAINCODE_ACTION_PAYLOAD, ENVELOPE, PAYLOAD, TRANSACTION } from '../fabric-proof/block-messages.js';
import {
  CHAINCODE_ACTION,
  CHANNEL_HEADER,
  PROPOSAL_RESPONSE_PAYLOAD,
  SIGNATURE_HEADER,
} from '../fabric-proof/messages.js';
import { readMessage } from '../protobuf/message.js';
import type { BundleContext } from './context.js';
import type { Material } from './materials.js';
import type { EndorsementMaterials } from './statement-materials.js';
import { type StepDraft, cutStep, equalRow, hashStep, rowsStep, sameStep } from './step-drafts.js';
import { text } from './text.js';

export interface EnvelopeMaterials {
  /** What the sender signed. */
  readonly payload: Material;
  readonly signature: Material;
  readonly creator: Material;
  /** Transaction id, hexadecimal text. */
  readonly id: Material;
  /** protos.ProposalResponsePayload. */
  readonly result: Material;
  readonly endorsements: readonly EndorsementMaterials[];
}

/** @returns Undefined when it is no transaction of one action. */
export function* envelopeSteps(
  { book, sha256 }: BundleContext,
  envelope: Material,
): Generator<StepDraft, EnvelopeMaterials | undefined> {
  const parts = readMessage(ENVELOPE, envelope.bytes);
  const payload = book.cut(
    envelope,
    'transaction-payload.bin',
    text('Payload: what the sender signed', '载荷（发送者签名的内容）'),
    parts.payload,
  );
  const signature = book.cut(
    envelope,
    'transaction-signature.der',
    text('Signature of the sender', '发送者签名'),
    parts.signature,
  );
  const { header, data } = readMessage(PAYLOAD, payload.bytes);
  const [action] = readMessage(TRANSACTION, data).actions;
  if (!header || !action) return undefined;
  const cut = (slug: string, en: string, zh: string, part: Uint8Array): Material =>
    book.cut(payload, slug, text(en, zh), part);
  const channelHeader = cut(
    'transaction-channel-header.bin',
    'Channel header of the transaction',
    '交易的通道头',
    header.channelHeader,
  );
  const signatureHeader = cut(
    'transaction-signature-header.bin',
    'Signature header of the transaction',
    '交易的签名头',
    header.signatureHeader,
  );
  const actionHeader = cut('action-header.bin', 'Header of the action', '动作头', action.header);
  const endorsed = readMessage(CHAINCODE_ACTION_PAYLOAD, action.payload);
  const call = cut(
    'call.bin',
    'The call (protos.ChaincodeProposalPayload)',
    '所调用内容（protos.ChaincodeProposalPayload）',
    endorsed.proposalPayload,
  );
  const sender = readMessage(SIGNATURE_HEADER, signatureHeader.bytes);
  const creator = cut('sender.bin', 'Identity of the sender', '发送者身份', sender.creator);
  const nonce = cut('transaction-nonce.bin', 'Nonce of the transaction', '交易随机数', sender.nonce);
  const { action: outcome } = endorsed;
  if (!outcome) return undefined;
  const result = cut(
    'result.bin',
    'Result that peers signed (protos.ProposalResponsePayload)',
    '各节点签名的结果（protos.ProposalResponsePayload）',
    outcome.responsePayload,
  );
  const endorsements = outcome.endorsements.map((one, at): EndorsementMaterials => ({
    endorser: cut(
      `endorser-${at + 1}.bin`,
      `Identity of endorser ${at + 1}`,
      `背书者 ${at + 1} 的身份`,
      one.endorser,
    ),
    signature: cut(
      `endorser-${at + 1}-signature.der`,
      `Signature of endorser ${at + 1}`,
      `背书者 ${at + 1} 的签名`,
      one.signature,
    ),
  }));
  yield cutStep(text('The transaction taken apart', '拆解交易'), envelope, [
    envelope,
    payload,
    signature,
    channelHeader,
    signatureHeader,
    actionHeader,
    call,
    result,
    ...endorsements.flatMap((one) => [one.endorser, one.signature]),
  ]);
  yield sameStep(
    text('Action and transaction name the same sender', '动作与交易的发送者一致'),
    'header of the action compared with the signature header',
    actionHeader,
    signatureHeader,
    ['TRANSACTION_ACTION_MISMATCH'],
  );
  const idTitle = text('Transaction id in the channel header', '通道头中的交易标识');
  const idBytes = utf8Encode(readMessage(CHANNEL_HEADER, channelHeader.bytes).txId);
  const id =
    book.find(channelHeader, 'block-transaction-id.txt', idTitle, idBytes) ??
    book.add('block-transaction-id.txt', idTitle, idBytes);
  yield hashStep({
    title: text('The transaction id is made of nonce and sender', '交易标识由随机数与发送者身份得出'),
    names: ['nonce', 'sender'],
    parts: [nonce, creator],
    suite: sha256,
    expected: { material: id, hexText: true },
    codes: ['TRANSACTION_ID_MISMATCH'],
  });
  const signedResult = readMessage(PROPOSAL_RESPONSE_PAYLOAD, result.bytes);
  const resultHash = book.cut(
    result,
    'result-proposal-hash.bin',
    text('Proposal hash in the result', '结果中的请求哈希'),
    signedResult.proposalHash,
  );
  yield hashStep({
    title: text('The result belongs to this call', '结果对应本次调用'),
    names: ['channel header', 'signature header', 'call'],
    parts: [channelHeader, signatureHeader, call],
    suite: sha256,
    expected: { material: resultHash },
    codes: ['TRANSACTION_PROPOSAL_MISMATCH'],
  });
  const { response } = readMessage(CHAINCODE_ACTION, signedResult.extension);
  yield rowsStep(
    text('The contract accepted the call', '合约接受了调用'),
    'status of the result',
    [equalRow(text('Status', '状态'), String(response?.status ?? 0), '200')],
    ['TRANSACTION_REFUSED'],
  );
  return { payload, signature, creator, id, result, endorsements };
}
