/** A transaction that anchors a batch, from the proposal to the envelope in the block. Every message can be bent. */
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import {
  type Finish,
  type ProposalMessage,
  type ProposalParts,
  buildProposal,
  serializedIdentity,
} from '../proposal-kit.js';
import { namespaceSet, readSet, type Read } from '../proof-kit.js';
import { type Identity, signLowS } from '../test-authority.js';

export type TransactionMessage =
  | Exclude<ProposalMessage, 'SignedProposal' | 'Proposal' | 'Header'>
  | 'ProposalResponsePayload'
  | 'ChaincodeAction'
  | 'TxReadWriteSet'
  | 'Writes'
  | 'ChaincodeActionPayload'
  | 'Transaction'
  | 'Payload'
  | 'Envelope'
  | 'Endorser';

export interface Write {
  readonly key: string;
  /** Undefined: a deletion. */
  readonly value?: Uint8Array;
}

export interface TransactionOptions {
  readonly client: Identity;
  readonly endorsers: readonly Identity[];
  readonly channel: string;
  readonly chaincode: string;
  readonly args: readonly Uint8Array[];
  readonly nonce: Uint8Array;
  /** RFC 3339, the client's claim. */
  readonly time: string;
  readonly reads: readonly Read[];
  readonly lifecycle: readonly Read[];
  readonly writes: readonly Write[];
  readonly status: number;
  readonly finish: Finish<TransactionMessage>;
  /** Changes the slices that go into header and action, after everything was signed by peers. */
  readonly header?: (parts: ProposalParts) => {
    readonly channelHeader?: Uint8Array;
    readonly signatureHeader?: Uint8Array;
    readonly actionHeader?: Uint8Array;
    readonly payload?: Uint8Array;
  };
  /** Changes one endorsement. */
  readonly endorsement?: (signature: Buffer, at: number) => Uint8Array;
  /** Changes the client's signature. */
  readonly signature?: (signature: Buffer) => Uint8Array;
}

/** common.Envelope. */
export function buildTransaction(options: TransactionOptions): Uint8Array {
  const { client, finish } = options;
  const proposal = buildProposal({
    ...options,
    finish: (name, message) =>
      name === 'SignedProposal' || name === 'Proposal' || name === 'Header'
        ? message.serializeBinary()
        : finish(name, message),
  });
  const bent = options.header?.(proposal) ?? {};
  const signatureHeader = bent.signatureHeader ?? proposal.signatureHeader;
  const action = new peer.TransactionAction();
  action.setHeader(bent.actionHeader ?? signatureHeader);
  action.setPayload(actionPayload(options, proposal, bent.payload ?? proposal.payload));
  const transaction = new peer.Transaction();
  transaction.addActions(action);

  const header = new common.Header();
  header.setChannelHeader(bent.channelHeader ?? proposal.channelHeader);
  header.setSignatureHeader(signatureHeader);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(finish('Transaction', transaction));
  const payloadBytes = finish('Payload', payload);
  const signature = signLowS(client.privateKey, payloadBytes);
  const envelope = new common.Envelope();
  envelope.setPayload(payloadBytes);
  envelope.setSignature(options.signature?.(signature) ?? signature);
  return finish('Envelope', envelope);
}

function actionPayload(
  options: TransactionOptions,
  { hash }: ProposalParts,
  visible: Uint8Array,
): Uint8Array {
  const { finish } = options;
  const result = resultOf(options, hash);
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(result);
  for (const [at, signer] of options.endorsers.entries()) {
    const identity = finish('Endorser', serializedIdentity(signer));
    const signature = signLowS(signer.privateKey, Buffer.concat([result, identity]));
    const entry = new peer.Endorsement();
    entry.setEndorser(identity);
    entry.setSignature(options.endorsement?.(signature, at) ?? signature);
    endorsed.addEndorsements(entry);
  }
  const payload = new peer.ChaincodeActionPayload();
  payload.setChaincodeProposalPayload(visible);
  payload.setAction(endorsed);
  return finish('ChaincodeActionPayload', payload);
}

/** protos.ProposalResponsePayload. */
function resultOf(
  { chaincode, status, finish, ...options }: TransactionOptions,
  hash: Uint8Array,
): Uint8Array {
  const own = readSet(options.reads);
  const sorted = [...options.writes].sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
  for (const { key, value } of sorted) {
    const write = new ledger.rwset.kvrwset.KVWrite();
    write.setKey(key);
    if (value) write.setValue(value);
    else write.setIsDelete(true);
    own.addWrites(write);
  }
  const set = new ledger.rwset.TxReadWriteSet();
  set.addNsRwset(namespaceSet('_lifecycle', readSet(options.lifecycle).serializeBinary()));
  set.addNsRwset(namespaceSet(chaincode, finish('Writes', own)));

  const response = new peer.Response();
  response.setStatus(status);
  const id = new peer.ChaincodeID();
  id.setName(chaincode);
  id.setVersion('1');
  const action = new peer.ChaincodeAction();
  action.setResults(finish('TxReadWriteSet', set));
  action.setResponse(response);
  action.setChaincodeId(id);
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(hash);
  payload.setExtension$(finish('ChaincodeAction', action));
  return finish('ProposalResponsePayload', payload);
}
