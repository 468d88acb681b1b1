/**
 * When certificates end that the gateway needs to reach its network: its own, and the roots of the peers' TLS.
 *
 * @module
 */
import { X509Certificate } from 'node:crypto';

import type { Connection } from '../ledger/connection.js';

export interface CertificateEnd {
  /** `gateway`: what it signs with; `tlsRoots`: the first to end of those that it trusts peers by. */
  readonly name: 'gateway' | 'tlsRoots';
  readonly at: Date;
}

/** Told by `--check-config`, and by the alarm of docs/operations/prometheus-alarms.yaml. */
const WARN_DAYS = 60;
const DAY_MS = 86_400_000;

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;

/** What is no certificate has no end; who dials with it says so. */
export function certificateEnds({
  certificatePem,
  tlsRootsPem,
}: Pick<Connection, 'certificatePem' | 'tlsRootsPem'>): CertificateEnd[] {
  const files = { gateway: certificatePem, tlsRoots: tlsRootsPem } as const;
  return (['gateway', 'tlsRoots'] as const).flatMap((name) => {
    const [first] = endsIn(files[name]).sort((a, b) => a.getTime() - b.getTime());
    return first === undefined ? [] : [{ name, at: first }];
  });
}

function endsIn(pem: Buffer): Date[] {
  return (pem.toString('utf8').match(CERTIFICATE) ?? []).flatMap((text) => {
    try {
      return [new Date(new X509Certificate(text).validTo)];
    } catch {
      return [];
    }
  });
}

/** One line for each that ends within sixty days, or has ended. */
export function expiryWarnings(ends: readonly CertificateEnd[], now: Date): string[] {
  return ends.flatMap(({ name, at }) => {
    const days = Math.floor((at.getTime() - now.getTime()) / DAY_MS);
    if (days >= WARN_DAYS) return [];
    const when = at.toISOString().slice(0, 10);
    return days < 0
      ? [`CHOPMARK_CONNECTION: the certificate ${name} ended on ${when}`]
      : [`CHOPMARK_CONNECTION: the certificate ${name} ends on ${when}, in ${days} days`];
  });
}
