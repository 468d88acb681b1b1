/**
 * The transaction that wrote the record: what the client sent, which result peers signed, and that this result is the
 * attested record.
 *
 * @module
 */
import { utf8Encode } from '../encoding/utf8.js';
import { envelopeOf } from '../bundle/part-bytes.js';
import { batchKey } from '../fabric-proof/state-keys.js';
import { type Transaction, parseTransaction } from '../fabric-proof/transaction.js';
import { needOf } from '../verdict/judge-transaction.js';
import { isFormer } from '../x509/chain.js';
import { MissingPart } from '../verdict/part-store.js';
import { revocationListsOf } from './basis-steps.js';
import { type ChainQuestion, chainSteps, revocationStep } from './chain-steps.js';
import { type BundleContext, type Said, decoded, sourceOf } from './context.js';
import { type EnvelopeMaterials, envelopeSteps } from './envelope-steps.js';
import { identityOf, signerSteps } from './signer-steps.js';
import {
  type StepDraft,
  cutStep,
  definiteRows,
  equalRow,
  numberRow,
  rowsStep,
  sameStep,
  signatureStep,
} from './step-drafts.js';
import { text } from './text.js';

/** @param said Gets the envelope, for the block. */
export async function* transactionDrafts(
  context: BundleContext,
  said: Partial<Said>,
): AsyncGenerator<StepDraft> {
  const part = context.parts.transaction;
  if (!part || part instanceof MissingPart) return;
  const envelope = decoded(
    context,
    sourceOf(context, 'transaction'),
    'transaction-envelope.bin',
    text('Envelope of the transaction (common.Envelope)', '交易信封（common.Envelope）'),
    envelopeOf(part),
  );
  Object.assign(said, { envelope });
  const materials = yield* envelopeSteps(context, envelope);
  if (!materials) return;
  const transaction = parseTransaction(envelope.bytes, context.sha256.hash);
  yield* channelStep(context, transaction);
  const senderStands = yield* senderSteps(context, materials);
  if (!senderStands) return;
  yield* signerSteps(context, {
    payload: materials.result,
    endorsements: materials.endorsements,
    slug: 'endorser',
    codes: {
      malformed: ['TRANSACTION_ENDORSER_MALFORMED'],
      signature: ['TRANSACTION_ENDORSEMENT_INVALID'],
      chain: ['TRANSACTION_ENDORSER_NOT_TRUSTED'],
      role: ['TRANSACTION_ENDORSER_NOT_PEER'],
    },
  });
  yield* policySteps(context, transaction);
  yield* comparisonSteps(context, said, transaction, materials);
}

function* channelStep({ trust }: BundleContext, { call }: Transaction): Generator<StepDraft> {
  if (!trust) return;
  yield definiteRows(
    text('The transaction is of the channel of the profile', '交易属于信任配置所载通道'),
    'channel header compared with the profile',
    [equalRow(text('Channel', '通道'), call.channel, trust.profile.channel)],
    ['TRANSACTION_CHANNEL_MISMATCH'],
  );
}

/** @returns False when the sender's signature or certificate is no good. */
async function* senderSteps(
  context: BundleContext,
  { payload, signature, creator }: EnvelopeMaterials,
): AsyncGenerator<StepDraft, boolean> {
  const { crypto, trust, certificates } = context;
  const { mspId, leaf } = identityOf(context, creator, 'sender');
  yield cutStep(text(`The sender claims ${mspId}`, `发送者自称属于 ${mspId}`), creator, [
    leaf.pem,
    leaf.der,
    leaf.signedPart,
    leaf.signature,
    leaf.key,
  ]);
  const signed = await signatureStep(
    {
      title: text(`The sender, ${mspId}, signed the transaction`, `发送者（${mspId}）签署了交易`),
      names: ['key of the sender', 'payload'],
      key: leaf.key,
      message: [payload],
      signature,
      lowS: true,
      codes: ['TRANSACTION_SIGNATURE_INVALID'],
    },
    crypto,
  );
  yield signed;
  if (signed.result !== 'agrees') return false;
  if (!trust) return true;
  const organization = trust.organizations.find((one) => one.mspId === mspId);
  const rules = trust.profile.organizations.find((one) => one.mspId === mspId);
  if (!organization || !rules) return false;
  const question: ChainQuestion = {
    leaf,
    mspId,
    organization,
    certificates,
    crypto,
    codes: { chain: ['TRANSACTION_CREATOR_NOT_TRUSTED'], role: [], former: ['TRANSACTION_CREATOR_FORMER'] },
  };
  if (!(yield* chainSteps(question))) return isFormer(leaf.certificate, organization, crypto);
  const lists = revocationListsOf(context, rules).map(({ name }) => name);
  if (lists.length > 0)
    yield { ...(await revocationStep(question, lists)), codes: ['TRANSACTION_CREATOR_REVOKED'] };
  return true;
}

/** Policy of every definition: the authority and one other organization at least. */
function* policySteps({ trust, evidence }: BundleContext, { call }: Transaction): Generator<StepDraft> {
  const need = trust && needOf(trust, call.chaincode);
  const signers = 'envelope' in evidence.transaction ? evidence.transaction.signers : undefined;
  if (!need || !signers) return;
  const { organizations } = signers.endorsers;
  const authority = need.authority ?? '–';
  yield rowsStep(
    text(
      'Enough organizations endorsed the transaction, the authority among them',
      '交易获足够机构背书，且含有权机构',
    ),
    `organizations that endorsed and count: ${organizations.join(', ') || '–'}`,
    [
      numberRow(text('Distinct organizations', '不同机构数'), organizations.length, '≥', need.organizations),
      {
        what: text('Authority', '有权机构'),
        found: authority,
        relation: '∈',
        required: organizations.join(', ') || '–',
        agrees: organizations.includes(authority),
      },
    ],
    ['TRANSACTION_ENDORSERS_TOO_FEW', 'TRANSACTION_ENDORSERS_NOT_COUNTED'],
  );
}

function* comparisonSteps(
  { book, evidence }: BundleContext,
  { statement, record }: Partial<Said>,
  { call, writes }: Transaction,
  { id, result }: EnvelopeMaterials,
): Generator<StepDraft> {
  if (!statement || !record) return;
  const { question, answer } = statement;
  const signers = 'envelope' in evidence.transaction ? evidence.transaction.signers : undefined;
  yield definiteRows(
    text('Transaction and statement speak of the same', '交易与证明所指一致'),
    'transaction compared with statement',
    [
      equalRow(text('Channel', '通道'), call.channel, answer.channel),
      equalRow(text('Contract', '合约'), call.chaincode, answer.namespace),
      ...(signers ? [equalRow(text('Sender', '发送者'), signers.creator.mspId, answer.authority)] : []),
    ],
    ['TRANSACTION_CHANNEL_MISMATCH', 'TRANSACTION_CHAINCODE_MISMATCH', 'TRANSACTION_CREATOR_MISMATCH'],
  );
  const value = writes.get(answer.namespace)?.get(batchKey(question.series, question.batch));
  if (!value) return;
  const written = book.cut(
    result,
    'written-record.json',
    text('Record that the transaction writes', '交易写入的记录'),
    value,
  );
  yield sameStep(
    text('It writes exactly the attested record', '交易写入的正是证明所述记录'),
    'value of the batch key in the write set compared with the record of the statement',
    written,
    record,
    ['TRANSACTION_RECORD_MISMATCH'],
  );
  const title = text('Transaction id in the record', '记录中的交易标识');
  const named = utf8Encode(answer.record.txId);
  const recordId =
    book.find(record, 'record-transaction-id.txt', title, named, utf8Encode('"txId":"')) ??
    book.add('record-transaction-id.txt', title, named);
  yield sameStep(
    text('The record names this transaction', '记录载明本交易'),
    'transaction id of the record compared with that of the channel header',
    recordId,
    id,
    ['TRANSACTION_RECORD_ID_MISMATCH'],
  );
}
