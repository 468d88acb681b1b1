/**
 * Where the page's trust comes from: its host, files that the reader keeps, or the page itself when it is a file that
 * somebody made with profiles in it. Never from what is judged.
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
import { browserCrypto } from './browser-crypto.js';
import { fetchOwn, NoAnswer } from './fetch-own.js';

export type TrustPlace = 'host' | 'chosen' | 'builtIn';

export type Trust =
  /** At least one profile; of two for the same network the first counts. */
  | { readonly from: TrustPlace; readonly prepared: readonly PreparedTrust[] }
  | { readonly from: 'none' }
  /** A profile that nobody should judge by. */
  | { readonly from: 'bad'; readonly detail: string };

const WELL_KNOWN = './.well-known/chopmark-trust.json';

export function profilesOf(trust: Trust): readonly TrustProfile[] {
  return 'prepared' in trust ? trust.prepared.map(({ profile }) => profile) : [];
}

/** Never rejects. */
export async function trustOfHost(): Promise<Trust> {
  try {
    return await prepared('host', [await fetchOwn(WELL_KNOWN, MAX_PROFILE_BYTES)]);
  } catch (error) {
    if (error instanceof NoAnswer) return { from: 'none' };
    throw error;
  }
}

/** The profiles that `chopmark verifier` wrote into the page. Never rejects for what they are. */
export async function trustBuiltIn(): Promise<Trust> {
  const profiles = JSON.parse(document.getElementById('profiles')?.textContent ?? '[]') as unknown[];
  return prepared(
    'builtIn',
    profiles.map((one) => JSON.stringify(one)),
  );
}

/**
 * Files that the reader keeps, added to those chosen before. Never rejects for what they hold; one bad file among them
 * makes all unusable, because the reader believes in all.
 */
export async function trustFromFiles(files: readonly File[], before: Trust): Promise<Trust> {
  const inputs = await Promise.all(
    files.map(async (file) => new Uint8Array(await file.slice(0, MAX_PROFILE_BYTES + 1).arrayBuffer())),
  );
  const chosen = await prepared('chosen', inputs);
  if (!('prepared' in chosen) || before.from !== 'chosen') return chosen;
  const known = new Set(chosen.prepared.map(({ fingerprint }) => fingerprint));
  return {
    from: 'chosen',
    prepared: [...chosen.prepared, ...before.prepared.filter(({ fingerprint }) => !known.has(fingerprint))],
  };
}

async function prepared(from: TrustPlace, inputs: readonly (Uint8Array | string)[]): Promise<Trust> {
  if (inputs.length === 0) return { from: 'none' };
  try {
    return {
      from,
      prepared: await Promise.all(
        inputs.map((input) => prepareTrust(parseTrustProfile(input), browserCrypto)),
      ),
    };
  } catch (error) {
    if (error instanceof TrustError) return { from: 'bad', detail: `${error.code}: ${error.message}` };
    throw error;
  }
}
