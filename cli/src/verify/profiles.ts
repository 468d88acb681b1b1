/**
 * Which trust profiles to judge by: the ones named, else those that the platforms on this machine left.
 *
 * @module
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MAX_PROFILE_BYTES, TrustError, type TrustProfile, parseTrustProfile } from '@chopmark/core/verify';
import { readBounded } from './input/read-file.js';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));

/** Under `CHOPMARK_HOME`; the copy among the samples counts for a network that is not here. */
const PLACES = ['embedded/network/trust.json', 'native/network/trust.json', 'samples/trust.json'];

/** @throws {TrustError} `PROFILE_UNREADABLE`, naming the file. */
export async function readProfiles(
  named: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<TrustProfile[]> {
  if (named.length > 0) return Promise.all(named.map(readProfile));
  const found = await Promise.all(filesUnderHome(env).map(readProfile));
  return found.filter(({ network }, at) => found.findIndex((one) => one.network === network) === at);
}

function filesUnderHome(env: NodeJS.ProcessEnv): string[] {
  const home = resolve(env['CHOPMARK_HOME'] || join(PROJECT, '.chopmark'));
  return PLACES.map((place) => join(home, place)).filter((file) => existsSync(file));
}

/** @throws {TrustError} `PROFILE_UNREADABLE`, naming the file. */
export async function readProfile(file: string): Promise<TrustProfile> {
  try {
    return parseTrustProfile(await readBounded(file, MAX_PROFILE_BYTES));
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'unreadable';
    throw new TrustError('PROFILE_UNREADABLE', `${file}: ${reason}`, { cause });
  }
}
