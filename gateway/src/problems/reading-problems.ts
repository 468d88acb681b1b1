/** The request cannot be read. */
import { kind, type ProblemKind } from './problem-kind.js';

export const READING_PROBLEMS = {
  MALFORMED_HTTP: kind(
    400,
    { en: 'Not HTTP', zh: '不是合法的 HTTP' },
    {
      en: 'what was sent is no HTTP/1.1 request; nothing was accepted',
      zh: '收到的内容不是合法的 HTTP/1.1 请求；未受理任何内容',
    },
    {
      en: 'Use an HTTP client that keeps to RFC 9112; a proxy on the way may have changed the request. The connection is closed.',
      zh: '请使用符合 RFC 9112 的 HTTP 客户端；途中的代理也可能改动了请求。连接已关闭。',
    },
  ),
  HEADERS_TOO_LARGE: kind(
    431,
    { en: 'Headers too large', zh: '请求头过大' },
    {
      en: 'address and headers are larger than 16 KB together; nothing was accepted',
      zh: '地址与请求头合计超过 16 KB；未受理任何内容',
    },
    {
      en: 'Send fewer or shorter headers and cookies. What is long belongs into the body.',
      zh: '请减少或缩短请求头与 Cookie；较长的内容应放入请求体。',
    },
  ),
  REQUEST_TOO_SLOW: kind(
    408,
    { en: 'Request came too slowly', zh: '请求传输过慢' },
    {
      en: 'the request did not come in time; nothing was accepted',
      zh: '请求未能及时传完；未受理任何内容',
    },
    {
      en: 'Send it again on a new connection. Headers have 20 seconds, a whole request 30 minutes.',
      zh: '请在新连接上重新发送：请求头须在 20 秒内、整个请求须在 30 分钟内传完。',
    },
  ),
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
    {
      en: 'the address cannot be decoded, or a part of it does not have the required form',
      zh: '地址无法解码，或其中某部分格式不符',
    },
    {
      en: 'Percent-encode the address in UTF-8; the reference at /docs gives the form of each part.',
      zh: '请按 UTF-8 对地址进行百分号编码；各部分格式见 /docs。',
    },
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
  PRECONDITION_FAILED: kind(
    412,
    { en: 'Changed meanwhile', zh: '已被修改' },
    { en: 'it is not what If-Match says any more', zh: '资源已与 If-Match 所述不同' },
    {
      en: 'Read it again, and send the change with the ETag that it has now.',
      zh: '请重新读取，并以当前的 ETag 重发修改。',
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
  BODY_TOO_SLOW: kind(
    408,
    { en: 'Body came too slowly', zh: '请求体传输过慢' },
    {
      en: 'the body did not come in time; nothing was accepted',
      zh: '请求体未能及时传完；未受理任何内容',
    },
    {
      en: 'Send it again over a better line: a body has 20 seconds, and a second more for each KB that came.',
      zh: '请在网络较好时重新发送：请求体须在 20 秒内传完，每收到 1 KB 再宽限 1 秒。',
    },
  ),
  EMPTY_BATCH: kind(
    400,
    { en: 'Empty batch', zh: '批次为空' },
    { en: 'the batch has no line', zh: '批次中没有任何一行' },
    { en: 'Send one invoice a line.', zh: '请每行发送一张发票。' },
  ),
  MALFORMED_FILE: kind(
    400,
    { en: 'File cannot be read', zh: '文件无法读取' },
    {
      en: 'the file cannot be read to its end; nothing was accepted',
      zh: '文件无法完整读取；未受理任何内容',
    },
    {
      en: 'errors names the place. GET /v1/invoice-batches/template has an empty file with the right columns.',
      zh: 'errors 指出位置；GET /v1/invoice-batches/template 提供列名正确的空白模板。',
    },
  ),
  UNPACKED_TOO_LARGE: kind(
    413,
    { en: 'Unpacks to too much', zh: '解压后过大' },
    { en: 'the archive unpacks to more than {limit} bytes', zh: '压缩包解压后超过 {limit} 字节' },
    { en: 'Send it in several archives.', zh: '请分成多个压缩包发送。' },
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
} as const satisfies Readonly<Record<string, ProblemKind>>;
