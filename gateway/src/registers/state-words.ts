/** States of invoices and of lines of an import, in words of a table. */
import type { Language } from '../i18n/language.js';
import type { LineResult } from '../invoices/invoice-desk.js';

export type StateInTable = LineResult['state'] | 'unreadable';

const CHINESE: Readonly<Record<StateInTable, string>> = {
  accepted: '已受理',
  sealed: '已封存',
  submitted: '已提交',
  anchored: '已上链',
  refused: '已拒绝',
  checked: '已检查',
  erased: '已删除',
  unreadable: '无法读取',
};

export const stateWord = (state: StateInTable, language: Language): string =>
  language === 'zh' ? CHINESE[state] : state;
