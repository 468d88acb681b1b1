/**
 * What a verdict does not say. A report that leaves it out would be read as more than it is.
 *
 * @module
 */
import type { Verdict } from '../verdict/verdict.js';
import { findingOn } from './context.js';
import type { ReportDocument, ReportProfile, Text } from './report.js';
import { text } from './text.js';

/** What a verdict may leave unproven, in the order of the report. */
export const NOT_PROVEN_CODES = [
  'DOCUMENT',
  'TRUTH',
  'HIDDEN_VALUES',
  'STATUS_LATER',
  'STATUS_NOW',
  'TIME_BEFORE',
  'TIME_NONE',
  'TRANSACTION',
  'ORDERING',
  'LATER_CONFIGURATION',
  'CONFIGURATION_ADMINS',
  'SIGNERS_TOGETHER',
  'PROFILE',
  'DEVELOPMENT_NETWORK',
  'FOREIGN_FILES',
  'SENDER',
  'LAW',
  'ALGORITHMS',
  'REPORT',
] as const;

/** A code of `NOT_PROVEN_CODES`. */
export type NotProvenCode = (typeof NOT_PROVEN_CODES)[number];

interface Facts {
  readonly verdict: Verdict;
  readonly profile: ReportProfile | null;
  readonly document: ReportDocument | null;
}

/** What a time that was found leaves open. */
const TIME_TEXTS: { readonly [code: string]: Text | undefined } = {
  TIME_ATTESTED: text(
    "When exactly it was recorded. The ledger clock bounds the time from above; the time inside the transaction, and the date on the document, are the sender's claims.",
    '确切的登记时间。账本时钟只给出最迟时间；交易中的时间与票面日期均为提交方自述。',
  ),
  TIME_STAMPED: text(
    "When exactly it came into being. A timestamp bounds the time from above, by the word of its authority; the time inside the transaction, and the date on the document, are the sender's claims.",
    '确切的形成时间。时间戳由其签发机构证明最迟时间；交易中的时间与票面日期均为提交方自述。',
  ),
};

/** In the order of the list; each only where it applies. */
const RULES: Readonly<Record<NotProvenCode, (facts: Facts) => Text | undefined>> = {
  DOCUMENT: ({ verdict: { verdict } }) =>
    verdict === 'valid'
      ? undefined
      : text(
          'Anything about this document. A verdict other than "consistent" does not say who changed what, nor that no such document exists: another file may prove it.',
          '关于本文件的任何事项。结论不为“一致”时，并不说明何人作了何种更改，也不说明不存在该文件：另有证明文件可能证实。',
        ),
  TRUTH: () =>
    text(
      'That what the issuer states is true: that goods were delivered, services rendered, money paid, persons identified.',
      '开具机构所载内容属实：例如货物已交付、服务已提供、款项已支付、身份已核实。',
    ),
  HIDDEN_VALUES: ({ document }) =>
    document && document.hidden.length > 0
      ? text(
          `What the values say that the holder hides (${document.hidden.length}). They exist and are bound by their hashes; their content is not known.`,
          `持有人未出示的 ${document.hidden.length} 项内容。其存在并受哈希约束，但内容不得而知。`,
        )
      : undefined,
  STATUS_LATER: ({ verdict: { asOf, inForce } }) =>
    asOf !== null && inForce !== 'unknown'
      ? text(
          `What happened after ${asOf}. Only a newer statement can tell.`,
          `${asOf} 之后发生的事项。只有更新的证明才能说明。`,
        )
      : undefined,
  STATUS_NOW: ({ verdict: { asOf, inForce } }) =>
    inForce === 'unknown'
      ? text(
          `Whether the document is in force${asOf === null ? '' : `; what is known ends at ${asOf}`}.`,
          `该文件当前是否有效${asOf === null ? '' : `；已知情况截至 ${asOf}`}。`,
        )
      : undefined,
  TIME_BEFORE: ({ verdict }) => TIME_TEXTS[findingOn(verdict, 'time').code],
  TIME_NONE: ({ verdict }) =>
    findingOn(verdict, 'time').outcome === 'pass' ? undefined : text('Any time at all.', '任何时间。'),
  TRANSACTION: ({ verdict }) => {
    const { outcome, code } = findingOn(verdict, 'transaction');
    if (outcome === 'pass') return undefined;
    return code === 'TRANSACTION_NOT_IN_BUNDLE'
      ? text(
          "Which transaction wrote the record: a compact bundle holds the organizations' signed word that the record is on the ledger, not the transaction itself. A full bundle shows it.",
          '由哪一笔交易写入记录：精简证明只含各机构签名确认记录在账，不含交易本身；完整证明可查。',
        )
      : text(
          'Which transaction wrote the record: what the bundle brings does not show it.',
          '由哪一笔交易写入记录：证明文件所载内容不足以说明。',
        );
  },
  ORDERING: ({ verdict }) =>
    findingOn(verdict, 'ordering').outcome === 'pass'
      ? undefined
      : text(
          'In which block, signed by which ordering nodes, the transaction stands.',
          '交易位于哪一区块、由哪些排序节点签名。',
        ),
  LATER_CONFIGURATION: () =>
    text(
      'That no organization, certificate or rule has been withdrawn since the trust profile was made: a profile knows what it was told.',
      '信任配置制作之后，没有机构、证书或合约定义被撤销：信任配置只反映其制作时的情况。',
    ),
  CONFIGURATION_ADMINS: ({ verdict }) =>
    findingOn(verdict, 'ordering').outcome === 'pass'
      ? text(
          'That the administrators of the organizations agreed to each change of the channel. Their signatures inside the configuration blocks are not judged: that a quorum of the ordering nodes before the change took it in is believed.',
          '各机构管理员同意了通道配置的每次变更：配置区块内的管理员签名未予核验，仅以变更前排序节点的法定数签名为据。',
        )
      : undefined,
  SIGNERS_TOGETHER: ({ profile }) =>
    profile
      ? text(
          `That ${profile.signers} of the ${profile.organizations.length} organizations do not lie together. Fewer cannot make this verdict; so many could.`,
          `${profile.organizations.length} 家机构中的 ${profile.signers} 家没有合谋作假。少于此数不能得出本结论，达到此数则有可能。`,
        )
      : undefined,
  PROFILE: ({ profile }) =>
    profile
      ? text(
          `That the trust profile is the right one${profile.signedBy.length > 0 ? '' : ' (nobody signed it)'}: compare its fingerprint with one published by the organizations.`,
          `所用信任配置是正确的${profile.signedBy.length > 0 ? '' : '（未经任何机构签名）'}：请将其指纹与各机构公布的指纹核对。`,
        )
      : undefined,
  DEVELOPMENT_NETWORK: ({ verdict }) =>
    verdict.embedded
      ? text(
          'That different organizations signed at all: this is a development network in which one process plays every organization.',
          '签名确由不同机构作出：此为开发网络，各机构由同一进程模拟。',
        )
      : undefined,
  FOREIGN_FILES: () =>
    text(
      'Seals, PDF, OFD or XML files and attachments of others, and that a printed paper shows the same values: compare them.',
      '他人的印章、PDF、OFD、XML 文件及附件，以及纸质票面与所示内容一致：请逐项核对。',
    ),
  SENDER: () =>
    text(
      'Which person or program asked for the statement or sent the transaction: its certificate is checked for form only, nobody is believed for it.',
      '由何人或何程序请求证明或提交交易：仅核对其签名形式，不以其身份为依据。',
    ),
  LAW: () =>
    text(
      'What the finding means in law. That is for the court or authority that reads it.',
      '上述结果的法律意义，由审阅的法院或机关认定。',
    ),
  ALGORITHMS: () =>
    text(
      'That the algorithms hold: everything rests on hashes that cannot be made to collide (SHA-256; SM3 where the suite says so) and on ECDSA over P-256.',
      '密码算法未被攻破：全部结论以哈希不可碰撞（SHA-256，或套件所载 SM3）与 P-256 上的 ECDSA 为前提。',
    ),
  REPORT: () =>
    text(
      'That this report is unaltered: it is not signed, and anybody can print one. Repeat its steps, or judge the file again.',
      '本报告未被改动：报告本身未签名，任何人均可打印。请重复其中步骤，或重新核验原文件。',
    ),
};

export function notProvenBy(facts: Facts): { readonly code: NotProvenCode; readonly text: Text }[] {
  return NOT_PROVEN_CODES.flatMap((code) => {
    const said = RULES[code](facts);
    return said ? [{ code, text: said }] : [];
  });
}
