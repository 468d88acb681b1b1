/**
 * Accounts of a demonstration platform: invented organizations with sandbox codes (region 000000, not allocated),
 * passwords drawn on the first run. Production mode refuses them.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { readJson, writeJson } from './home.js';

export interface DemoAccount {
  readonly gateway: 'tax' | 'affairs' | 'court';
  readonly account: string;
  readonly password: string;
  readonly roles: readonly string[];
  readonly organization: { readonly name: string; readonly taxId: string };
}

export interface Party {
  readonly name: string;
  readonly taxId: string;
}

/** Sandbox taxpayers; the codes are those of `test/vectors/uscc.json`. */
export const SELLERS = {
  lantern: { name: '示例灯笼制造有限公司', taxId: '91000000T0000001XM' },
  teahouse: { name: '示例龙井茶业有限公司', taxId: '91000000T00000028M' },
  bank: { name: '示例商业银行股份有限公司', taxId: '91000000T000000526' },
  software: { name: '示例软件服务有限公司', taxId: '91000000T0000108X4' },
  metro: { name: '示例轨道交通集团有限公司', taxId: '91000000T00002090J' },
} as const satisfies Record<string, Party>;

export const BUYERS = {
  trading: { name: '示例贸易有限公司', taxId: '91000000T00000036G' },
  logistics: { name: '示例物流有限公司', taxId: '91000000T00000044B' },
  hospital: { name: '示例市第一医院', taxId: '12000000T00000108E' },
} as const satisfies Record<string, Party>;

const BUREAU: Party = { name: '示例市税务局', taxId: '11000000T000000609' };
const OFFICE: Party = { name: '示例市政务服务局', taxId: '11000000T000000796' };
const COURT: Party = { name: '示例互联网法院', taxId: '11000000T00000095U' };

const ACCOUNTS: readonly Omit<DemoAccount, 'password'>[] = [
  { gateway: 'tax', account: 'tax-officer', roles: ['taxOfficer'], organization: BUREAU },
  { gateway: 'tax', account: 'issuer', roles: ['issuer'], organization: SELLERS.lantern },
  { gateway: 'tax', account: 'receiver', roles: ['receiver'], organization: BUYERS.trading },
  { gateway: 'tax', account: 'auditor', roles: ['auditor'], organization: BUREAU },
  { gateway: 'tax', account: 'administrator', roles: ['administrator'], organization: BUREAU },
  { gateway: 'affairs', account: 'certificate-officer', roles: ['certificateOfficer'], organization: OFFICE },
  { gateway: 'affairs', account: 'holder', roles: ['holder'], organization: BUYERS.trading },
  { gateway: 'affairs', account: 'auditor', roles: ['auditor'], organization: OFFICE },
  { gateway: 'affairs', account: 'administrator', roles: ['administrator'], organization: OFFICE },
  { gateway: 'court', account: 'court-clerk', roles: ['courtClerk'], organization: COURT },
  { gateway: 'court', account: 'auditor', roles: ['auditor'], organization: COURT },
  { gateway: 'court', account: 'administrator', roles: ['administrator'], organization: COURT },
];

/** Reads the accounts file, or draws passwords and writes it (0600). */
export function ensureDemoAccounts(file: string): readonly DemoAccount[] {
  const known = readJson(file) as readonly DemoAccount[] | undefined;
  if (known !== undefined) return known;
  const accounts = ACCOUNTS.map((account) => ({
    ...account,
    password: randomBytes(12).toString('base64url'),
  }));
  writeJson(file, accounts, 0o600);
  return accounts;
}
