/**
 * A ledger whose calls are timed.
 *
 * @module
 */
import { LedgerError } from '@chopmark/core';

import { UnavailableError } from '../errors.js';
import type { Ledger } from '../ledger/ledger.js';
import type { Metrics } from './metrics.js';

const TIMED = new Set<PropertyKey>([
  'series',
  'head',
  'batch',
  'clock',
  'openSeries',
  'tick',
  'endorseAnchor',
  'endorseFence',
  'submit',
  'attest',
  'storedBlock',
  'height',
  'anchoredEntries',
] satisfies (keyof Ledger)[]);

type AnyCall = (...args: unknown[]) => Promise<unknown>;

/** The same ledger; what it answers and throws is untouched. */
export function measuredLedger(ledger: Ledger, metrics: Metrics): Ledger {
  return new Proxy(ledger, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      const bound = (value as AnyCall).bind(target);
      return TIMED.has(name) ? timed(String(name), bound, metrics) : bound;
    },
  });
}

function timed(call: string, ask: AnyCall, { ledgerCalls }: Metrics): AnyCall {
  return async (...args) => {
    const end = ledgerCalls.startTimer({ call });
    try {
      const answer = await ask(...args);
      end({ outcome: 'ok' });
      return answer;
    } catch (error) {
      end({ outcome: outcomeOf(error) });
      throw error;
    }
  };
}

function outcomeOf(error: unknown): string {
  if (error instanceof LedgerError) return error.code;
  return error instanceof UnavailableError ? 'unavailable' : 'error';
}
