/**
 * The three-field check: number, date and total as read from paper. All that is told is whether all
 * agree; which one differs is nobody's to learn by trying.
 *
 * @module
 */
import { timingSafeEqual } from 'node:crypto';

import { canonicalBytes } from '@chopmark/core';

import { sha256 } from './node-crypto.js';

export interface PaperFields {
  /** `yyyy-mm-dd`. */
  readonly issuedOn: string;
  /** Amount text, two decimals. */
  readonly totalGross: string;
}

const digestOf = ({ issuedOn, totalGross }: PaperFields): Buffer =>
  sha256(canonicalBytes([issuedOn, totalGross]));

/** Both are hashed as a whole first: the comparison takes the same steps whatever differs. */
export function fieldsAgree(stored: PaperFields, asked: PaperFields): boolean {
  return timingSafeEqual(digestOf(stored), digestOf(asked));
}
