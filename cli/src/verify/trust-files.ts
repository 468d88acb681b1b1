/** Where `chopmark trust` takes profiles, chains and admin keys from, and where it writes to. */
import { createPrivateKey, sign } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  type BundleConfiguration,
  MAX_BUNDLE_BYTES,
  MAX_PROFILE_BYTES,
  TrustError,
  type TrustProfile,
  type TrustSignature,
  lowP256Signature,
  parseConfigurationChain,
  parseTrustProfile,
  prepareTrust,
  trustBytes,
} from '@chopmark/core/verify';
import { readBounded } from './input/read-file.js';
import { nodeCrypto } from './node-crypto.js';
import { readProfile } from './profiles.js';

const PATH = '/.well-known/chopmark-trust.json';
const PATIENCE_MS = 10_000;

/**
 * @param source File, or address of a gateway.
 * @throws {TrustError} `PROFILE_UNREADABLE`, naming the source.
 */
export async function profileFrom(source: string): Promise<TrustProfile> {
  if (!/^https?:\/\//.test(source)) return readProfile(source);
  try {
    const answer = await fetch(new URL(PATH, source), {
      redirect: 'error',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.ok) throw new Error(`it answers ${answer.status}`);
    const bytes = new Uint8Array(await answer.arrayBuffer());
    if (bytes.length > MAX_PROFILE_BYTES) throw new Error('larger than any profile');
    return parseTrustProfile(bytes);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : 'no answer';
    throw new TrustError('PROFILE_UNREADABLE', `${source}: ${reason}`, { cause });
  }
}

/** A chain of configuration blocks, or a full bundle that brings one. */
export async function chainFrom(file: string): Promise<BundleConfiguration> {
  return parseConfigurationChain(await readBounded(file, MAX_BUNDLE_BYTES));
}

/**
 * Signs a profile in the name of the organization that certified the key; an earlier signature of it is replaced.
 *
 * @param folder Of an admin: `signcerts/cert.pem` and `keystore/key.pem`, in itself or in `msp/`.
 * @throws {TrustError} `PROFILE_SIGNATURE_INVALID` when it is no admin of any organization of the profile.
 */
export async function signedBy(folder: string, profile: TrustProfile): Promise<TrustProfile> {
  const msp = existsSync(join(folder, 'msp')) ? join(folder, 'msp') : folder;
  const certificate = await readFile(join(msp, 'signcerts', 'cert.pem'), 'utf8');
  const key = createPrivateKey(await readFile(join(msp, 'keystore', 'key.pem')));
  const made = Buffer.from(lowP256Signature(sign('sha256', trustBytes(profile), key))).toString('base64');
  for (const { mspId } of profile.organizations) {
    const signature: TrustSignature = { mspId, certificate, signature: made };
    const others = profile.signatures.filter((one) => one.mspId !== mspId);
    if (await isUsable({ ...profile, signatures: [signature] }))
      return { ...profile, signatures: [...others, signature] };
  }
  throw new TrustError('PROFILE_SIGNATURE_INVALID', `${folder}: no admin of an organization of the profile`);
}

async function isUsable(profile: TrustProfile): Promise<boolean> {
  try {
    await prepareTrust(profile, nodeCrypto);
    return true;
  } catch (error) {
    if (error instanceof TrustError) return false;
    throw error;
  }
}
