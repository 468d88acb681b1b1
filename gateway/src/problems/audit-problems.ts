/** Checkpoints of the audit log. */
import { kind, type ProblemKind } from './problem-kind.js';

export const AUDIT_PROBLEMS = {
  CHECKPOINT_NOT_FOUND: kind(
    404,
    { en: 'No such checkpoint', zh: '查无此检查点' },
    {
      en: 'this gateway has anchored no audit checkpoint of this number',
      zh: '本网关没有该编号的已上链审计检查点',
    },
    {
      en: 'GET /v1/audit-checkpoints lists them; one has a number once it stands on the ledger.',
      zh: 'GET /v1/audit-checkpoints 列出检查点；上链后才有编号。',
    },
  ),
  CHECKPOINT_REFUSED: kind(
    409,
    { en: 'Checkpoint refused by the ledger', zh: '账本拒绝了检查点' },
    { en: 'the ledger refused the checkpoint: {reason}', zh: '账本拒绝了该检查点：{reason}' },
    {
      en: 'KIND_NOT_ALLOWED: its contract is older than this gateway and has to be upgraded. The checkpoint is kept here.',
      zh: 'KIND_NOT_ALLOWED：账本合约早于本网关，需要升级。检查点仍保存在本网关。',
    },
  ),
  AUDIT_LOG_EMPTY: kind(
    409,
    { en: 'Audit log empty', zh: '审计日志为空' },
    { en: 'nothing has happened yet that the audit log keeps', zh: '尚无审计日志记录的事项' },
    {
      en: 'A checkpoint says where the log stands; there has to be a record.',
      zh: '检查点说明日志的位置，须先有记录。',
    },
  ),
} as const satisfies Readonly<Record<string, ProblemKind>>;
