/** The request was read, and a rule says no. */
import { kind, type ProblemKind } from './problem-kind.js';

export const RULE_PROBLEMS = {
  REFERENCE_USED: kind(
    409,
    { en: 'Reference used before', zh: '业务单号已使用' },
    {
      en: 'the seller used this reference before; invoice shows the first',
      zh: '该销售方已使用过此业务单号；invoice 给出首张发票',
    },
    {
      en: 'Follow the link to the first invoice, or send another reference. Idempotency-Key makes resending safe.',
      zh: '请查看首张发票，或更换业务单号；使用 Idempotency-Key 可安全重发。',
    },
  ),
  NOT_ANCHORED: kind(
    409,
    { en: 'Not anchored yet', zh: '尚未上链' },
    {
      en: 'the invoice is {state}; there is a bundle once it is anchored',
      zh: '发票当前状态为 {state}；上链后才有证明包',
    },
    { en: 'Ask again in a moment.', zh: '请稍后再试。' },
  ),
  RULE_VIOLATED: kind(
    422,
    { en: 'Invoice breaks a rule', zh: '发票不符合规则' },
    { en: 'the invoice breaks {count} rule(s); nothing was accepted', zh: '发票违反 {count} 条规则；未受理' },
    { en: 'Each entry of errors names the field and the rule.', zh: 'errors 中逐条给出字段与规则。' },
  ),
  RED_LETTER_NOT_AVAILABLE: kind(
    422,
    { en: 'Red letters not available', zh: '暂不能开具红字发票' },
    { en: 'red letters cannot be issued at this address', zh: '此地址不能开具红字发票' },
    { en: 'Send letter "blue" without corrects.', zh: '请发送 letter 为 "blue"，且不带 corrects。' },
  ),
  IDEMPOTENCY_KEY_REUSED: kind(
    422,
    { en: 'Idempotency-Key used before', zh: 'Idempotency-Key 已使用' },
    { en: 'the Idempotency-Key came before with another body', zh: '该 Idempotency-Key 曾用于不同的请求体' },
    {
      en: 'Use a new key for a new request; a resent request must have the same body.',
      zh: '新请求请使用新的键；重发的请求体必须相同。',
    },
  ),
  INVOICE_REFUSED: kind(
    422,
    { en: 'Invoice refused', zh: '发票被拒绝' },
    { en: 'the invoice was accepted for work and then refused: {reason}', zh: '发票受理后被拒绝：{reason}' },
    {
      en: 'errors holds the reason. Nothing was issued and no number was used.',
      zh: '原因见 errors。未开具任何发票，也未占用票号。',
    },
  ),
  FIELD_NOT_HIDEABLE: kind(
    422,
    { en: 'Field cannot be hidden', zh: '字段不可隐藏' },
    {
      en: 'a member to hide is not among the hideable fields of this invoice',
      zh: '要求隐藏的成员不是该发票可隐藏的字段',
    },
    {
      en: 'The date, currency, letter and totals are always shown. Other fields are named by JSON pointer, /buyer hides all below it.',
      zh: '开票日期、币种、蓝红字标志与合计始终可见；其他字段以 JSON 指针表示，/buyer 隐藏其下全部内容。',
    },
  ),
  CHECK_NOT_AVAILABLE: kind(
    422,
    { en: 'No such check here', zh: '此处不提供该查验' },
    {
      en: 'this gateway issues no invoices, so it cannot check one by number',
      zh: '本网关不开具发票，无法按票号查验',
    },
    {
      en: 'Ask the gateway of the tax bureau, or send the bundle: that can be judged anywhere.',
      zh: '请向税务网关查验，或提交证明包：证明包在任何网关均可查验。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
