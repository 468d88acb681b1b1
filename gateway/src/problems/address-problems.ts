/** What is asked for is not there. */
import { kind, type ProblemKind } from './problem-kind.js';

export const ADDRESS_PROBLEMS = {
  ROUTE_NOT_FOUND: kind(
    404,
    { en: 'No such address', zh: '地址不存在' },
    { en: 'there is nothing at this address', zh: '此地址没有内容' },
    { en: '/docs lists the addresses of this gateway.', zh: '/docs 列出了本网关的所有地址。' },
  ),
  INVOICE_NOT_FOUND: kind(
    404,
    { en: 'No such invoice', zh: '查无此票' },
    { en: 'there is no such invoice among those that you may see', zh: '您可查看的发票中没有这一张' },
    {
      en: 'Check the number (twenty digits) or the id. An invoice gets its number once it is anchored.',
      zh: '请核对票号（20 位）或编号；发票上链后才有票号。',
    },
  ),
  OPERATION_NOT_FOUND: kind(
    404,
    { en: 'No such operation', zh: '查无此操作' },
    { en: 'there is no such operation among those that you may see', zh: '您可查看的操作中没有这一项' },
    {
      en: 'Use the address from the Location header of the 202 answer.',
      zh: '请使用 202 应答中 Location 头给出的地址。',
    },
  ),
  ORGANIZATION_NOT_FOUND: kind(
    404,
    { en: 'No such organization', zh: '查无此机构' },
    { en: 'there is no such organization among those that you look after', zh: '您管理的机构中没有这一个' },
    { en: 'GET /v1/organizations lists them.', zh: 'GET /v1/organizations 列出您管理的机构。' },
  ),
  ACCOUNT_NOT_FOUND: kind(
    404,
    { en: 'No such account', zh: '查无此账号' },
    { en: 'there is no such account among those that you look after', zh: '您管理的账号中没有这一个' },
    { en: 'GET /v1/accounts lists them.', zh: 'GET /v1/accounts 列出您管理的账号。' },
  ),
  API_KEY_NOT_FOUND: kind(
    404,
    { en: 'No such key', zh: '密钥不存在' },
    { en: 'there is no such API key of that account', zh: '该账号没有此 API 密钥' },
    { en: 'GET /v1/me/api-keys lists your own.', zh: '可用 GET /v1/me/api-keys 查看您的密钥。' },
  ),
  LINK_NOT_FOUND: kind(
    404,
    { en: 'No such link', zh: '链接无效' },
    {
      en: 'the link opens nothing: it is unknown, expired or revoked; or another made it, who alone revokes it',
      zh: '链接未知、已过期或已被撤销；或由他方创建，只能由其撤销',
    },
    { en: 'Ask whoever gave you the link for a new one.', zh: '请向提供链接的一方索取新链接。' },
  ),
  OIDC_NOT_CONFIGURED: kind(
    404,
    { en: 'No identity provider', zh: '未配置身份提供方' },
    { en: 'this gateway has no identity provider', zh: '本网关未配置身份提供方' },
    { en: 'Sign in by POST /v1/sessions.', zh: '请通过 POST /v1/sessions 登录。' },
  ),
  SESSION_NOT_FOUND: kind(
    404,
    { en: 'No such session', zh: '查无此会话' },
    { en: 'there is no such open session of yours', zh: '您没有这个有效会话' },
    { en: 'GET /v1/me/sessions lists them.', zh: 'GET /v1/me/sessions 列出您的有效会话。' },
  ),
  METHOD_NOT_ALLOWED: kind(
    405,
    { en: 'Method not allowed', zh: '不允许的方法' },
    { en: 'this address takes {allowed}', zh: '此地址只接受 {allowed}' },
    { en: 'The Allow header lists the methods.', zh: 'Allow 头列出了可用的方法。' },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
