/** Object identifiers as lowercase hex of their content, the form in which DER carries them. */

export const SIGNED_DATA = '2a864886f70d010702';
export const TIMESTAMP_INFO = '2a864886f70d0109100104';

/** Signed attributes (RFC 5652, section 11; RFC 5035, section 3). */
export const CONTENT_TYPE = '2a864886f70d010903';
export const MESSAGE_DIGEST = '2a864886f70d010904';
export const SIGNING_CERTIFICATE_V2 = '2a864886f70d010910022f';

export const EXTENDED_KEY_USAGE = '551d25';
export const KEY_USAGE = '551d0f';
export const TIMESTAMPING = '2b06010505070308';
export const ANY_PURPOSE = '551d2500';

/** Dotted form, for people and requests. */
export function dottedOf(content: Uint8Array): string {
  const arcs: bigint[] = [];
  let arc = 0n;
  for (const byte of content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte >= 0x80) continue;
    arcs.push(arc);
    arc = 0n;
  }
  const [first = 0n, ...rest] = arcs;
  const root = first < 80n ? first / 40n : 2n;
  return [root, first - root * 40n, ...rest].join('.');
}
