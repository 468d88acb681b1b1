/**
 * Texts for people, Chinese and English: what each answer means and what to do about it. Page and command print the
 * same words. Never "authentic": what was checked, and since when.
 *
 * @module
 */
import type { FindingCode, NoteCode, Outcome, Question } from './finding-codes.js';
import type { Verdict } from './verdict.js';

export type Language = 'zh' | 'en';

type Wording = Readonly<Record<Language, string>>;

export const QUESTION_WORDING: Readonly<Record<Question, Wording>> = {
  content: { en: 'Content: are these the values that were issued?', zh: '内容：是否为开具时的内容？' },
  batch: { en: 'Batch: is the document in the recorded batch?', zh: '批次：是否在已登记的批次中？' },
  transaction: { en: 'Transaction: who submitted the batch?', zh: '交易：批次由谁提交？' },
  ordering: { en: 'Ordering: which block holds it?', zh: '排序：在哪个区块中？' },
  validity: { en: 'Record: do enough organizations vouch for it?', zh: '记录：是否有足够的机构共同证明？' },
  issuer: { en: 'Issuer: was it entitled to issue this?', zh: '开具机构：是否有权开具？' },
  status: { en: 'Status: is it still in force?', zh: '状态：现在是否仍有效？' },
  time: { en: 'Time: since when is it on record?', zh: '时间：最迟何时已登记？' },
};

export const OUTCOME_WORDING: Readonly<Record<Outcome, Wording>> = {
  pass: { en: 'yes', zh: '通过' },
  fail: { en: 'no', zh: '不符' },
  unknown: { en: 'cannot be said', zh: '无法确定' },
  skipped: { en: 'not checked', zh: '未检查' },
};

/** The one answer that a verdict comes down to; how many of each there are sums up a heap of them. */
export type AnswerKind = Exclude<Verdict['verdict'], 'valid'> | `valid-${Verdict['inForce']}`;

export function answerKindOf({ verdict, inForce }: Pick<Verdict, 'verdict' | 'inForce'>): AnswerKind {
  return verdict === 'valid' ? `valid-${inForce}` : verdict;
}

export type AnswerWording = {
  readonly heading: Wording;
  /** For a line of a list. */
  readonly short: Wording;
  readonly meaning: Wording;
};

/** One answer for a verdict: a heading and what it means. */
export function answerWording(verdict: Pick<Verdict, 'verdict' | 'inForce'>): AnswerWording {
  return ANSWERS[answerKindOf(verdict)];
}

const ANSWERS: Readonly<Record<AnswerKind, AnswerWording>> = {
  'valid-yes': {
    heading: { en: 'Consistent with the ledger and in force', zh: '与账本记录一致，且有效' },
    short: { en: 'valid and in force', zh: '一致，有效' },
    meaning: {
      en: 'The values shown are those that the issuer recorded, and nothing has been recorded against them. Compare them with the paper or file before you.',
      zh: '所示内容与开具机构登记的一致，且至下述时间无作废等记录。请与您手中的票据逐项核对。',
    },
  },
  'valid-no': {
    heading: { en: 'Consistent with the ledger, but no longer in force', zh: '与账本记录一致，但已失效' },
    short: { en: 'valid, not in force', zh: '一致，已失效' },
    meaning: {
      en: 'The document was issued with these values, but it has since been revoked, replaced or used up.',
      zh: '该票据确以所示内容开具，但其后已被作废、替换或用尽。',
    },
  },
  'valid-unknown': {
    heading: {
      en: 'Consistent with the ledger; whether it is still in force is not known',
      zh: '与账本记录一致；当前是否有效未知',
    },
    short: { en: 'valid, in force unknown', zh: '一致，是否有效未知' },
    meaning: {
      en: 'The document was issued with these values. The statement is too old, or cannot say, whether it is still in force: ask the issuer for a fresh proof.',
      zh: '该票据确以所示内容开具，但证明过旧或无法说明当前状态：请向开具机构索取新的证明。',
    },
  },
  invalid: {
    heading: { en: 'Not consistent: do not rely on it', zh: '不一致：请勿采信' },
    short: { en: 'invalid', zh: '不一致' },
    meaning: {
      en: 'Something in this file contradicts the signed record. The question marked below says what.',
      zh: '文件内容与已签名的记录相矛盾，具体见下方标出的问题。',
    },
  },
  indeterminate: {
    heading: { en: 'Cannot be decided from what is here', zh: '凭现有材料无法判断' },
    short: { en: 'cannot be decided', zh: '无法判断' },
    meaning: {
      en: 'Nothing contradicts the record, but a proof or a trust profile is missing. This is neither a yes nor a no.',
      zh: '未发现矛盾，但缺少证明或信任配置。这既不表示通过，也不表示不通过。',
    },
  },
  error: {
    heading: { en: 'This cannot be read', zh: '无法读取' },
    short: { en: 'unreadable', zh: '无法读取' },
    meaning: {
      en: 'The file or the trust profile is not of the expected form, so nothing was judged. Was the whole file copied?',
      zh: '文件或信任配置的格式不正确，未作任何判断。请确认文件完整。',
    },
  },
};

/** Every kind of answer, the best first. */
export const ANSWER_KINDS = Object.keys(ANSWERS) as readonly AnswerKind[];

export const NOTE_WORDING: Readonly<Record<NoteCode, Wording>> = {
  DEVELOPMENT_NETWORK: {
    en: 'Development network: one process plays every organization. Fit for trying out, not for evidence.',
    zh: '开发网络：由同一进程模拟各机构，仅供试用，不可作为证据。',
  },
  PROFILE_UNSIGNED: {
    en: 'The trust profile carries no signature: compare its fingerprint with one you got another way.',
    zh: '信任配置未经签名：请将其指纹与其他途径获得的指纹核对。',
  },
  CERTIFICATE_EXPIRED: {
    en: 'A signing certificate has expired since; it held when the network took it in.',
    zh: '某签名证书现已过期；其被网络接受时有效。',
  },
  SIGNER_NOT_COUNTED: {
    en: 'A signature does not count: the certificate is revoked or the organization unknown.',
    zh: '有一个签名不予计入：证书已吊销或机构未知。',
  },
};

export const FINDING_WORDING: Readonly<Record<FindingCode, Wording>> = {
  CONTENT_MATCHES: { en: 'Every value shown is one that was recorded.', zh: '所示各项均与登记时一致。' },
  CONTENT_NOT_ATTESTED: {
    en: 'The values do not give the recorded document: something was changed, added or left out.',
    zh: '所示内容与登记的文件不符：内容被更改、增加或删去。',
  },
  REQUIRED_MEMBER_MISSING: {
    en: 'A value that must always be shown is missing.',
    zh: '缺少必须始终显示的项目。',
  },
  CONTENT_NOT_COMPARED: {
    en: 'There is no readable statement to compare with.',
    zh: '没有可读的证明可供比对。',
  },
  KIND_UNKNOWN: {
    en: 'This verifier does not know this kind of document: use a newer one.',
    zh: '本程序不识别此类文件：请使用新版本。',
  },
  SCHEMA_UNKNOWN: {
    en: 'This verifier does not know this version of the document form: use a newer one.',
    zh: '本程序不识别此版本的文件格式：请使用新版本。',
  },
  SUITE_NOT_SUPPORTED: {
    en: 'This verifier has no implementation of the hash suite of the document.',
    zh: '本程序不支持该文件所用的密码算法套件。',
  },
  BUNDLE_TOO_LARGE: { en: 'The file is larger than any bundle.', zh: '文件超出允许的大小。' },
  BUNDLE_UNREADABLE: { en: 'The file is not a complete Chopmark bundle.', zh: '不是完整的验戳证明文件。' },
  BUNDLE_VERSION_UNKNOWN: {
    en: 'The bundle is of a newer form: use a newer verifier.',
    zh: '证明文件版本较新：请使用新版本程序。',
  },
  BUNDLE_MISSING: { en: 'The folder or archive holds no bundle.', zh: '文件夹或压缩包中没有证明文件。' },
  TOO_MANY_FILES: {
    en: 'There are more files than are judged at once: split them.',
    zh: '文件数量超出一次核验的上限：请分批核验。',
  },
  FOLDER_TOO_DEEP: { en: 'Folders lie too deep inside one another.', zh: '文件夹嵌套层数过多。' },
  LINK_NOT_FOLLOWED: {
    en: 'A link to another place, or no ordinary file: it is not followed.',
    zh: '链接或非普通文件：不予打开。',
  },
  ARCHIVE_UNREADABLE: { en: 'The archive is not a complete ZIP file.', zh: '压缩包不是完整的 ZIP 文件。' },
  ARCHIVE_ENCRYPTED: { en: 'The archive is encrypted: unpack it first.', zh: '压缩包已加密：请先解压。' },
  ARCHIVE_NAME_UNSAFE: {
    en: 'The archive holds a name that leads out of it: nothing in it is judged.',
    zh: '压缩包含有指向外部的文件名：其中内容一律不予核验。',
  },
  ARCHIVE_NAME_TWICE: {
    en: 'Two files of the archive have the same name: nothing in it is judged.',
    zh: '压缩包中有同名文件：其中内容一律不予核验。',
  },
  ARCHIVE_NESTED: {
    en: 'An archive inside an archive is not opened: unpack it first.',
    zh: '压缩包中的压缩包不予打开：请先解压。',
  },
  ARCHIVE_TOO_LARGE: { en: 'The archive unpacks to more than is read.', zh: '压缩包解压后超出允许的大小。' },
  VERIFIER_FAULT: { en: 'The verifier itself failed: please report it.', zh: '核验程序出错：请反馈。' },
  CONTENT_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },

  BATCH_CONTAINS: {
    en: 'The recorded batch holds the document at its place.',
    zh: '已登记的批次在相应位置包含该文件。',
  },
  BATCH_ROOT_MISMATCH: {
    en: 'The path does not lead to the recorded root: the document is not in this batch.',
    zh: '路径不能得出已登记的根：该文件不在此批次中。',
  },
  BATCH_PATH_INVALID: { en: 'The path cannot belong to a batch of this size.', zh: '路径与批次大小不符。' },
  BATCH_SEQUENCE_MISMATCH: {
    en: 'The sequence number is not at this place of the batch.',
    zh: '序号与批次中的位置不符。',
  },
  BATCH_RECORD_MISMATCH: {
    en: 'The record is of another batch, series or kind.',
    zh: '记录属于其他批次、系列或种类。',
  },
  BATCH_NOT_CHECKED: {
    en: 'Not checked: there is nothing to compare with.',
    zh: '未检查：没有可比对的记录。',
  },

  TRANSACTION_NOT_IN_BUNDLE: {
    en: 'Not part of a compact bundle; a full bundle shows it.',
    zh: '精简证明不含此项；完整证明可查。',
  },
  ORDERING_NOT_IN_BUNDLE: {
    en: 'Not part of a compact bundle; a full bundle shows it.',
    zh: '精简证明不含此项；完整证明可查。',
  },
  TRANSACTION_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },
  ORDERING_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },

  STATEMENT_SIGNED: {
    en: 'Enough independent organizations signed that the batch is validly on the ledger.',
    zh: '足够数量的独立机构签名证明该批次已有效登记。',
  },
  STATEMENT_NOT_CANONICAL: {
    en: 'The statement is not in the one form that is believed.',
    zh: '证明的编码不符合唯一可采信的形式。',
  },
  STATEMENT_NOT_ATTEST: { en: 'What was signed is not an attestation.', zh: '所签内容不是状态证明。' },
  STATEMENT_TX_ID_MISMATCH: {
    en: 'The identifier of the call does not fit its sender.',
    zh: '调用标识与发起者不符。',
  },
  STATEMENT_PROPOSAL_MISMATCH: {
    en: 'The answer belongs to another question.',
    zh: '回答所对应的是另一请求。',
  },
  STATEMENT_SIGNATURE_INVALID: {
    en: 'The signature under the question does not verify.',
    zh: '请求的签名验证失败。',
  },
  STATEMENT_REFUSED: { en: 'The ledger refused to answer.', zh: '账本拒绝作答。' },
  STATEMENT_ANSWER_MALFORMED: { en: 'The answer is not readable.', zh: '回答无法读取。' },
  STATEMENT_ANSWER_MISMATCH: {
    en: 'The answer is about something else than was asked.',
    zh: '回答与所问不符。',
  },
  STATEMENT_READS_UNEXPECTED: {
    en: 'The peers looked at other entries of the ledger than an attestation does.',
    zh: '节点读取的账本条目与状态证明不符。',
  },
  STATEMENT_HAS_EFFECTS: { en: 'What was signed does more than read.', zh: '所签内容不只是读取。' },
  RECORD_NOT_COMMITTED: { en: 'The batch was not on the ledger.', zh: '该批次未登记在账本上。' },
  ENDORSER_MALFORMED: { en: 'A signer cannot be read.', zh: '某签名者身份无法读取。' },
  ENDORSEMENT_SIGNATURE_INVALID: {
    en: 'A signature under the statement does not verify.',
    zh: '证明中的某签名验证失败。',
  },
  ENDORSER_NOT_TRUSTED: {
    en: 'A signer claims an organization that did not certify it.',
    zh: '某签名者冒称机构，其证书并非该机构签发。',
  },
  ENDORSER_NOT_PEER: {
    en: 'A signer is no ledger node of its organization.',
    zh: '某签名者不是该机构的账本节点。',
  },
  DEFINITION_NOT_ACCEPTED: {
    en: 'The rules that answered are not, or no longer, accepted by the trust profile.',
    zh: '作答的合约版本未被信任配置接受，或已被撤销。',
  },
  DEFINITION_UNKNOWN: {
    en: 'The rules that answered are newer than the trust profile: get a newer profile.',
    zh: '作答的合约版本比信任配置新：请获取新的信任配置。',
  },
  STATEMENT_MISSING: { en: 'The bundle holds no statement of the ledger.', zh: '证明文件不含账本证明。' },
  SIGNERS_TOO_FEW: { en: 'Too few organizations signed to be believed.', zh: '签名机构数量不足，无法采信。' },
  VALIDITY_NOT_CHECKED: { en: 'Not checked: nothing says whom to believe.', zh: '未检查：缺少信任依据。' },

  ISSUER_ENTITLED: {
    en: 'By the trust profile the issuer may issue this kind and number.',
    zh: '依信任配置，该机构有权开具此类及此号段。',
  },
  NETWORK_MISMATCH: { en: 'The document belongs to another network.', zh: '该文件属于另一网络。' },
  CHANNEL_MISMATCH: { en: 'The statement is about another channel.', zh: '该证明属于另一通道。' },
  AUTHORITY_MISMATCH: {
    en: 'Another organization than the rightful one stands as issuer.',
    zh: '开具机构并非有权机构。',
  },
  KIND_NOT_ALLOWED: { en: 'The issuer may not issue this kind of document.', zh: '该机构无权开具此类文件。' },
  PREFIX_NOT_ALLOWED: {
    en: 'The number does not lie in the space of the issuer.',
    zh: '号码不在该机构的号段内。',
  },
  NAMESPACE_UNKNOWN: {
    en: 'The trust profile says nothing about this issuer.',
    zh: '信任配置未涉及该开具机构。',
  },
  PROFILE_MISSING: {
    en: 'No trust profile: nothing says which organizations to believe.',
    zh: '没有信任配置：无从得知应信任哪些机构。',
  },
  PROFILE_UNREADABLE: { en: 'The trust profile cannot be read.', zh: '信任配置无法读取。' },
  PROFILE_SIGNATURE_INVALID: {
    en: 'A signature of the trust profile does not verify: do not use it.',
    zh: '信任配置的签名验证失败：请勿使用。',
  },
  PROFILE_REVOCATION_LIST_INVALID: {
    en: 'A revocation list of the trust profile cannot be read or is not signed by its organization.',
    zh: '信任配置中的吊销列表无法读取或签名不符。',
  },
  ISSUER_NOT_CHECKED: { en: 'Not checked: there is no readable statement.', zh: '未检查：没有可读的证明。' },

  STATUS_IN_FORCE: { en: 'No event was recorded against it.', zh: '未有对其不利的记录。' },
  STATUS_TOO_OLD: {
    en: 'The statement is older than the trust profile allows: ask for a fresh proof.',
    zh: '证明已超过信任配置允许的时限：请索取新证明。',
  },
  STATUS_NOT_UNDERSTOOD: {
    en: 'Events are recorded that this verifier does not know: use a newer one.',
    zh: '存在本程序不识别的记录：请使用新版本。',
  },
  STATUS_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },

  TIME_ATTESTED: {
    en: 'It was on record at the latest at this ledger time.',
    zh: '最迟于此账本时间已登记。',
  },
  TIME_AHEAD: {
    en: 'The ledger time is ahead of this computer: check its clock.',
    zh: '账本时间晚于本机时间：请检查本机时钟。',
  },
  TIME_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },
};
