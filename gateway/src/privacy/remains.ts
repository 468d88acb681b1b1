/** What is left of an erased invoice, as it is told. */
import { formatNumber } from '@chopmark/core';

import { prefixOf } from '../pipeline/series-name.js';
import type { ErasureTable } from '../store/tables.js';
import type { ErasedInvoice, Erasure, ErasureReason } from './invoice-privacy.js';

const KIND = 'invoice';

type Row = Pick<ErasureTable, 'id' | 'series' | 'sequence' | 'reason' | 'erased_by' | 'erased_at'>;

export function remainsOf({ id, series, sequence, reason, erased_by, erased_at }: Row): Erasure {
  return {
    id,
    number: sequence === null ? null : formatNumber(KIND, prefixOf(series), sequence),
    reason: reason as ErasureReason,
    erasedBy: erased_by,
    erasedAt: erased_at.toISOString(),
  };
}

export function erasedInvoice({ id, number, reason, erasedAt }: Erasure): ErasedInvoice {
  return { id, number, reason, erasedAt };
}
