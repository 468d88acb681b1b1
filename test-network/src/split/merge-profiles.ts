/** One trust profile with the signatures of all organizations, out of the copies that each signed at home. */
import { readFile } from 'node:fs/promises';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { profileBytes } from '../trust/trust-profile.js';
import type { ProfileSignature, TrustProfile } from '../trust/trust-profile.js';

/**
 * Writes the merged profile to `to`; whether the signatures are good says `chopmark trust show`.
 *
 * @throws {NetworkError} `PROFILES_DIFFER` when they do not say the same, or one cannot be read; nothing is written.
 */
export async function mergeProfiles(files: readonly string[], to: string): Promise<TrustProfile> {
  const profiles = await Promise.all(files.map(readProfile));
  const [first] = profiles;
  if (!first) throw new NetworkError('PROFILES_DIFFER', 'there is no profile to merge');
  const bytes = profileBytes(first);
  for (const [place, profile] of profiles.entries()) {
    if (Buffer.compare(profileBytes(profile), bytes) !== 0) {
      throw new NetworkError(
        'PROFILES_DIFFER',
        `${files[place] ?? ''} says something else than ${files[0] ?? ''}`,
      );
    }
  }
  const signatures = new Map<string, ProfileSignature>();
  for (const signature of profiles.flatMap((profile) => profile.signatures)) {
    if (!signatures.has(signature.certificate)) signatures.set(signature.certificate, signature);
  }
  const merged = { ...first, signatures: [...signatures.values()] };
  await writeJson(to, merged);
  return merged;
}

async function readProfile(path: string): Promise<TrustProfile> {
  try {
    const profile = JSON.parse(await readFile(path, 'utf8')) as TrustProfile;
    if ((profile as { format?: unknown }).format === 'chopmark/trust/1' && Array.isArray(profile.signatures))
      return profile;
  } catch (cause) {
    throw new NetworkError('PROFILES_DIFFER', `${path} cannot be read`, { cause });
  }
  throw new NetworkError('PROFILES_DIFFER', `${path} is no trust profile`);
}
