/**
 * P-256 keys out of `randomness.ts`, and ECDSA with SHA-256 whose nonce follows from key and message (RFC 6979): a seed
 * fixes every byte that a test signs. For tests only: nothing here runs in constant time.
 *
 * @see https://www.rfc-editor.org/rfc/rfc6979#section-3.2
 * @module
 */
import { type KeyObject, createECDH, createHash, createHmac, webcrypto } from 'node:crypto';
import { randomBytes } from './randomness.js';

export const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const P256 = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export async function generateP256(): Promise<webcrypto.CryptoKeyPair> {
  const point = createECDH('prime256v1');
  const secret = randomBytes(32);
  point.setPrivateKey(secret); // refuses zero and what is beyond the order: one draw in 2^32
  const [x, y] = [point.getPublicKey().subarray(1, 33), point.getPublicKey().subarray(33)];
  const open = { kty: 'EC', crv: 'P-256', x: x.toString('base64url'), y: y.toString('base64url') };
  const subtle = webcrypto.subtle;
  return {
    publicKey: await subtle.importKey('jwk', open, P256, true, ['verify']),
    privateKey: await subtle.importKey('jwk', { ...open, d: secret.toString('base64url') }, P256, true, [
      'sign',
    ]),
  };
}

/** Numbers of the signature; S is in the lower half in one of two cases. */
export function signP256(
  key: KeyObject,
  message: Uint8Array,
  hash = 'sha256',
): { readonly r: bigint; readonly s: bigint } {
  return signWith(String(key.export({ format: 'jwk' }).d), message, hash);
}

/** WebCrypto for the certificate library: signatures over P-256 as above, everything else Node's own. */
export const deterministicCrypto = {
  getRandomValues: <T extends webcrypto.BufferSource>(array: T): T =>
    webcrypto.getRandomValues(array as never),
  subtle: new Proxy(webcrypto.subtle, {
    get: (subtle, name) => {
      if (name === 'sign') return signRaw;
      const member: unknown = Reflect.get(subtle, name);
      return typeof member === 'function' ? (member.bind(subtle) as unknown) : member;
    },
  }),
};

async function signRaw(
  algorithm: webcrypto.EcdsaParams,
  key: webcrypto.CryptoKey,
  message: webcrypto.BufferSource,
): Promise<ArrayBuffer> {
  if ((key.algorithm as webcrypto.EcKeyAlgorithm).namedCurve !== P256.namedCurve)
    return webcrypto.subtle.sign(algorithm, key, message);
  const bytes = ArrayBuffer.isView(message)
    ? new Uint8Array(message.buffer, message.byteOffset, message.byteLength)
    : new Uint8Array(message);
  const { r, s } = signWith(String((await webcrypto.subtle.exportKey('jwk', key)).d), bytes);
  return Uint8Array.from(Buffer.concat([numberBytes(r), numberBytes(s)])).buffer;
}

function signWith(secret: string, message: Uint8Array, hash = 'sha256'): { r: bigint; s: bigint } {
  const d = Buffer.from(secret, 'base64url');
  const digest = createHash(hash).update(message).digest().subarray(0, 32); // as many bits as the order has
  const point = createECDH('prime256v1');
  for (const nonce of nonces(d, digest)) {
    point.setPrivateKey(nonce);
    const r = numberOf(point.getPublicKey().subarray(1, 33)) % ORDER;
    const s = (inverse(numberOf(nonce)) * (numberOf(digest) + r * numberOf(d))) % ORDER;
    if (r !== 0n && s !== 0n) return { r, s };
  }
  throw new Error('unreachable: there is always a further nonce');
}

/** RFC 6979, section 3.2, steps b to h. */
function* nonces(secret: Buffer, digest: Buffer): Generator<Buffer> {
  const hmac = (key: Uint8Array, ...parts: Uint8Array[]): Buffer =>
    createHmac('sha256', key).update(Buffer.concat(parts)).digest();
  const seed = Buffer.concat([secret, numberBytes(numberOf(digest) % ORDER)]);
  let value: Buffer = Buffer.alloc(32, 1);
  let key: Buffer = Buffer.alloc(32, 0);
  for (const step of [0, 1]) {
    key = hmac(key, value, Buffer.of(step), seed);
    value = hmac(key, value);
  }
  for (;;) {
    value = hmac(key, value);
    if (numberOf(value) > 0n && numberOf(value) < ORDER) yield value;
    key = hmac(key, value, Buffer.of(0));
    value = hmac(key, value);
  }
}

function inverse(value: bigint): bigint {
  let [low, high, before, now] = [value % ORDER, ORDER, 1n, 0n];
  while (low > 0n) {
    const times = high / low;
    [low, high, before, now] = [high % low, low, now - times * before, before];
  }
  return ((now % ORDER) + ORDER) % ORDER;
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}

/** 32 bytes, big-endian. */
export function numberBytes(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}
