/** There is no such proof, or not now. */
import { kind, type ProblemKind } from './problem-kind.js';

export const PROOF_PROBLEMS = {
  OPERATION_RUNNING: kind(
    409,
    { en: 'Operation still running', zh: '操作仍在进行' },
    {
      en: 'the operation is still running; its archive is made once all of it is settled',
      zh: '操作仍在进行；全部处理完毕后才能生成归档',
    },
    {
      en: 'Ask again when GET /v1/operations/{id} says that it has ended.',
      zh: '请在 GET /v1/operations/{id} 显示已结束后重试。',
    },
  ),
  ARCHIVE_TOO_LARGE: kind(
    422,
    { en: 'Too many documents', zh: '单据过多' },
    {
      en: 'the selection has more than {limit} documents, and an archive holds at most {limit}',
      zh: '所选单据超过 {limit} 张，单个归档最多容纳 {limit} 张',
    },
    {
      en: 'Ask for several archives: by firstLine and lastLine of an operation, or by date and number.',
      zh: '请分多个归档获取：操作可用 firstLine 与 lastLine，发票可用日期与票号范围。',
    },
  ),
  FULL_BUNDLE_TOO_LARGE: kind(
    422,
    { en: 'Full bundle too large', zh: '完整证明包过大' },
    {
      en: 'what a full bundle needs of block {block} is more than a verifier takes',
      zh: '区块 {block} 的完整证明内容超过验证程序的上限',
    },
    {
      en: 'Take the compact bundle: it proves content, batch, issuer and validity.',
      zh: '请使用精简证明包：可证明内容、批次、签发方与有效性。',
    },
  ),
  BLOCK_NOT_AVAILABLE: kind(
    503,
    { en: 'Block not available', zh: '区块暂不可用' },
    {
      en: 'no peer gives block {block}, which a full bundle needs',
      zh: '没有节点提供完整证明包所需的区块 {block}',
    },
    {
      en: 'Take the compact bundle, or try again later. Peers that began with a snapshot lack the blocks before it.',
      zh: '请使用精简证明包，或稍后重试。由快照启动的节点没有更早的区块。',
    },
  ),
  BLOCK_SIGNATURES_TOO_FEW: kind(
    503,
    { en: 'Too few orderer signatures', zh: '排序节点签名不足' },
    {
      en: 'no peer keeps the signatures of a quorum of orderers for block {block} and its configurations',
      zh: '没有节点保存区块 {block} 及其配置的法定数量排序节点签名',
    },
    {
      en: 'Take the compact bundle, and have the operators look after their peers.',
      zh: '请使用精简证明包，并请运维检查节点。',
    },
  ),
  TOO_MANY_ARCHIVES: kind(
    429,
    { en: 'Too many archives at a time', zh: '同时下载的归档过多' },
    {
      en: 'this account is downloading {limit} archives already',
      zh: '此账号已有 {limit} 个归档正在下载',
    },
    { en: 'Let one end first.', zh: '请等待其中一个完成。' },
  ),
  TOO_MANY_STREAMS: kind(
    429,
    { en: 'Too many event streams at a time', zh: '同时打开的事件流过多' },
    { en: 'there are {limit} event streams already', zh: '已有 {limit} 个事件流' },
    {
      en: 'End one first, or ask GET /v1/operations/{id} now and then.',
      zh: '请先结束其中一个，或改为定时查询 GET /v1/operations/{id}。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
