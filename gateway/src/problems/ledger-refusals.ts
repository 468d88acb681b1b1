/**
 * What the codes of the contract mean, for people: the contract itself speaks English and names the thing.
 *
 * @module
 */
import { LEDGER_ERROR_STATUS, type LedgerErrorCode } from '@chopmark/core';
import type { Language, Text } from '../i18n/language.js';

export interface LedgerRefusalKind {
  readonly meaning: Text;
  readonly advice: Text;
}

const refusal = (meaning: Text, advice: Text): LedgerRefusalKind => ({ meaning, advice });

export const LEDGER_REFUSALS: Readonly<Record<LedgerErrorCode, LedgerRefusalKind>> = {
  MALFORMED_ARGUMENT: refusal(
    { en: 'an argument is not of its form', zh: '参数不符合要求的格式' },
    { en: 'correct the call; the detail names the argument', zh: '请更正调用；英文说明指出了参数名称' },
  ),
  NOT_PERMITTED: refusal(
    {
      en: "the caller's certificate has neither membership nor role for this",
      zh: '调用方证书不具备所需的成员身份或角色',
    },
    {
      en: 'use a certificate of the authority with the role, or have it granted',
      zh: '请使用主管机构具有该角色的证书，或申请授予角色',
    },
  ),
  ROLE_NOT_FOUND: refusal(
    { en: 'the certificate was never granted a role', zh: '该证书从未被授予角色' },
    { en: "check the certificate's hash", zh: '请核对证书哈希' },
  ),
  SERIES_NOT_FOUND: refusal(
    { en: 'no series of this name', zh: '没有此名称的序列' },
    { en: 'check the name, or open the series', zh: '请核对名称，或先开设该序列' },
  ),
  BATCH_NOT_FOUND: refusal(
    { en: 'no batch of this number', zh: '没有此编号的批次' },
    {
      en: 'check series and number; the batch may not be anchored yet',
      zh: '请核对序列与编号；该批次可能尚未上链',
    },
  ),
  ROLE_EXISTS: refusal(
    { en: 'the certificate has roles already', zh: '该证书已有角色' },
    { en: 'revoke them, and use a new certificate', zh: '请先撤销其角色，并使用新证书' },
  ),
  ROLE_REVOKED: refusal(
    { en: 'the roles were revoked before; that is final', zh: '角色此前已被撤销，且不可恢复' },
    { en: 'use a new certificate', zh: '请使用新证书' },
  ),
  SERIES_EXISTS: refusal(
    { en: 'the name is taken', zh: '该名称已被占用' },
    { en: 'choose another name', zh: '请换一个名称' },
  ),
  SERIES_CLOSED: refusal(
    { en: 'the series takes no more batches', zh: '该序列不再接受批次' },
    { en: 'open another series', zh: '请开设另一序列' },
  ),
  PREFIX_TAKEN: refusal(
    { en: 'another series has the prefix', zh: '该前缀已属于另一序列' },
    { en: 'choose another prefix', zh: '请换一个前缀' },
  ),
  BATCH_CONFLICT: refusal(
    { en: 'the number is taken by a batch with other content', zh: '该编号已被内容不同的批次占用' },
    {
      en: 'read the batch; what is not in it goes into the next',
      zh: '请读取该批次；其中没有的内容归入下一批次',
    },
  ),
  BATCH_OUT_OF_ORDER: refusal(
    { en: 'the number is not the next of the series', zh: '该编号不是序列的下一个编号' },
    { en: 'read the head of the series', zh: '请读取序列的当前位置' },
  ),
  BATCH_ANCHORED: refusal(
    {
      en: 'a fence came too late: the batch is anchored; its record follows the code',
      zh: '作废请求来得太晚：批次已上链，其记录附在代码之后',
    },
    { en: 'take the record as the result', zh: '请以该记录为准' },
  ),
  SEQUENCE_MISMATCH: refusal(
    {
      en: 'the first sequence is not the next of the series, or the series has no number left',
      zh: '首个序号不是序列的下一个序号，或序列的号码已用尽',
    },
    {
      en: 'read the head of the series; open another series when it is full',
      zh: '请读取序列的当前位置；用尽时请开设另一序列',
    },
  ),
  CLOCK_NOT_SET: refusal(
    { en: 'the ledger clock was never set', zh: '账本时钟从未设置' },
    { en: 'submit tick', zh: '请提交 tick' },
  ),
  CLOCK_TOO_SOON: refusal(
    { en: 'the last tick is less than 20 seconds old', zh: '距上次 tick 不足 20 秒' },
    { en: 'use the clock as it is', zh: '请直接使用当前时钟' },
  ),
  CLOCK_DISAGREES: refusal(
    {
      en: "the transaction's time is more than 5 seconds from the endorser's clock",
      zh: '交易时间与背书节点的时钟相差超过 5 秒',
    },
    { en: "set the machine's clock; try again", zh: '请校准本机时钟后重试' },
  ),
  KIND_NOT_ALLOWED: refusal(
    { en: 'the namespace keeps no documents of this kind', zh: '该命名空间不保存此类文件' },
    { en: "use the namespace of the kind's authority", zh: '请使用此类文件主管机构的命名空间' },
  ),
  PREFIX_NOT_ALLOWED: refusal(
    { en: "the prefix is outside the namespace's space", zh: '前缀不在该命名空间的范围内' },
    { en: 'choose a prefix of the space', zh: '请在范围内选择前缀' },
  ),
  SUITE_NOT_SUPPORTED: refusal(
    { en: 'the endorsers have no such hash suite', zh: '背书节点没有此哈希套件' },
    { en: 'use sha256-p256', zh: '请使用 sha256-p256' },
  ),
  ROOT_MISMATCH: refusal(
    { en: 'the root does not follow from the entries', zh: '根哈希与各条目不符' },
    { en: 'compute it again from the entries that are sent', zh: '请根据所发送的条目重新计算' },
  ),
};

export function isLedgerErrorCode(code: string): code is LedgerErrorCode {
  return Object.hasOwn(LEDGER_ERROR_STATUS, code);
}

/** @param said The contract's own words. */
export function writeLedgerRefusal(code: LedgerErrorCode, said: string, language: Language): string {
  return language === 'en' ? said : `${LEDGER_REFUSALS[code].meaning[language]}（账本原文：${said}）`;
}

/** The code, where there are words of ours with them. */
export function nameLedgerRefusal(code: string, language: Language): string {
  return language === 'zh' && isLedgerErrorCode(code)
    ? `${LEDGER_REFUSALS[code].meaning.zh}（${code}）`
    : code;
}
