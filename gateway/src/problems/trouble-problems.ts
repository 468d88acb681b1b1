/** Limits, and trouble of ours. */
import { kind, type ProblemKind } from './problem-kind.js';

export const TROUBLE_PROBLEMS = {
  TOO_MANY_ATTEMPTS: kind(
    429,
    { en: 'Too many attempts', zh: '登录尝试过多' },
    {
      en: 'too many failed attempts; try again in {seconds} seconds',
      zh: '失败次数过多，请在 {seconds} 秒后重试',
    },
    { en: 'Wait as long as Retry-After says.', zh: '请按 Retry-After 等待。' },
  ),
  TOO_MANY_REQUESTS: kind(
    429,
    { en: 'Too many requests', zh: '请求过于频繁' },
    {
      en: 'too many requests from this address; try again in {seconds} seconds',
      zh: '此地址请求过于频繁，请在 {seconds} 秒后重试',
    },
    {
      en: 'Wait as long as Retry-After says. A bundle can also be judged offline with chopmark verify.',
      zh: '请按 Retry-After 等待；证明包也可用 chopmark verify 离线查验。',
    },
  ),
  INTERNAL: kind(
    500,
    { en: 'Fault of the gateway', zh: '网关内部错误' },
    {
      en: 'something went wrong here; the log has it under this traceId',
      zh: '网关出现故障；日志中以此 traceId 记录',
    },
    {
      en: 'Tell the operator the traceId. Whether the request took effect is not known: resend it with the same Idempotency-Key.',
      zh: '请将 traceId 告知运维。请求是否生效未知：请用相同的 Idempotency-Key 重发。',
    },
  ),
  ACCEPTANCE_UNKNOWN: kind(
    503,
    { en: 'Not known whether accepted', zh: '是否已受理未知' },
    {
      en: 'the database went away before it confirmed; whether the invoice was accepted is not known',
      zh: '数据库在确认前中断；发票是否已受理尚不可知',
    },
    {
      en: 'Send the same request again with the same Idempotency-Key, or with the same reference: nothing is issued twice.',
      zh: '请以相同的 Idempotency-Key（或相同的 reference）重发同一请求，不会重复开具。',
    },
  ),
  OVERLOADED: kind(
    503,
    { en: 'Too much at once', zh: '系统繁忙' },
    {
      en: 'more requests are under way than this gateway takes at once; nothing was read or accepted',
      zh: '网关正在处理的请求已达上限；未读取也未受理任何内容',
    },
    {
      en: 'Send the request again after Retry-After, each try later than the one before. Many invoices at once go faster as a batch.',
      zh: '请在 Retry-After 之后重发，并逐次延长间隔；大量发票请使用批量接口。',
    },
  ),
  UNAVAILABLE: kind(
    503,
    { en: 'Not available now', zh: '暂不可用' },
    { en: 'the {part} could not be asked; nothing was accepted', zh: '无法访问 {part}；未受理任何内容' },
    {
      en: 'Send the request again after Retry-After. /readyz names the part that is down.',
      zh: '请在 Retry-After 之后重发；/readyz 会指明故障部件。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
