/**
 * What each code of a finding or a note means, Chinese and English; page, command and report print the same words.
 *
 * @module
 */
import type { FindingCode, NoteCode } from './finding-codes.js';
import type { Wording } from './wording.js';

/** Every code of a note in words. */
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
    en: 'A signature does not count: the certificate is revoked, of a root that the profile no longer names, or the organization unknown.',
    zh: '有一个签名不予计入：证书已吊销、出自信任配置不再载明的旧根证书，或机构未知。',
  },
  LATER_CONFIGURATION_UNKNOWN: {
    en: 'The orderers were entitled under the configuration that is named; a later configuration cannot be seen offline.',
    zh: '排序节点在所述配置下有权签名；其后的配置离线无法得知。',
  },
  ORGANIZATIONS_CHANGED: {
    en: 'The configuration of the channel names other organizations or roots than the trust profile: get a newer profile.',
    zh: '通道配置中的机构或根证书与信任配置不同：请获取新的信任配置。',
  },
  PROFILES_DIFFER: {
    en: 'Several trust profiles of this network were given and judge otherwise: the answer is the worst.',
    zh: '所给同一网络的多份信任配置结论不一：以最不利者为准。',
  },
  TIMESTAMP_AGED: {
    en: 'A certificate behind a timestamp has expired, and no later timestamp came before that: its word is weaker than it was.',
    zh: '某时间戳的证书已过期，且此前未以新时间戳续期：其证明力有所减弱。',
  },
  TIMESTAMP_NOT_COUNTED: {
    en: 'A timestamp in the bundle says nothing here.',
    zh: '证明中的某时间戳在此未予计入。',
  },
};

/** Every code of a finding in words. */
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

  TRANSACTION_ENDORSED: {
    en: 'The transaction that wrote the record is signed by its sender and by the organizations that the rules ask for.',
    zh: '写入该记录的交易由发起者及规则要求的机构签名。',
  },
  TRANSACTION_NOT_CANONICAL: {
    en: 'The transaction is not in the one form that is believed.',
    zh: '交易的编码不符合唯一可采信的形式。',
  },
  TRANSACTION_TYPE_UNEXPECTED: {
    en: 'The envelope is no transaction of exactly one call.',
    zh: '信封内容不是仅含一次调用的交易。',
  },
  TRANSACTION_CHANNEL_MISMATCH: {
    en: 'The transaction belongs to another channel.',
    zh: '交易属于另一通道。',
  },
  TRANSACTION_ID_MISMATCH: {
    en: 'The identifier of the transaction does not fit its sender.',
    zh: '交易标识与发起者不符。',
  },
  TRANSACTION_ACTION_MISMATCH: {
    en: 'The call of the transaction names another sender than the transaction.',
    zh: '交易中的调用与交易的发起者不一致。',
  },
  TRANSACTION_SIGNATURE_INVALID: {
    en: "The sender's signature under the transaction does not verify.",
    zh: '交易发起者的签名验证失败。',
  },
  TRANSACTION_CREATOR_NOT_TRUSTED: {
    en: 'The sender claims an organization that did not certify it.',
    zh: '交易发起者冒称机构，其证书并非该机构签发。',
  },
  TRANSACTION_CREATOR_MISMATCH: {
    en: 'The sender belongs to another organization than the issuing one.',
    zh: '交易发起者不属于开具机构。',
  },
  TRANSACTION_CREATOR_REVOKED: {
    en: "The sender's certificate has been revoked; whether before or after cannot be said.",
    zh: '交易发起者的证书已被吊销，无法确定吊销时间先后。',
  },
  TRANSACTION_CREATOR_FORMER: {
    en: "The sender's certificate leads to a root that its organization had and that the trust profile no longer names.",
    zh: '交易发起者的证书出自该机构的旧根证书，信任配置已不再载明。',
  },
  TRANSACTION_CHAINCODE_MISMATCH: {
    en: 'The transaction called another contract.',
    zh: '交易调用的是另一合约。',
  },
  TRANSACTION_PROPOSAL_MISMATCH: {
    en: 'The signed result belongs to another call.',
    zh: '所签结果对应的是另一调用。',
  },
  TRANSACTION_REFUSED: { en: 'The contract refused the call.', zh: '合约拒绝了该调用。' },
  TRANSACTION_ENDORSER_MALFORMED: {
    en: 'A signer of the transaction cannot be read.',
    zh: '交易的某签名者身份无法读取。',
  },
  TRANSACTION_ENDORSEMENT_INVALID: {
    en: 'A signature under the result of the transaction does not verify.',
    zh: '交易结果的某签名验证失败。',
  },
  TRANSACTION_ENDORSER_NOT_TRUSTED: {
    en: 'A signer of the transaction claims an organization that did not certify it.',
    zh: '交易的某签名者冒称机构，其证书并非该机构签发。',
  },
  TRANSACTION_ENDORSER_NOT_PEER: {
    en: 'A signer of the transaction is no ledger node of its organization.',
    zh: '交易的某签名者不是该机构的账本节点。',
  },
  TRANSACTION_ENDORSERS_TOO_FEW: {
    en: 'The transaction lacks the signatures that the rules ask for: the issuing organization and another one.',
    zh: '交易缺少规则要求的签名：开具机构及至少一家其他机构。',
  },
  TRANSACTION_ENDORSERS_NOT_COUNTED: {
    en: 'Enough organizations signed the transaction, but a certificate has been revoked or an organization is unknown.',
    zh: '交易签名数量足够，但有证书已吊销或机构未知。',
  },
  TRANSACTION_WRITE_MISSING: { en: 'The transaction does not write this batch.', zh: '交易未写入该批次。' },
  TRANSACTION_RECORD_MISMATCH: {
    en: 'The transaction writes another record than the one that is vouched for.',
    zh: '交易写入的记录与所证明的不同。',
  },
  TRANSACTION_RECORD_ID_MISMATCH: {
    en: 'The record was written by another transaction.',
    zh: '该记录由另一交易写入。',
  },
  TRANSACTION_NOT_COMPARED: {
    en: 'There is no readable statement to compare the transaction with.',
    zh: '没有可读的证明可供与交易比对。',
  },
  TRANSACTION_PART_MISSING: {
    en: 'The transaction lies in a file beside the bundle that is missing or altered.',
    zh: '交易所在的附属文件缺失或被改动。',
  },
  TRANSACTION_NOT_IN_BUNDLE: {
    en: 'Not part of a compact bundle; a full bundle shows it.',
    zh: '精简证明不含此项；完整证明可查。',
  },
  TRANSACTION_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },

  BLOCK_ORDERED: {
    en: 'A quorum of the orderers signed the block, under the configuration that it names; whether a later one removed an orderer cannot be told offline.',
    zh: '区块由其所指配置下的法定数量排序节点签名；其后的配置是否移除排序节点，离线无法得知。',
  },
  BLOCK_HEADER_MALFORMED: {
    en: 'The header of the block is not in its one form.',
    zh: '区块头的编码不符合唯一形式。',
  },
  BLOCK_DATA_MALFORMED: {
    en: 'The block holds something that is no transaction: it may have been cut anew.',
    zh: '区块中有不合形式的交易，可能被重新切分。',
  },
  BLOCK_DATA_HASH_MISMATCH: {
    en: 'The transactions do not give the hash in the header of the block.',
    zh: '各交易与区块头中的哈希不符。',
  },
  BLOCK_PLACE_MISMATCH: {
    en: 'The transaction stands at another place than the record was written from.',
    zh: '交易所在位置与记录的写入位置不符。',
  },
  BLOCK_PLACE_UNPROVEN: {
    en: 'The block is signed, but nothing shows that the transaction took effect at this place of it.',
    zh: '区块已签名，但未证明交易在该位置生效。',
  },
  ORDERER_METADATA_MALFORMED: {
    en: 'The signatures of the orderers are not in the one form that is believed.',
    zh: '排序节点签名的编码不符合唯一可采信的形式。',
  },
  ORDERER_SIGNATURE_INVALID: {
    en: 'Too few signatures of orderers verify.',
    zh: '可验证的排序节点签名不足。',
  },
  ORDERERS_TOO_FEW: {
    en: 'Too few different orderers signed the block.',
    zh: '签名的不同排序节点数量不足。',
  },
  ORDERERS_REVOKED: {
    en: 'Enough orderers signed, but certificates of them have been revoked.',
    zh: '排序节点签名数量足够，但其中有证书已被吊销。',
  },
  LAST_CONFIGURATION_MISMATCH: {
    en: 'A block names another configuration than the one beside it.',
    zh: '区块所指的配置与所附配置不同。',
  },
  CONFIGURATION_GENESIS_MISMATCH: {
    en: 'The configuration begins with the first block of another network.',
    zh: '配置链的起始区块属于另一网络。',
  },
  CONFIGURATION_MALFORMED: {
    en: 'A configuration block is not in the one form that is believed.',
    zh: '某配置区块的编码不符合唯一可采信的形式。',
  },
  CONFIGURATION_DATA_HASH_MISMATCH: {
    en: 'A configuration does not give the hash in the header of its block.',
    zh: '某配置与其区块头中的哈希不符。',
  },
  CONFIGURATION_CHANNEL_MISMATCH: {
    en: 'A configuration belongs to another channel.',
    zh: '某配置属于另一通道。',
  },
  CONFIGURATION_SEQUENCE_GAP: {
    en: 'A configuration is left out or stands twice.',
    zh: '配置链中有缺失或重复。',
  },
  CONFIGURATION_NOT_SIGNED: {
    en: 'A configuration block is not signed by a quorum under the configuration before it.',
    zh: '某配置区块未由前一配置下的法定数量排序节点签名。',
  },
  CONFIGURATION_NOT_SUPPORTED: {
    en: 'The configuration uses rules that this verifier does not know.',
    zh: '配置使用了本程序不识别的规则。',
  },
  CONFIGURATION_NOT_IN_BUNDLE: {
    en: 'The bundle holds the block, but not the configuration that says who may sign it.',
    zh: '证明文件含有区块，但不含说明何者有权签名的配置。',
  },
  ORDERING_NOT_COMPARED: {
    en: 'There is no readable statement to compare the block with.',
    zh: '没有可读的证明可供与区块比对。',
  },
  ORDERING_PART_MISSING: {
    en: 'The block or its configuration lies in a file beside the bundle that is missing or altered.',
    zh: '区块或配置所在的附属文件缺失或被改动。',
  },
  ORDERING_NOT_IN_BUNDLE: {
    en: 'Not part of a compact bundle; a full bundle shows it.',
    zh: '精简证明不含此项；完整证明可查。',
  },
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
  TRANSACTION_INVALIDATED: {
    en: 'The ledger has the transaction on record as without effect.',
    zh: '账本将该交易记为无效。',
  },
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
  TIME_STAMPED: {
    en: 'A timestamp authority of the trust profile says that it existed at the latest at this time.',
    zh: '信任配置中的时间戳机构证明其最迟于此时间已存在。',
  },
  TIMESTAMP_INVALID: {
    en: 'A timestamp in the bundle contradicts itself: signature, certificate or date are not right.',
    zh: '证明中的某时间戳自相矛盾：签名、证书或日期有误。',
  },
  TIMESTAMP_FOREIGN: {
    en: 'A timestamp in the bundle is over something else.',
    zh: '证明中的某时间戳所盖的是其他内容。',
  },
  TIMESTAMP_AUTHORITY_UNKNOWN: {
    en: 'The trust profile does not name the authority that made the timestamp.',
    zh: '信任配置未列出出具该时间戳的机构。',
  },
  TIMESTAMP_AUTHORITY_REVOKED: {
    en: 'The certificate of the timestamp authority has been revoked: its timestamp no longer counts.',
    zh: '时间戳机构的证书已被吊销：其时间戳不再计入。',
  },
  TIMESTAMP_ALGORITHM_UNKNOWN: {
    en: 'The timestamp uses an algorithm that this verifier does not check, or no longer believes.',
    zh: '该时间戳使用的算法本程序不支持或不再采信。',
  },
  TIMESTAMP_NOT_BOUND: {
    en: 'The bundle does not lead from what was stamped to this document.',
    zh: '证明文件未能由所盖内容关联到该文件。',
  },
  TIMESTAMP_PART_MISSING: {
    en: 'The timestamps lie in a file that is not at hand, or is not the one that is named.',
    zh: '时间戳所在的文件缺失或与所引用的不符。',
  },
  TIMESTAMP_READER_MISSING: {
    en: 'There are timestamps, but this verifier was not given what reads them.',
    zh: '含有时间戳，但本程序未装载其读取组件。',
  },
  TIME_AHEAD: {
    en: 'The ledger time, or that of a timestamp, is ahead of this computer: check its clock.',
    zh: '账本或时间戳的时间晚于本机时间：请检查本机时钟。',
  },
  TIME_NOT_CHECKED: { en: 'Not checked.', zh: '未检查。' },
};
