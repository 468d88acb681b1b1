/**
 * The key that signs access tokens: P-256, made once for each gateway, in its own folder, readable by its user only.
 *
 * @module
 */
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { readOrMakeSecret } from '../secret-file.js';

export interface SigningKey {
  /** Thumbprint of the public key (RFC 7638). */
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const FILE_NAME = 'access-token-key.pem';

/** Reads the key of the folder, or makes it there (mode 0600). */
export async function loadSigningKey(folder: string): Promise<SigningKey> {
  return signingKeyFrom(createPrivateKey(await readOrMakeSecret(folder, FILE_NAME, newKeyPem)));
}

/** A key that lives as long as the process. */
export function generateSigningKey(): SigningKey {
  return signingKeyFrom(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey);
}

/** @throws {Error} for a key that is not on P-256 */
export function signingKeyFrom(privateKey: KeyObject): SigningKey {
  if (privateKey.asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    throw new Error('the access token key is not on P-256');
  const publicKey = createPublicKey(privateKey);
  const { crv, kty, x, y } = publicKey.export({ format: 'jwk' });
  const kid = createHash('sha256').update(JSON.stringify({ crv, kty, x, y })).digest('base64url');
  return { kid, privateKey, publicKey };
}

function newKeyPem(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}
