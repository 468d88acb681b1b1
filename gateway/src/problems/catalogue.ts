/**
 * Every problem that this gateway can answer with: the one place where a code gets its HTTP status and its words.
 * Codes are never renamed or reused; `docs/error-codes.md` lists the same ones and a test compares the two.
 * Refusals of the ledger keep their own codes (`LEDGER_ERROR_STATUS` in core).
 *
 * @module
 */
import type { Text } from '../i18n/language.js';

export interface ProblemKind {
  readonly status: number;
  readonly title: Text;
  /** What happened, with `{parameters}`. */
  readonly detail: Text;
  /** What the caller can do about it; shown on the help page. */
  readonly advice: Text;
}

const kind = (status: number, title: Text, detail: Text, advice: Text): ProblemKind => ({
  status,
  title,
  detail,
  advice,
});

export const PROBLEMS = {
  // ── the request cannot be read ──
  MALFORMED_JSON: kind(
    400,
    { en: 'Not JSON', zh: '不是合法的 JSON' },
    { en: 'the body is not strict JSON', zh: '请求体不是严格的 JSON' },
    {
      en: 'Send one JSON value without comments, trailing commas or a byte order mark.',
      zh: '请发送一个 JSON 值，不带注释、多余逗号或字节序标记。',
    },
  ),
  MALFORMED_UTF8: kind(
    400,
    { en: 'Not UTF-8', zh: '不是 UTF-8 编码' },
    { en: 'the body is not UTF-8', zh: '请求体不是合法的 UTF-8' },
    { en: 'Send UTF-8, not GBK or GB18030.', zh: '请使用 UTF-8，而不是 GBK 或 GB18030。' },
  ),
  TOO_DEEP: kind(
    400,
    { en: 'Nested too deeply', zh: '嵌套过深' },
    { en: 'the values of the body are nested too deeply', zh: '请求体嵌套层数过多' },
    { en: 'No body of this gateway needs more than a few levels.', zh: '本网关的请求体只需少数几层。' },
  ),
  DUPLICATE_KEY: kind(
    400,
    { en: 'Duplicate member', zh: '成员重复' },
    { en: 'an object in the body has the same member twice', zh: '请求体中的对象出现重复成员' },
    {
      en: 'Readers disagree about which of two equal members counts, so none is taken. Keep one.',
      zh: '重复成员的取值各家解释不一，因此一律拒绝。请只保留一个。',
    },
  ),
  LONE_SURROGATE: kind(
    400,
    { en: 'Malformed Unicode', zh: 'Unicode 编码错误' },
    { en: 'a text in the body contains half of a surrogate pair', zh: '请求体的文本中含有不成对的代理码元' },
    {
      en: 'Such a text has no UTF-8 form and could not be hashed the same way by two parties. Send whole characters.',
      zh: '此类文本没有 UTF-8 形式，无法得到一致的哈希。请发送完整字符。',
    },
  ),
  UNSAFE_NUMBER: kind(
    400,
    { en: 'Unsafe number', zh: '数值不安全' },
    { en: 'a number in the body lies beyond ±(2^53 − 1)', zh: '请求体中的数值超出 ±(2^53 − 1)' },
    {
      en: 'Send amounts, rates and numbers of documents as text: "100.00".',
      zh: '金额、税率和票号请以字符串发送，例如 "100.00"。',
    },
  ),
  MALFORMED_REQUEST: kind(
    400,
    { en: 'Malformed request', zh: '请求格式错误' },
    {
      en: 'the body does not have the required form in {count} place(s)',
      zh: '请求体有 {count} 处不符合要求的格式',
    },
    {
      en: 'Each entry of errors names the place (JSON pointer) and what is wrong there. /docs describes every field.',
      zh: 'errors 中逐条给出位置（JSON 指针）与原因；/docs 说明了所有字段。',
    },
  ),
  MALFORMED_QUERY: kind(
    400,
    { en: 'Malformed query', zh: '查询参数错误' },
    { en: 'the query has {count} wrong parameter(s)', zh: '查询参数有 {count} 处错误' },
    {
      en: 'Each entry of errors names the parameter and what is wrong with it.',
      zh: 'errors 中逐条给出参数与原因。',
    },
  ),
  MALFORMED_PATH: kind(
    400,
    { en: 'Malformed address', zh: '地址格式错误' },
    { en: 'the address cannot be decoded', zh: '地址无法解码' },
    { en: 'Percent-encode the address in UTF-8.', zh: '请按 UTF-8 对地址进行百分号编码。' },
  ),
  MALFORMED_HEADER: kind(
    400,
    { en: 'Malformed header', zh: '请求头格式错误' },
    { en: 'the header {header} does not have the required form', zh: '请求头 {header} 不符合要求的格式' },
    {
      en: 'Idempotency-Key takes 1 to 255 printable ASCII characters, Prefer takes wait=N with seconds.',
      zh: 'Idempotency-Key 为 1 至 255 个可见 ASCII 字符；Prefer 为 wait=秒数。',
    },
  ),
  BODY_INCOMPLETE: kind(
    400,
    { en: 'Body cut short', zh: '请求体不完整' },
    {
      en: 'the connection ended before the body was complete; nothing was accepted',
      zh: '连接在请求体传完之前中断；未受理任何内容',
    },
    { en: 'Send the request again.', zh: '请重新发送。' },
  ),
  EMPTY_BATCH: kind(
    400,
    { en: 'Empty batch', zh: '批次为空' },
    { en: 'the batch has no line', zh: '批次中没有任何一行' },
    { en: 'Send one invoice a line.', zh: '请每行发送一张发票。' },
  ),
  PARTS_NOT_AVAILABLE: kind(
    400,
    { en: 'Parts not available', zh: '暂不提供该部分' },
    { en: 'bundles with parts={parts} are not available yet', zh: '暂不提供 parts={parts} 的证明包' },
    {
      en: 'Leave out parts: the compact bundle proves content, batch, issuer and validity.',
      zh: '请去掉 parts 参数：精简证明包已可证明内容、批次、签发方与有效性。',
    },
  ),
  BODY_TOO_LARGE: kind(
    413,
    { en: 'Body too large', zh: '请求体过大' },
    { en: 'the body is larger than {maxBytes} bytes', zh: '请求体超过 {maxBytes} 字节' },
    { en: 'Send many invoices as a batch, one a line.', zh: '大量发票请以批次方式逐行发送。' },
  ),
  UNSUPPORTED_MEDIA_TYPE: kind(
    415,
    { en: 'Media type not supported', zh: '不支持的媒体类型' },
    { en: 'this address takes {expected}', zh: '此地址只接受 {expected}' },
    {
      en: 'Set Content-Type accordingly, charset UTF-8, without Content-Encoding.',
      zh: '请相应设置 Content-Type（UTF-8），且不要使用 Content-Encoding。',
    },
  ),
  // ── who asks ──
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
  WRONG_CREDENTIALS: kind(
    401,
    { en: 'Wrong account or password', zh: '账号或密码错误' },
    { en: 'account and password do not belong together', zh: '账号与密码不匹配' },
    {
      en: 'Check both; after several failures the account is closed to this address for a while.',
      zh: '请核对后重试；多次失败后，该账号会在一段时间内拒绝此地址登录。',
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
  SELLER_NOT_OWN: kind(
    403,
    { en: 'Not your taxpayer', zh: '不是本纳税人' },
    { en: 'an issuer issues for its own taxpayer only', zh: '开票员只能为本纳税人开票' },
    {
      en: 'Leave the seller out, or name your own taxpayer id. A tax officer may issue on behalf of others.',
      zh: '请省略销售方，或填写本纳税人识别号；代开由税务人员办理。',
    },
  ),
  // ── what is asked for ──
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
  METHOD_NOT_ALLOWED: kind(
    405,
    { en: 'Method not allowed', zh: '不允许的方法' },
    { en: 'this address takes {allowed}', zh: '此地址只接受 {allowed}' },
    { en: 'The Allow header lists the methods.', zh: 'Allow 头列出了可用的方法。' },
  ),
  // ── rules ──
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
  // ── limits and trouble ──
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
  BATCH_INTERRUPTED: kind(
    503,
    { en: 'Batch interrupted', zh: '批次中断' },
    {
      en: 'the {part} went away in the middle; the lines before are accepted, those after are not',
      zh: '处理过程中 {part} 不可用；此前的行已受理，其后的行未受理',
    },
    {
      en: 'Send the batch again with the same Idempotency-Key: it goes on where it stopped. Without a key, see the results of the operation first.',
      zh: '请以相同的 Idempotency-Key 重发，将从中断处继续；未使用该键时请先查看操作结果。',
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

export type ProblemCode = keyof typeof PROBLEMS;

export function isProblemCode(text: string): text is ProblemCode {
  return Object.hasOwn(PROBLEMS, text);
}
