/** Webhooks, and changes that come too late. */
import { kind, type ProblemKind } from './problem-kind.js';

export const WEBHOOK_PROBLEMS = {
  WEBHOOK_NOT_FOUND: kind(
    404,
    { en: 'No such webhook', zh: '查无此回调' },
    { en: 'there is no such webhook of yours', zh: '您没有这个回调' },
    { en: 'GET /v1/webhooks lists them.', zh: 'GET /v1/webhooks 列出您的回调。' },
  ),
  DELIVERY_NOT_FOUND: kind(
    404,
    { en: 'No such message', zh: '查无此消息' },
    {
      en: 'this webhook was never told such a message, or it is forgotten',
      zh: '该回调没有这条消息，或记录已过期',
    },
    {
      en: 'GET /v1/webhooks/{id}/deliveries lists those of 30 days; what is older can be replayed from its block.',
      zh: 'GET /v1/webhooks/{id}/deliveries 列出 30 天内的消息；更早的可按区块重放。',
    },
  ),
  TOO_MANY_WEBHOOKS: kind(
    409,
    { en: 'Too many webhooks', zh: '回调过多' },
    { en: 'an account has at most {limit} webhooks', zh: '每个账号最多 {limit} 个回调' },
    {
      en: 'Delete one that is not needed, or let one address tell the others.',
      zh: '请删除不需要的回调，或由一个地址转发给其他系统。',
    },
  ),
  WEBHOOK_TARGET_REFUSED: kind(
    422,
    { en: 'Address not allowed', zh: '地址不允许' },
    {
      en: 'webhooks cannot go to this address; errors says why',
      zh: '回调不能发往此地址；原因见 errors',
    },
    {
      en: 'Use an https address that anybody on the internet can reach, without a password in it. A gateway inside a private network may allow more: ask its operator.',
      zh: '请使用公网可达、不含口令的 https 地址；内网部署可放宽限制，请咨询运维。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
