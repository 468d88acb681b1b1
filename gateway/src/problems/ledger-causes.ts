/**
 * What a caller is told about trouble at the ledger: words, advice, and whether trying again helps.
 *
 * @module
 */
import { fill, type Language, type Text } from '../i18n/language.js';
import type { LedgerCause, LedgerCauseCode } from '../ledger/causes.js';
import { nameLedgerRefusal } from './ledger-refusals.js';

export interface CauseKind {
  /** The same request, sent again later, may well succeed; `false`: somebody has to act first. */
  readonly retryHelps: boolean;
  readonly detail: Text;
  readonly advice: Text;
}

export interface WrittenCause {
  readonly organization: string | null;
  readonly code: LedgerCauseCode;
  readonly reason?: string;
  readonly detail: string;
  readonly advice: string;
  readonly retryHelps: boolean;
}

const kind = (retryHelps: boolean, detail: Text, advice: Text): CauseKind => ({ retryHelps, detail, advice });

const WAIT: Text = {
  en: 'Nothing to do but wait; the gateway goes on by itself once it answers.',
  zh: '请等待；对方恢复应答后网关会自动继续。',
};
const ASK: Text = {
  en: 'Tell the operator of the gateway, with the traceId: waiting does not help.',
  zh: '请将 traceId 告知网关运维；等待无济于事。',
};

export const CAUSES: Readonly<Record<LedgerCauseCode, CauseKind>> = {
  PEER_UNREACHABLE: kind(
    true,
    { en: 'the peer of {organization} does not answer', zh: '{organization} 的对等节点没有应答' },
    WAIT,
  ),
  PEER_TOO_SLOW: kind(
    true,
    { en: 'the peer of {organization} did not answer in time', zh: '{organization} 的对等节点未及时应答' },
    WAIT,
  ),
  PEER_CROWDED: kind(
    true,
    {
      en: 'the peer of {organization} has more to do than it takes at once',
      zh: '{organization} 的对等节点请求过多',
    },
    {
      en: 'Try again later, each time later than before; many invoices at once go faster as a batch.',
      zh: '请稍后重试并逐次延长间隔；大量发票请使用批量接口。',
    },
  ),
  PEER_BEHIND: kind(
    true,
    { en: 'peers have not seen the latest block yet', zh: '对等节点尚未收到最新区块' },
    WAIT,
  ),
  TOO_FEW_PEERS: kind(
    true,
    {
      en: 'too few organizations have a peer that can endorse now',
      zh: '目前可背书的机构数量不足',
    },
    WAIT,
  ),
  CHAINCODE_UNAVAILABLE: kind(
    true,
    {
      en: 'the contract does not run at the peer of {organization}',
      zh: '{organization} 的对等节点上合约未能运行',
    },
    {
      en: 'Wait; when it stays so, that organization has to look at its chaincode server.',
      zh: '请等待；若持续如此，须由该机构检查其链码服务。',
    },
  ),
  CHAINCODE_NOT_DEFINED: kind(
    false,
    {
      en: 'the contract is not defined or not installed for {organization}',
      zh: '{organization} 未定义或未安装合约',
    },
    ASK,
  ),
  ENDORSEMENTS_DIFFER: kind(
    true,
    {
      en: 'the peers of the organizations did not come to the same result',
      zh: '各机构对等节点的执行结果不一致',
    },
    {
      en: 'Peers may lag for a moment, so wait; one that stays different is passed over and reported in the log.',
      zh: '可能只是节点暂时落后，请等待；持续不一致的机构会被跳过并记入日志。',
    },
  ),
  IDENTITY_REFUSED: kind(
    false,
    {
      en: '{organization} does not accept the identity of this gateway',
      zh: '{organization} 不接受本网关的身份',
    },
    ASK,
  ),
  CONTRACT_REFUSES: kind(
    false,
    { en: 'the contract refuses: {reason}', zh: '合约拒绝：{reason}' },
    {
      en: 'What the code means stands at /problems/{reason} or in the list of error codes; tell the operator.',
      zh: '代码含义见错误代码表；请告知网关运维。',
    },
  ),
  ORDERERS_UNREACHABLE: kind(
    true,
    {
      en: 'too few orderers took the transaction; whether it was ordered is not known yet',
      zh: '接受交易的排序节点不足；交易是否已排序尚不可知',
    },
    {
      en: 'Wait: the gateway asks the ledger and sends the same bytes again, so nothing happens twice.',
      zh: '请等待：网关会查询账本并重发同一交易，不会重复入账。',
    },
  ),
  ORDERERS_REFUSE: kind(false, { en: 'the orderers refuse the transaction', zh: '排序节点拒绝该交易' }, ASK),
  ORDERING_WAITS: kind(
    true,
    {
      en: 'the transaction was handed to the orderers and is in no block yet',
      zh: '交易已提交排序节点，但尚未进入区块',
    },
    {
      en: 'Wait. When it takes minutes, fewer than three of the four orderers are up.',
      zh: '请等待；若持续数分钟，说明四个排序节点中在线的不足三个。',
    },
  ),
  LINE_HALTED: kind(
    false,
    { en: 'issuing is halted until somebody has looked: {reason}', zh: '开具已停止，须人工检查：{reason}' },
    {
      en: 'The operator of the gateway runs chopmark fsck. What was accepted is kept and goes on afterwards.',
      zh: '须由网关运维运行 chopmark fsck；已受理的发票会保留，之后继续处理。',
    },
  ),
  LEDGER_TROUBLE: kind(
    true,
    { en: 'the ledger could not be asked', zh: '无法访问账本' },
    {
      en: 'Wait; when it stays so, tell the operator the traceId: the log has the words of the peers.',
      zh: '请等待；若持续如此，请将 traceId 告知运维，日志中记录了节点的原始应答。',
    },
  ),
};

const OURS: Text = { en: 'this organization', zh: '本机构' };

export function writeCause({ organization, code, reason }: LedgerCause, language: Language): WrittenCause {
  const { detail, advice, retryHelps } = CAUSES[code];
  const parameters = { organization: organization ?? OURS[language], reason: reason ?? '' };
  return {
    organization,
    code,
    ...(reason !== undefined && { reason }),
    detail: fill(detail[language], {
      ...parameters,
      reason: nameLedgerRefusal(parameters.reason, language),
    }),
    advice: fill(advice[language], parameters),
    retryHelps,
  };
}
