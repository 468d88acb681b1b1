/** What a register comes to, counted while its invoices pass by. Amounts are added in fen. */
import { formatAmount, parseAmount, type JsonValue } from '@chopmark/core';
import type { RegisterEntry } from '../invoices/invoice-desk.js';
import type { LedgerPlace } from '../ledger/ledger-place.js';

export interface RateSum {
  readonly rate: string;
  readonly lines: number;
  readonly net: string;
  readonly tax: string;
}

export interface RegisterSummary {
  readonly anchored: number;
  /** Accepted, not on the ledger yet. */
  readonly pending: number;
  readonly refused: number;
  /** Contents are gone or do not open. */
  readonly unreadable: number;
  /** Contents were destroyed; no sum has them. */
  readonly erased: number;
  /** Of anchored invoices, as the following. */
  readonly totalNet: string;
  readonly totalTax: string;
  readonly totalGross: string;
  readonly byRate: readonly RateSum[];
  readonly batches: readonly {
    readonly series: string;
    readonly batch: number;
    readonly root: string;
    readonly block: number;
    readonly invoices: number;
  }[];
  /** Ids of invoices that are not what the anchored batch says. */
  readonly disagreeing: readonly string[];
  /** Every anchored invoice, erased ones too, agrees with its batch, sums of lines with totals, and nothing is unreadable. */
  readonly reconciles: boolean;
}

interface Sum {
  lines: number;
  net: bigint;
  tax: bigint;
}

const LISTED = 100;

export class Summary {
  #anchored = 0;
  #pending = 0;
  #refused = 0;
  #unreadable = 0;
  #erased = 0;
  #net = 0n;
  #tax = 0n;
  #gross = 0n;
  #disagrees = 0;
  readonly #rates = new Map<string, Sum>();
  readonly #batches = new Map<string, RegisterSummary['batches'][number]>();
  readonly #disagreeing: string[] = [];

  add(entry: RegisterEntry): void {
    const { invoice, erasure } = entry;
    if (erasure !== undefined) this.#addErased(entry);
    else if (invoice === undefined) this.#unreadable += 1;
    else if (invoice.state === 'refused') this.#refused += 1;
    else if (invoice.ledger === null) this.#pending += 1;
    else this.#addAnchored(entry, invoice, invoice.ledger);
  }

  #addAnchored(
    entry: RegisterEntry,
    invoice: NonNullable<RegisterEntry['invoice']>,
    ledger: LedgerPlace,
  ): void {
    this.#anchored += 1;
    this.#net += parseAmount(invoice.totalNet);
    this.#tax += parseAmount(invoice.totalTax);
    this.#gross += parseAmount(invoice.totalGross);
    for (const line of linesOf(entry)) this.#addLine(line);
    this.#compare(entry, ledger);
  }

  /** Its hash still stands at its place, or it never had one. */
  #addErased(entry: RegisterEntry): void {
    this.#erased += 1;
    if (entry.ledger != null) this.#compare(entry, entry.ledger);
  }

  #compare(entry: RegisterEntry, { series, batch, block }: LedgerPlace): void {
    const key = `${series} ${batch}`;
    const known = this.#batches.get(key);
    const root = entry.batchRoot ?? '';
    this.#batches.set(key, { series, batch, root, block, invoices: (known?.invoices ?? 0) + 1 });
    if (entry.agrees === true) return;
    this.#disagrees += 1;
    if (this.#disagreeing.length < LISTED) this.#disagreeing.push(entry.id);
  }

  #addLine({ rate, net, tax }: RegisterLine): void {
    const sum = this.#rates.get(rate) ?? { lines: 0, net: 0n, tax: 0n };
    this.#rates.set(rate, {
      lines: sum.lines + 1,
      net: sum.net + parseAmount(net),
      tax: sum.tax + parseAmount(tax),
    });
  }

  result(): RegisterSummary {
    const rates = [...this.#rates].sort(([a], [b]) => (a < b ? -1 : 1));
    const sum = (of: 'net' | 'tax'): bigint => rates.reduce((total, [, one]) => total + one[of], 0n);
    const sumsAgree =
      sum('net') === this.#net && sum('tax') === this.#tax && this.#net + this.#tax === this.#gross;
    return {
      anchored: this.#anchored,
      pending: this.#pending,
      refused: this.#refused,
      unreadable: this.#unreadable,
      erased: this.#erased,
      totalNet: formatAmount(this.#net),
      totalTax: formatAmount(this.#tax),
      totalGross: formatAmount(this.#gross),
      byRate: rates.map(([rate, { lines, net, tax }]) => ({
        rate,
        lines,
        net: formatAmount(net),
        tax: formatAmount(tax),
      })),
      batches: [...this.#batches.values()],
      disagreeing: this.#disagreeing,
      reconciles: this.#disagrees === 0 && this.#unreadable === 0 && sumsAgree,
    };
  }
}

interface RegisterLine {
  readonly rate: string;
  readonly net: string;
  readonly tax: string;
}

/** Validation saw to their form when the invoice was accepted. */
function linesOf({ document }: RegisterEntry): readonly RegisterLine[] {
  const lines: JsonValue = document?.['lines'] ?? [];
  return lines as unknown as readonly RegisterLine[];
}
