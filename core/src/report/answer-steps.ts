/** The answer of a statement: tied to its question by the proposal hash, taken apart, and held against the question. */
import { canonicalBytes, quoteJson } from '../encoding/canonical-json.js';
import { toHex } from '../encoding/hex.js';
import { utf8Encode } from '../encoding/utf8.js';
import { CHAINCODE_ACTION, PROPOSAL_RESPONSE_PAYLOAD } from '../fabric-proof/messages.js';
import type { Statement } from '../fabric-proof/statement.js';
import { ATTEST_FORMAT, type Attestation } from '../ledger/attestation.js';
import { readMessage } from '../protobuf/message.js';
import type { AnswerParts, BundleContext, Said } from './context.js';
import type { Material, MaterialBook } from './materials.js';
import type { QuestionMaterials } from './question-steps.js';
import { type StepDraft, cutStep, equalRow, hashStep, rowsStep } from './step-drafts.js';
import { text } from './text.js';

export interface AnswerMaterials {
  readonly results: Material;
  readonly answer: Material;
}

export function* answerSteps(
  { book, sha256 }: BundleContext,
  response: Material,
  { channelHeader, signatureHeader, payload }: QuestionMaterials,
): Generator<StepDraft, AnswerMaterials> {
  const parts = readMessage(PROPOSAL_RESPONSE_PAYLOAD, response.bytes);
  const proposalHash = book.cut(
    response,
    'proposal-hash.bin',
    text('Proposal hash in the answer', '回答中的请求哈希'),
    parts.proposalHash,
  );
  yield cutStep(text('The hash that ties the answer to its question', '将回答与请求绑定的哈希'), response, [
    proposalHash,
  ]);
  yield hashStep({
    title: text('The answer belongs to this question', '回答对应本请求'),
    names: ['channel header', 'signature header', 'payload'],
    parts: [channelHeader, signatureHeader, payload],
    suite: sha256,
    expected: { material: proposalHash },
    codes: ['STATEMENT_PROPOSAL_MISMATCH'],
  });
  const action = readMessage(CHAINCODE_ACTION, parts.extension);
  const results = book.cut(
    response,
    'read-set.bin',
    text('What the peers read (rwset.TxReadWriteSet)', '节点读取的内容（rwset.TxReadWriteSet）'),
    action.results,
  );
  const answer = book.cut(
    response,
    'answer.json',
    text('What the contract answered', '合约的回答'),
    action.response?.payload ?? new Uint8Array(0),
  );
  yield cutStep(text('The answer taken apart', '拆解回答'), response, [results, answer]);
  yield rowsStep(
    text('The contract answered, and did nothing else', '合约已作答，且未执行其他操作'),
    'form of the answer',
    [
      equalRow(text('Events', '事件'), toHex(action.events), ''),
      equalRow(text('Status', '状态'), String(action.response?.status ?? 0), '200'),
    ],
    ['STATEMENT_HAS_EFFECTS', 'STATEMENT_NOT_ATTEST', 'STATEMENT_REFUSED'],
  );
  return { results, answer };
}

export function answerRows(
  { book }: BundleContext,
  { answer }: AnswerMaterials,
  statement: Statement,
  { asked }: QuestionMaterials,
  said: Partial<Said>,
): StepDraft {
  const { question, answer: meant } = statement;
  const recordTitle = text('Batch record in the answer', '回答中的批次记录');
  const recordBytes = canonicalBytes(meant.record);
  const record =
    book.find(answer, 'record.json', recordTitle, recordBytes) ??
    book.add('record.json', recordTitle, recordBytes);
  const parts = answerParts(book, answer, meant);
  Object.assign(said, { statement, asked, answer, record, parts });
  return rowsStep(
    text('The answer is about what was asked', '回答与所问一致'),
    'answer compared with question',
    [
      equalRow(text('Channel', '通道'), parts.channel, question.channel),
      equalRow(text('Namespace', '命名空间'), parts.namespace, question.namespace),
      equalRow(text('Series', '系列'), meant.record.series, question.series),
      equalRow(text('Batch', '批次'), String(meant.record.batch), String(question.batch)),
      equalRow(
        text('States, one for each document asked for', '状态个数（每份文件一个）'),
        String(meant.states.length),
        String(question.hashes.length),
      ),
    ],
    ['STATEMENT_ANSWER_MISMATCH', 'STATEMENT_ANSWER_MALFORMED'],
    [answer, record],
  );
}

/** The first members of the answer, each where it stands. */
function answerParts(book: MaterialBook, answer: Material, meant: Attestation): AnswerParts {
  const named = [
    ['network', text('Network in the answer', '回答中的网络'), meant.network],
    ['channel', text('Channel in the answer', '回答中的通道'), meant.channel],
    ['namespace', text('Namespace in the answer', '回答中的命名空间'), meant.namespace],
    ['authority', text('Authority in the answer', '回答中的机构'), meant.authority],
    ['clock', text('Ledger clock in the answer', '回答中的账本时钟'), meant.clock],
  ] as const;
  let before = `["${ATTEST_FORMAT}",`;
  const parts: Partial<Record<keyof AnswerParts, Material>> = {};
  for (const [name, title, value] of named) {
    const bytes = utf8Encode(value);
    parts[name] =
      book.find(answer, `answer-${name}.txt`, title, bytes, utf8Encode(`${before}"`)) ??
      book.add(`answer-${name}.txt`, title, bytes); // written with escapes
    before += `${quoteJson(value)},`;
  }
  return parts as AnswerParts;
}
