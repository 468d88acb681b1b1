/** The question of a statement: a signed proposal taken apart, its transaction id, and the call that it asks for. */
import { utf8Encode } from '../encoding/utf8.js';
import {
  CHAINCODE_INVOCATION_SPEC,
  CHAINCODE_PROPOSAL_PAYLOAD,
  CHANNEL_HEADER,
  HEADER,
  PROPOSAL,
  SIGNATURE_HEADER,
  SIGNED_PROPOSAL,
} from '../fabric-proof/messages.js';
import { readMessage } from '../protobuf/message.js';
import type { BundleContext } from './context.js';
import type { Material } from './materials.js';
import { type StepDraft, cutStep, equalRow, hashStep, rowsStep } from './step-drafts.js';
import { text } from './text.js';

export interface QuestionMaterials {
  readonly proposal: Material;
  readonly clientSignature: Material;
  readonly channelHeader: Material;
  readonly signatureHeader: Material;
  readonly payload: Material;
  readonly creator: Material;
  readonly asked: Material;
}

export function* questionSteps(
  { book, sha256 }: BundleContext,
  signed: Material,
): Generator<StepDraft, QuestionMaterials> {
  const { proposalBytes, signature } = readMessage(SIGNED_PROPOSAL, signed.bytes);
  const proposal = book.cut(
    signed,
    'proposal.bin',
    text('Proposal: what the client signed', '请求正文（客户端签名的内容）'),
    proposalBytes,
  );
  const clientSignature = book.cut(
    signed,
    'client-signature.der',
    text('Signature of the client', '客户端签名'),
    signature,
  );
  const parts = readMessage(PROPOSAL, proposal.bytes);
  const header = book.cut(proposal, 'header.bin', text('Header of the proposal', '请求头'), parts.header);
  const payload = book.cut(
    proposal,
    'proposal-payload.bin',
    text('Payload of the proposal: the call', '请求载荷（所调用的函数）'),
    parts.payload,
  );
  const headers = readMessage(HEADER, header.bytes);
  const channelHeader = book.cut(
    header,
    'channel-header.bin',
    text('Channel header', '通道头'),
    headers.channelHeader,
  );
  const signatureHeader = book.cut(
    header,
    'signature-header.bin',
    text('Signature header', '签名头'),
    headers.signatureHeader,
  );
  const channel = readMessage(CHANNEL_HEADER, channelHeader.bytes);
  const sender = readMessage(SIGNATURE_HEADER, signatureHeader.bytes);
  const creator = book.cut(
    signatureHeader,
    'client.bin',
    text('Identity of the client', '客户端身份'),
    sender.creator,
  );
  const nonce = book.cut(
    signatureHeader,
    'nonce.bin',
    text('Nonce of the client', '客户端随机数'),
    sender.nonce,
  );
  yield cutStep(text('The question taken apart', '拆解请求'), signed, [
    proposal,
    clientSignature,
    header,
    payload,
    channelHeader,
    signatureHeader,
    creator,
    nonce,
  ]);
  const idTitle = text('Transaction id in the channel header', '通道头中的交易标识');
  const idBytes = utf8Encode(channel.txId);
  const id =
    book.find(channelHeader, 'transaction-id.txt', idTitle, idBytes) ??
    book.add('transaction-id.txt', idTitle, idBytes);
  yield hashStep({
    title: text('The transaction id is made of nonce and client', '交易标识由随机数与客户端身份得出'),
    names: ['nonce', 'client'],
    parts: [nonce, creator],
    suite: sha256,
    expected: { material: id, hexText: true },
    codes: ['STATEMENT_TX_ID_MISMATCH'],
  });
  const args = argumentsOf(payload);
  const names = ['function', 'series', 'batch', 'hashes'];
  const argumentMaterials = args.map((arg, at) => {
    const extension = at === 3 ? 'bin' : 'txt';
    const name = names[at] ?? `more-${at + 1}`;
    return book.cut(
      payload,
      `argument-${name}.${extension}`,
      text(`Argument ${at + 1} of the call`, `调用参数 ${at + 1}`),
      arg,
    );
  });
  const [called, , , asked] = argumentMaterials;
  yield rowsStep(
    text('The question is a call of attest', '请求为调用 attest'),
    'the form that every statement has',
    [
      equalRow(
        text('Type of the header (3 = endorser transaction)', '头类型（3 = 背书交易）'),
        String(channel.type),
        '3',
      ),
      equalRow(text('Function', '函数'), called ?? '', 'attest'),
      equalRow(text('Number of arguments', '参数个数'), String(args.length), '4'),
    ],
    ['STATEMENT_NOT_ATTEST'],
    argumentMaterials,
  );
  return {
    proposal,
    clientSignature,
    channelHeader,
    signatureHeader,
    payload,
    creator,
    asked: asked ?? payload,
  };
}

function argumentsOf(payload: Material): readonly Uint8Array[] {
  const { input } = readMessage(CHAINCODE_PROPOSAL_PAYLOAD, payload.bytes);
  return readMessage(CHAINCODE_INVOCATION_SPEC, input).chaincodeSpec?.input?.args ?? [];
}
