/** Who asks, and may not. */
import { kind, type ProblemKind } from './problem-kind.js';

export const ACCESS_PROBLEMS = {
  NOT_SIGNED_IN: kind(
    401,
    { en: 'Not signed in', zh: '未登录' },
    { en: 'this address needs an access token', zh: '此地址需要访问令牌' },
    {
      en: 'POST /v1/sessions, then send Authorization: Bearer <accessToken>.',
      zh: '请先 POST /v1/sessions，再携带 Authorization: Bearer <accessToken>。',
    },
  ),
  TOKEN_INVALID: kind(
    401,
    { en: 'Access token invalid', zh: '访问令牌无效' },
    {
      en: 'the access token was not made by this gateway or no longer counts',
      zh: '访问令牌不是本网关签发的，或已失效',
    },
    {
      en: 'Sign in again; a token counts at the gateway that made it only.',
      zh: '请重新登录；令牌仅在签发它的网关有效。',
    },
  ),
  TOKEN_EXPIRED: kind(
    401,
    { en: 'Access token expired', zh: '访问令牌已过期' },
    { en: 'the access token has expired', zh: '访问令牌已过期' },
    { en: 'Sign in again.', zh: '请重新登录。' },
  ),
  SESSION_ENDED: kind(
    401,
    { en: 'Session ended', zh: '会话已结束' },
    { en: 'the session of this access token was ended', zh: '此访问令牌所属的会话已被结束' },
    {
      en: 'Sign in again. Signing out, a change of password or roles and a suspension end sessions at once.',
      zh: '请重新登录。退出登录、修改密码、变更角色或停用账号都会立即结束会话。',
    },
  ),
  REFRESH_TOKEN_INVALID: kind(
    401,
    { en: 'Refresh token invalid', zh: '刷新令牌无效' },
    {
      en: 'the refresh token is not known, was used before, or its session is over',
      zh: '刷新令牌不存在、已被使用，或其会话已结束',
    },
    {
      en: 'Sign in again. A refresh token is good once; keep the one of the latest answer.',
      zh: '请重新登录。刷新令牌只能使用一次，请保存最近一次应答中的令牌。',
    },
  ),
  API_KEY_INVALID: kind(
    401,
    { en: 'API key invalid', zh: 'API 密钥无效' },
    { en: 'the API key is not known here or was revoked', zh: 'API 密钥不存在或已被吊销' },
    {
      en: 'Take the key as it was shown; it counts at the gateway that made it only. GET /v1/me/api-keys lists yours.',
      zh: '请使用创建时显示的密钥；密钥仅在签发它的网关有效。GET /v1/me/api-keys 可查看您的密钥。',
    },
  ),
  API_KEY_EXPIRED: kind(
    401,
    { en: 'API key expired', zh: 'API 密钥已过期' },
    { en: 'the API key has expired', zh: 'API 密钥已过期' },
    {
      en: 'Make another key. Rotate the next one before it expires: both then count for a while.',
      zh: '请创建新的密钥；下次请在到期前轮换，新旧密钥会同时有效一段时间。',
    },
  ),
  WRONG_CREDENTIALS: kind(
    401,
    { en: 'Wrong account or password', zh: '账号或密码错误' },
    { en: 'account and password do not belong together', zh: '账号与密码不匹配' },
    {
      en: 'Check both; after several failures the account is closed to this address for a while.',
      zh: '请核对后重试；多次失败后，该账号会在一段时间内拒绝此地址登录。',
    },
  ),
  RETURN_NOT_ALLOWED: kind(
    422,
    { en: 'Return path not allowed', zh: '返回路径不允许' },
    { en: 'browsers that signed in do not go to this path', zh: '登录后不能返回到该路径' },
    {
      en: 'Leave returnTo out, or have the operator add the path to CHOPMARK_OIDC_RETURN_PATHS.',
      zh: '请省略 returnTo，或由运维把该路径加入 CHOPMARK_OIDC_RETURN_PATHS。',
    },
  ),
  OIDC_LOGIN_FAILED: kind(
    401,
    { en: 'Not signed in by the identity provider', zh: '统一身份认证登录失败' },
    {
      en: 'the identity provider did not say who you are, or nobody here is bound to that identity',
      zh: '身份提供方未能确认身份，或该身份未绑定本网关的账号',
    },
    {
      en: 'Begin again in the same browser. An administrator binds identities to accounts.',
      zh: '请在同一浏览器中重新登录；身份与账号的绑定由管理员办理。',
    },
  ),
  CROSS_SITE_REQUEST: kind(
    403,
    { en: 'Request of another site', zh: '跨站请求' },
    {
      en: 'the cookie of a session does not count in requests of other sites',
      zh: '会话 Cookie 不适用于其他网站发起的请求',
    },
    {
      en: 'Ask from a page of this gateway, or send the refresh token in the body.',
      zh: '请从本网关的页面发起请求，或在请求体中提交刷新令牌。',
    },
  ),
  ROLE_REQUIRED: kind(
    403,
    { en: 'Not permitted', zh: '无权操作' },
    { en: 'this address is for the roles {roles}', zh: '此地址仅限以下角色：{roles}' },
    {
      en: 'Use an account that has one of the roles. GET /v1/me shows yours.',
      zh: '请使用具备上述角色之一的账号；GET /v1/me 可查看您的角色。',
    },
  ),
  SCOPE_REQUIRED: kind(
    403,
    { en: 'Not among the scopes of the key', zh: '密钥权限不足' },
    {
      en: 'this address takes an API key with one of the scopes {scopes}',
      zh: '此地址要求 API 密钥具备以下权限之一：{scopes}',
    },
    { en: 'Make a key with that scope.', zh: '请创建具备该权限的密钥。' },
  ),
  SESSION_REQUIRED: kind(
    403,
    { en: 'Not by API key', zh: '不接受 API 密钥' },
    {
      en: 'this address takes the access token of a session, no API key',
      zh: '此地址要求会话的访问令牌，不接受 API 密钥',
    },
    {
      en: 'Sign in by POST /v1/sessions. What guards the account itself is for its owner to do.',
      zh: '请通过 POST /v1/sessions 登录；涉及账号自身安全的操作须由本人办理。',
    },
  ),
  SELLER_NOT_OWN: kind(
    403,
    { en: 'Not your taxpayer', zh: '不是本纳税人' },
    { en: 'an issuer issues for its own taxpayer only', zh: '开票员只能为本纳税人开票' },
    {
      en: 'Leave the seller out, or name your own taxpayer id. A tax officer may issue on behalf of others.',
      zh: '请省略销售方，或填写本纳税人识别号；代开由税务人员办理。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
