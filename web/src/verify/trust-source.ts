/**
 * Where the page's trust comes from: its host, files that the reader keeps, or the page itself when it is a file that
 * somebody made with profiles in it. Never from what is judged. Nothing here rejects: trust that cannot be had is a state
 * of its own, because judging waits for it.
 *
 * @module
 */
import {
  MAX_PROFILE_BYTES,
  parseTrustProfile,
  type PreparedTrust,
  prepareTrust,
  TrustError,
  type TrustProfile,
} from '@chopmark/core/verify';
import { loadCrypto } from './browser-crypto.js';
import { fetchOwn } from './fetch-own.js';
import { bytesOf } from './files/local-files.js';
import { NoAnswer } from './no-answer.js';

export type TrustPlace = 'host' | 'chosen' | 'builtIn';

export type Trust =
  /** At least one profile; of two for the same network the first counts. */
  | { readonly from: TrustPlace; readonly prepared: readonly PreparedTrust[] }
  /** Nobody knows yet. */
  | { readonly from: 'awaited' }
  | { readonly from: 'none' }
  /** A profile that nobody should judge by. */
  | { readonly from: 'bad'; readonly detail: string };

const WELL_KNOWN = './.well-known/chopmark-trust.json';

export function profilesOf(trust: Trust): readonly TrustProfile[] {
  return 'prepared' in trust ? trust.prepared.map(({ profile }) => profile) : [];
}

/** `none` when the host gives none. */
export function trustOfHost(): Promise<Trust> {
  return prepared('host', async () => [await fetchOwn(WELL_KNOWN, MAX_PROFILE_BYTES)]);
}

/** The profiles that `chopmark verifier` wrote into the page. */
export function trustBuiltIn(): Promise<Trust> {
  return prepared('builtIn', () => {
    const profiles = JSON.parse(document.getElementById('profiles')?.textContent ?? '[]') as unknown[];
    return Promise.resolve(profiles.map((one) => JSON.stringify(one)));
  });
}

/** Files that the reader keeps. One bad file among them makes all unusable, because the reader believes in all. */
export function trustFromFiles(files: readonly File[]): Promise<Trust> {
  return prepared('chosen', () => Promise.all(files.map((file) => bytesOf(file, MAX_PROFILE_BYTES))));
}

/** Profiles that the reader chose, added to those chosen before. */
export function withChosen(chosen: Trust, before: Trust): Trust {
  if (!('prepared' in chosen) || !('prepared' in before) || before.from !== 'chosen') return chosen;
  const known = new Set(chosen.prepared.map(({ fingerprint }) => fingerprint));
  return {
    from: 'chosen',
    prepared: [...chosen.prepared, ...before.prepared.filter(({ fingerprint }) => !known.has(fingerprint))],
  };
}

async function prepared(
  from: TrustPlace,
  read: () => Promise<readonly (Uint8Array | string)[]>,
): Promise<Trust> {
  try {
    const inputs = await read();
    if (inputs.length === 0) return { from: 'none' };
    const crypto = await loadCrypto();
    return {
      from,
      prepared: await Promise.all(inputs.map((input) => prepareTrust(parseTrustProfile(input), crypto))),
    };
  } catch (error) {
    if (error instanceof NoAnswer && error.code !== 'PAGE_INCOMPLETE') return { from: 'none' };
    return { from: 'bad', detail: detailOf(error) };
  }
}

function detailOf(error: unknown): string {
  if (error instanceof TrustError) return `${error.code}: ${error.message}`;
  if (error instanceof NoAnswer) return `${error.code}: a script of this page did not come: reload the page`;
  return `PROFILE_UNREADABLE: ${error instanceof Error ? error.message : 'unknown fault'}`;
}
