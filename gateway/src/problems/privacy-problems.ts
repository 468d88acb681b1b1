/** An invoice is gone for good, must not go, or cannot be read any more. */
import { kind, type ProblemKind } from './problem-kind.js';

export const PRIVACY_PROBLEMS = {
  INVOICE_ERASED: kind(
    410,
    { en: 'Invoice erased', zh: '发票内容已删除' },
    {
      en: 'the contents of this invoice were destroyed on {date} ({reason})',
      zh: '此发票的内容已于 {date} 销毁（{reason}）',
    },
    {
      en: 'Nobody can bring it back. Whoever holds its bundle can still verify it; its number is never given again.',
      zh: '内容无法恢复。持有其证明包的人仍可核验；票号不会再次使用。',
    },
  ),
  RESULTS_GONE: kind(
    410,
    { en: 'Results gone', zh: '处理结果已清除' },
    {
      en: 'what became of each line of this import is not kept any more',
      zh: '此批次的逐行处理结果已不再保存',
    },
    {
      en: 'Results are kept for 30 days. The invoices that were issued are in the list of invoices and in the register.',
      zh: '结果保存 30 天。已开具的发票可在发票列表和月度登记中查询。',
    },
  ),
  NOT_SETTLED: kind(
    409,
    { en: 'Not settled yet', zh: '尚未完成' },
    {
      en: 'the invoice is on its way to the ledger; it can be erased once it is anchored or refused',
      zh: '发票正在上链；上链或被拒绝后方可删除',
    },
    { en: 'Ask again in a moment.', zh: '请稍后重试。' },
  ),
  LEGAL_HOLD: kind(
    409,
    { en: 'Legal hold', zh: '法律保全' },
    {
      en: '{count} legal hold(s) keep the invoice from being erased',
      zh: '有 {count} 项法律保全，发票不得删除',
    },
    {
      en: 'holds names them. They are lifted by whoever sets holds, once the matter is over.',
      zh: 'holds 列出各项保全；事由结束后由设置方解除。',
    },
  ),
  RETENTION_RUNS: kind(
    409,
    { en: 'Retention period runs', zh: '保存期未满' },
    { en: 'the invoice must be kept until {until}', zh: '发票须保存至 {until}' },
    {
      en: 'What tax law keeps is not erased before its time, whoever asks.',
      zh: '税法规定的保存期内，任何人不得删除。',
    },
  ),
  HOLD_NOT_FOUND: kind(
    404,
    { en: 'No such hold', zh: '查无此保全' },
    { en: 'the invoice has no such hold in force', zh: '此发票没有这项有效保全' },
    { en: 'GET /v1/invoices/{number}/holds lists them.', zh: 'GET /v1/invoices/{number}/holds 列出保全。' },
  ),
  INVOICE_DAMAGED: kind(
    500,
    { en: 'Stored invoice damaged', zh: '存储的发票已损坏' },
    {
      en: 'the stored contents of this invoice cannot be read; it is {state}',
      zh: '此发票的存储内容无法读取；状态为 {state}',
    },
    {
      en: 'A fault of ours: fsck names the document, and a backup brings it back. What is on the ledger stands.',
      zh: '属本方故障：fsck 会指明该单据，可由备份恢复。账本上的记录不受影响。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
