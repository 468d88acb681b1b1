/**
 * Texts for people, Chinese and English: what each answer means and what to do about it. Page and command print the
 * same words. Never "authentic": what was checked, and since when.
 *
 * @module
 */
import type { Outcome, Question } from './finding-codes.js';
import type { Verdict } from './verdict.js';

/** Languages that wordings exist in. */
export type Language = 'zh' | 'en';

/** A text in every language. */
export type Wording = Readonly<Record<Language, string>>;

/** Every question in words. */
export const QUESTION_WORDING: Readonly<Record<Question, Wording>> = {
  content: { en: 'Content: are these the values that were issued?', zh: '内容：是否为开具时的内容？' },
  batch: { en: 'Batch: is the document in the recorded batch?', zh: '批次：是否在已登记的批次中？' },
  transaction: { en: 'Transaction: who submitted the batch?', zh: '交易：批次由谁提交？' },
  ordering: { en: 'Ordering: which block holds it?', zh: '排序：在哪个区块中？' },
  validity: { en: 'Record: do enough organizations vouch for it?', zh: '记录：是否有足够的机构共同证明？' },
  issuer: { en: 'Issuer: was it entitled to issue this?', zh: '开具机构：是否有权开具？' },
  status: { en: 'Status: is it still in force?', zh: '状态：现在是否仍有效？' },
  time: { en: 'Time: since when is it on record?', zh: '时间：最迟何时已登记？' },
};

/** Every outcome in words. */
export const OUTCOME_WORDING: Readonly<Record<Outcome, Wording>> = {
  pass: { en: 'yes', zh: '通过' },
  fail: { en: 'no', zh: '不符' },
  unknown: { en: 'cannot be said', zh: '无法确定' },
  skipped: { en: 'not checked', zh: '未检查' },
};

/** Kinds of documents, by their name in a header. */
export const KIND_WORDING: Readonly<Record<string, Wording>> = {
  invoice: { en: 'Invoice', zh: '发票' },
  auditCheckpoint: { en: 'Checkpoint of an audit log', zh: '审计日志检查点' },
};

/** The one answer that a verdict comes down to; how many of each there are sums up a heap of them. */
export type AnswerKind = Exclude<Verdict['verdict'], 'valid'> | `valid-${Verdict['inForce']}`;

/** Which of `ANSWER_KINDS` a verdict is. */
export function answerKindOf({ verdict, inForce }: Pick<Verdict, 'verdict' | 'inForce'>): AnswerKind {
  return verdict === 'valid' ? `valid-${inForce}` : verdict;
}

/** An answer in words, in one language. */
export type AnswerWording = {
  readonly heading: Wording;
  /** For a line of a list. */
  readonly short: Wording;
  readonly meaning: Wording;
};

/** One answer for a verdict: a heading and what it means. */
export function answerWording(verdict: Pick<Verdict, 'verdict' | 'inForce'>): AnswerWording {
  return ANSWERS[answerKindOf(verdict)];
}

const ANSWERS: Readonly<Record<AnswerKind, AnswerWording>> = {
  'valid-yes': {
    heading: { en: 'Consistent with the ledger and in force', zh: '与账本记录一致，且有效' },
    short: { en: 'valid and in force', zh: '一致，有效' },
    meaning: {
      en: 'The values shown are those that the issuer recorded, and nothing has been recorded against them. Compare them with the paper or file before you.',
      zh: '所示内容与开具机构登记的一致，且至下述时间无作废等记录。请与您手中的票据逐项核对。',
    },
  },
  'valid-no': {
    heading: { en: 'Consistent with the ledger, but no longer in force', zh: '与账本记录一致，但已失效' },
    short: { en: 'valid, not in force', zh: '一致，已失效' },
    meaning: {
      en: 'The document was issued with these values, but it has since been revoked, replaced or used up.',
      zh: '该票据确以所示内容开具，但其后已被作废、替换或用尽。',
    },
  },
  'valid-unknown': {
    heading: {
      en: 'Consistent with the ledger; whether it is still in force is not known',
      zh: '与账本记录一致；当前是否有效未知',
    },
    short: { en: 'valid, in force unknown', zh: '一致，是否有效未知' },
    meaning: {
      en: 'The document was issued with these values. The statement is too old, or cannot say, whether it is still in force: ask the issuer for a fresh proof.',
      zh: '该票据确以所示内容开具，但证明过旧或无法说明当前状态：请向开具机构索取新的证明。',
    },
  },
  invalid: {
    heading: { en: 'Not consistent: do not rely on it', zh: '不一致：请勿采信' },
    short: { en: 'invalid', zh: '不一致' },
    meaning: {
      en: 'Something in this file contradicts the signed record. The question marked below says what.',
      zh: '文件内容与已签名的记录相矛盾，具体见下方标出的问题。',
    },
  },
  indeterminate: {
    heading: { en: 'Cannot be decided from what is here', zh: '凭现有材料无法判断' },
    short: { en: 'cannot be decided', zh: '无法判断' },
    meaning: {
      en: 'Nothing contradicts the record, but a proof or a trust profile is missing. This is neither a yes nor a no.',
      zh: '未发现矛盾，但缺少证明或信任配置。这既不表示通过，也不表示不通过。',
    },
  },
  error: {
    heading: { en: 'This cannot be read', zh: '无法读取' },
    short: { en: 'unreadable', zh: '无法读取' },
    meaning: {
      en: 'The file or the trust profile is not of the expected form, so nothing was judged. Was the whole file copied?',
      zh: '文件或信任配置的格式不正确，未作任何判断。请确认文件完整。',
    },
  },
};

/** Every kind of answer, the best first. */
export const ANSWER_KINDS = Object.keys(ANSWERS) as readonly AnswerKind[];
