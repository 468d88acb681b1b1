import { toHex } from '../encoding/hex.js';
import type { Certificate } from './certificate.js';

/** Names a certificate by its issuer and serial, for `TrustedOrganization.revoked`. */
export function revocationKey(issuer: Uint8Array, serial: string): string {
  return `${toHex(issuer)}|${serial}`;
}

/** @returns True when one of the chain's certificates, the root apart, is revoked. */
export function isRevoked(chain: readonly Certificate[], revoked: ReadonlySet<string>): boolean {
  return chain.slice(0, -1).some(({ issuer, serial }) => revoked.has(revocationKey(issuer, serial)));
}
