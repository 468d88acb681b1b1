/**
 * Rates of value-added tax by day: data, not rules. Not confirmed to be complete; a rate that comes or
 * goes is a line with its days, never a change of one.
 *
 * @module
 */
export interface VatRate {
  /** As an invoice writes it: part of one with two decimals, or a word. */
  readonly rate: string;
  /** First day, `yyyy-mm-dd` of Asia/Shanghai. */
  readonly from: string;
  /** Last day; absent while it holds. */
  readonly until?: string;
}

/** Words for lines without a rate: 免税 and 不征税. */
export const RATE_WORDS = ['exempt', 'notTaxed'] as const;

/** Rates that hold since the reform of 1 April 2019; nothing older can be issued here. */
const SINCE_2019 = ['0.13', '0.09', '0.06', '0.05', '0.03', '0.01', '0.00', ...RATE_WORDS];

export const VAT_RATES: readonly VatRate[] = SINCE_2019.map((rate) => ({ rate, from: '2019-04-01' }));

export function isRateWord(rate: string): boolean {
  return (RATE_WORDS as readonly string[]).includes(rate);
}

/** @param day `yyyy-mm-dd`; days compare as text. */
export function isRateInForce(rate: string, day: string, table: readonly VatRate[] = VAT_RATES): boolean {
  return table.some(
    (row) => row.rate === rate && row.from <= day && (row.until === undefined || day <= row.until),
  );
}
