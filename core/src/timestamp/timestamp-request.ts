/**
 * The question to a timestamp authority, and its answer as far as it is not the token.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3161#section-2.4
 * @module
 */
import { Integer, Null, OctetString } from 'asn1js';
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs';
import { toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import { DER, type DerReader, integerOf, partsOf, readDer } from '../x509/der.js';
import type { TimestampHash } from './algorithms.js';
import { MAX_TOKEN_BYTES } from './read-token.js';
import { assertStrictDer } from './strict-der.js';
import { TimestampError, orFault } from './timestamp-error.js';

export interface Imprint {
  readonly hash: TimestampHash;
  readonly value: Uint8Array;
}

const DOTTED: Readonly<Record<TimestampHash, string>> = {
  'SHA-256': '2.16.840.1.101.3.4.2.1',
  'SHA-384': '2.16.840.1.101.3.4.2.2',
  'SHA-512': '2.16.840.1.101.3.4.2.3',
};

/**
 * DER of a TimeStampReq (media type `application/timestamp-query`).
 *
 * @param nonce Random bytes, at least 8; its first bit is taken away, so that it is a positive number of one form.
 *   `expected` is how the answer must repeat it.
 * @param certReq Whether the answer shall carry the certificates: without them nobody verifies it offline.
 * @param policy Dotted; undefined leaves it to the authority.
 */
export function timestampRequest(
  { hash, value }: Imprint,
  {
    nonce,
    certReq,
    policy,
  }: { readonly nonce: Uint8Array; readonly certReq: boolean; readonly policy?: string | undefined },
): { readonly der: Uint8Array; readonly expected: string } {
  const number = new Uint8Array(nonce);
  number[0] = ((number[0] ?? 0) & 0x3f) | 0x40;
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: DOTTED[hash], algorithmParams: new Null() }),
      hashedMessage: new OctetString({ valueHex: new Uint8Array(value).buffer }),
    }),
    nonce: new Integer({ valueHex: number.buffer }),
    certReq,
    ...(policy === undefined ? {} : { reqPolicy: policy }),
  });
  return { der: new Uint8Array(request.toSchema().toBER()), expected: toHex(number) };
}

/** Names of PKIFailureInfo's bits, as far as RFC 3161 has them. */
const FAILURES: Readonly<Record<number, string>> = {
  0: 'badAlg',
  2: 'badRequest',
  5: 'badDataFormat',
  14: 'timeNotAvailable',
  15: 'unacceptedPolicy',
  16: 'unacceptedExtension',
  17: 'addInfoNotAvailable',
  25: 'systemFailure',
};

/**
 * The token inside a TimeStampResp (media type `application/timestamp-reply`), exact bytes. It is still to be verified.
 *
 * @throws {TimestampError} `TIMESTAMP_REJECTED` with the authority's reason; `TIMESTAMP_MALFORMED`
 */
export function readTimestampResponse(response: Uint8Array): Uint8Array {
  if (response.length > MAX_TOKEN_BYTES)
    throw new TimestampError('TIMESTAMP_MALFORMED', `answer of more than ${MAX_TOKEN_BYTES} bytes`);
  return orFault('TIMESTAMP_MALFORMED', () => {
    assertStrictDer(response);
    const parts = partsOf(readDer(response, DER.sequence));
    assertGranted(partsOf(parts.read(DER.sequence)));
    const token = parts.read(DER.sequence).raw;
    parts.end();
    return token;
  });
}

/** `granted` and `grantedWithMods`; what was modified shows when the token is verified. */
function assertGranted(parts: DerReader): void {
  const [status = 255] = integerOf(parts.read(DER.integer));
  const texts = parts.optional(DER.sequence);
  const failure = parts.optional(DER.bitString);
  parts.end();
  if (status <= 1) return;
  const reasons = [
    ...(texts ? textsOf(partsOf(texts)) : []),
    ...(failure ? failuresOf(failure.content) : []),
  ];
  throw new TimestampError('TIMESTAMP_REJECTED', reasons.join('; ') || `status ${status}`);
}

function textsOf(list: DerReader): string[] {
  const texts: string[] = [];
  while (!list.done) texts.push(utf8Decode(list.read().content));
  return texts;
}

function failuresOf(content: Uint8Array): string[] {
  const names: string[] = [];
  for (let bit = 0; bit < (content.length - 1) * 8; bit += 1) {
    const isSet = ((content[1 + (bit >> 3)] ?? 0) & (0x80 >> (bit & 7))) !== 0;
    if (isSet) names.push(FAILURES[bit] ?? `failure ${bit}`);
  }
  return names;
}
