/** Puts timestamps on bundles, as docs/proof-format.md says they are made and by no code of the verifier. */
import { type JsonObject, canonicalJson } from '@chopmark/core';
import type { Bundle, BundleTimestamp } from '@chopmark/core/verify';
import type { Stamper, TokenOptions } from './stamper.js';

export interface Stamping extends TokenOptions {
  readonly over: BundleTimestamp['over'];
  readonly by: Stamper;
  /** Something else than what stands in the bundle. */
  readonly message?: Uint8Array;
}

/** What a token of this kind is over. */
export function messageOf(bundle: Bundle, over: BundleTimestamp['over'], root: string): Buffer {
  if (over === 'root') return Buffer.from(root, 'hex');
  if (over === 'header') return Buffer.from(bundle.block?.header ?? '', 'base64');
  const { statement, transaction, block, configuration, timestamps = [] } = bundle;
  const parts = { statement, transaction, block, configuration, timestamps };
  const present = Object.entries(parts).filter(([, part]) => part !== undefined);
  return Buffer.from(canonicalJson(Object.fromEntries(present) as JsonObject));
}

/** One token after the other, behind those that the bundle has. @param root Of the batch, hexadecimal. */
export function stamped(bundle: Bundle, root: string, ...stampings: readonly Stamping[]): Bundle {
  return stampings.reduce((before, { over, by, message, ...options }) => {
    const token = by.token(message ?? messageOf(before, over, root), options).toString('base64');
    return { ...before, timestamps: [...(before.timestamps ?? []), { over, token }] };
  }, bundle);
}
