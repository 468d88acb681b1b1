/**
 * Where the page's trust comes from: its host, or a file that the reader keeps. Never from the bundle.
 *
 * @module
 */
import {
  MAX_PROFILE_BYTES,
  parseTrustProfile,
  type PreparedTrust,
  prepareTrust,
  TrustError,
} from '@chopmark/core/verify';
import { browserCrypto, hasSignatures } from './browser-crypto.js';
import { fetchOwn, NoAnswer } from './fetch-own.js';

export type Trust =
  | { readonly from: 'host' | 'pinned'; readonly prepared: PreparedTrust }
  | { readonly from: 'none' }
  /** A profile that nobody should judge by. */
  | { readonly from: 'bad'; readonly detail: string };

const WELL_KNOWN = './.well-known/chopmark-trust.json';

/** Never rejects. */
export async function trustOfHost(): Promise<Trust> {
  try {
    return await prepared('host', await fetchOwn(WELL_KNOWN, MAX_PROFILE_BYTES));
  } catch (error) {
    if (error instanceof NoAnswer) return { from: 'none' };
    throw error;
  }
}

/** Never rejects for what the file holds. */
export async function trustFromFile(file: File): Promise<Trust> {
  if (file.size > MAX_PROFILE_BYTES) return { from: 'bad', detail: 'too large' };
  return prepared('pinned', new Uint8Array(await file.arrayBuffer()));
}

async function prepared(from: 'host' | 'pinned', bytes: Uint8Array): Promise<Trust> {
  if (!hasSignatures()) return { from: 'none' };
  try {
    return { from, prepared: await prepareTrust(parseTrustProfile(bytes), browserCrypto) };
  } catch (error) {
    if (error instanceof TrustError) return { from: 'bad', detail: `${error.code}: ${error.message}` };
    throw error;
  }
}
