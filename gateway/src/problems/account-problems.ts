/** Looking after accounts, one's own and others'. */
import { kind, type ProblemKind } from './problem-kind.js';

export const ACCOUNT_PROBLEMS = {
  SETUP_SECRET_INVALID: kind(
    401,
    { en: 'Setup secret invalid', zh: '设置密钥无效' },
    {
      en: 'the setup secret is not known, was used before, or its time has passed',
      zh: '设置密钥不存在、已被使用或已过期',
    },
    {
      en: 'Ask whoever looks after the account to reset it: that gives another secret.',
      zh: '请联系账号管理员重置账号，以获得新的设置密钥。',
    },
  ),
  ROLE_NOT_GRANTABLE: kind(
    403,
    { en: 'Role for others to give', zh: '无权授予该角色' },
    {
      en: 'the roles {roles} are given, taken and looked after by administrators of the organization that runs the gateway',
      zh: '角色 {roles} 只能由运营本网关的机构的管理员授予、收回和管理',
    },
    {
      en: 'Ask an administrator of that organization. GET /v1/organizations shows which one it is.',
      zh: '请联系该机构的管理员；GET /v1/organizations 可查看是哪一个机构。',
    },
  ),
  OWN_ACCOUNT: kind(
    409,
    { en: 'Your own account', zh: '本人账号' },
    { en: 'nobody changes roles or state of the own account', zh: '不能变更本人账号的角色或状态' },
    {
      en: 'Ask another administrator. Your password is changed by PUT /v1/me/password.',
      zh: '请由另一位管理员办理；修改密码请用 PUT /v1/me/password。',
    },
  ),
  API_KEY_ENDED: kind(
    409,
    { en: 'Key at its end', zh: '密钥已终止' },
    {
      en: 'the API key was revoked, has expired or was rotated before',
      zh: 'API 密钥已被吊销、已过期或此前已轮换',
    },
    { en: 'Make a new key, or rotate the one that replaced it.', zh: '请创建新密钥，或轮换替代它的密钥。' },
  ),
  API_KEY_LIMIT: kind(
    409,
    { en: 'Too many keys', zh: '密钥数量已达上限' },
    {
      en: 'an account has at most {limit} API keys that count',
      zh: '每个账号最多可有 {limit} 个有效的 API 密钥',
    },
    {
      en: 'Revoke those that are not used; lastUsedAt tells.',
      zh: '请吊销不再使用的密钥；可参考 lastUsedAt。',
    },
  ),
  IDENTITY_IN_USE: kind(
    409,
    { en: 'Identity bound already', zh: '身份已绑定' },
    { en: 'another account is bound to this identity', zh: '该身份已绑定其他账号' },
    {
      en: 'Unbind it there first; one identity opens one account.',
      zh: '请先解除原绑定；一个身份只能对应一个账号。',
    },
  ),
  ACCOUNT_EXISTS: kind(
    409,
    { en: 'Account name taken', zh: '账号名已存在' },
    { en: 'an account of this name exists', zh: '已存在同名账号' },
    { en: 'Choose another name; names are unique at a gateway.', zh: '请更换账号名；同一网关内账号名唯一。' },
  ),
  ORGANIZATION_EXISTS: kind(
    409,
    { en: 'Organization known', zh: '机构已存在' },
    { en: 'an organization with this taxpayer id exists', zh: '已存在该纳税人识别号的机构' },
    { en: 'GET /v1/organizations?taxId=… finds it.', zh: '可用 GET /v1/organizations?taxId=… 查找。' },
  ),
  ORGANIZATION_IS_HOST: kind(
    409,
    { en: 'It runs this gateway', zh: '运营本网关的机构' },
    { en: 'the organization that runs the gateway cannot be suspended', zh: '不能停用运营本网关的机构' },
    { en: 'Suspend its accounts one by one.', zh: '请逐个停用其账号。' },
  ),
  CURRENT_PASSWORD_WRONG: kind(
    422,
    { en: 'Current password wrong', zh: '当前密码错误' },
    { en: 'the current password is not the one of this account', zh: '当前密码与本账号不符' },
    {
      en: 'Check it. After several failures the account is closed to this address for a while.',
      zh: '请核对；多次失败后，该账号会在一段时间内拒绝此地址。',
    },
  ),
  PASSWORD_REFUSED: kind(
    422,
    { en: 'Password not good enough', zh: '密码强度不足' },
    { en: 'the new password is not taken; errors says why', zh: '新密码不被接受；原因见 errors' },
    {
      en: 'At least 15 characters that nobody guesses: some unrelated words do. No digits or signs are asked for, and it never expires.',
      zh: '至少 15 个不易被猜中的字符，例如几个不相关的词；不要求数字或符号，也不会过期。',
    },
  ),
  SCOPE_NOT_YOURS: kind(
    422,
    { en: 'Scope beyond your rights', zh: '权限超出本人范围' },
    {
      en: 'the scopes {scopes} open nothing that your roles open',
      zh: '权限 {scopes} 不在您的角色范围内',
    },
    {
      en: 'A key carries a part of your own rights. docs/rights.md says which role and which scope open what.',
      zh: '密钥只能具备您自身权限的一部分；docs/rights.md 说明了各角色与权限的对应关系。',
    },
  ),
  ROLE_MISPLACED: kind(
    422,
    { en: 'Role not for this place', zh: '角色与机构不符' },
    {
      en: 'the roles {roles} are not for this gateway or this kind of organization',
      zh: '角色 {roles} 不适用于本网关或该类机构',
    },
    { en: 'docs/accounts.md says which role is for whom.', zh: 'docs/accounts.md 说明了各角色的适用范围。' },
  ),
  ROLES_APART: kind(
    422,
    { en: 'Roles that nobody has together', zh: '不得兼任的角色' },
    { en: 'nobody has the roles {roles} together', zh: '角色 {roles} 不得兼任' },
    {
      en: 'Give them to two people: who looks after accounts does not audit what was done.',
      zh: '请分别授予两个人：管理账号者不得审计。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
