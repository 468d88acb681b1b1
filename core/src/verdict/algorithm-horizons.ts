/**
 * Until when an algorithm is planned with. Planning figures, not verdicts: a signature does not fail on a day. They
 * follow NIST SP 800-57 part 1 (RSA of 2,048 bits: until 2030) and the draft NIST IR 8547 (everything that a quantum
 * computer breaks: until 2035). SHA-2 has no end in sight.
 *
 * @module
 */

/** Of the organizations' own signatures. */
export const NETWORK_ALGORITHM = 'ECDSA P-256 SHA-256';

const SHORT_RSA_UNTIL = Date.UTC(2030, 11, 31);
const CLASSICAL_UNTIL = Date.UTC(2035, 11, 31);
const ENOUGH_RSA_BITS = 3_072;

/** @param algorithm As `VerifiedTimestamp.chain` names it. @returns Milliseconds since 1970. */
export function horizonOf(algorithm: string): number {
  const [kind = '', size = ''] = algorithm.split(' ');
  return kind.startsWith('RSA') && Number(size) < ENOUGH_RSA_BITS ? SHORT_RSA_UNTIL : CLASSICAL_UNTIL;
}
