/** Whether the certificates of a network hold at this machine's time; a node with one that does not is shunned by all. */
import { X509Certificate } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import { extname, join, relative } from 'node:path';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';

const CERTIFICATE_FILES = new Set(['.pem', '.crt']);
const CERTIFICATE = /-----BEGIN CERTIFICATE-----/;
const SOON_MS = 30 * 24 * 3_600_000;

export type HeldCertificate = {
  /** Relative to the network's folder. */
  readonly file: string;
  readonly from: Date;
  readonly until: Date;
};

/** Certificates of all organizations of the network: authorities, nodes, admins, clients. */
export async function certificatesOf({
  description,
  layout,
}: PreparedNetwork): Promise<readonly HeldCertificate[]> {
  const found = await Promise.all(
    description.organizations.map(({ key }) => readCertificates(layout.organization(key).folder)),
  );
  return found.flat().map(({ path, ...rest }) => ({ file: relative(layout.home, path), ...rest }));
}

/** @returns One line for each that does not hold at this time; authorities come before what they signed. */
export function expiredAmong(certificates: readonly HeldCertificate[], now: Date): readonly string[] {
  return certificates
    .filter(({ from, until }) => now < from || now > until)
    .map(({ file, from, until }) => `${file} holds from ${day(from)} to ${day(until)}`);
}

/** Those that end within a month. */
export function expiringAmong(certificates: readonly HeldCertificate[], now: Date): readonly string[] {
  return certificates
    .filter(({ until }) => now <= until && until.getTime() - now.getTime() < SOON_MS)
    .map(({ file, until }) => `${file} ends on ${day(until)}`);
}

/** @throws {NetworkError} `CERTIFICATE_EXPIRED` naming each; nothing was changed. */
export async function assertCertificatesHold(
  network: PreparedNetwork,
  say: (text: string) => void,
): Promise<void> {
  const now = new Date();
  const certificates = await certificatesOf(network);
  for (const line of expiringAmong(certificates, now)) say(`soon to be renewed: ${line}`);
  const expired = expiredAmong(certificates, now);
  if (expired.length === 0) return;
  throw new NetworkError(
    'CERTIFICATE_EXPIRED',
    `it is ${now.toISOString()} here, but ${expired.join('; ')}. Nothing was changed: set the clock right, or renew the certificates`,
  );
}

async function readCertificates(folder: string): Promise<{ path: string; from: Date; until: Date }[]> {
  // What is missing or no certificate at all is told by `identityFaults`.
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries
    .filter((entry) => entry.isFile() && CERTIFICATE_FILES.has(extname(entry.name)))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const read = await Promise.all(files.map(async (path) => ({ path, text: await readFile(path, 'utf8') })));
  return read
    .filter(({ text }) => CERTIFICATE.test(text))
    .flatMap(({ path, text }) => {
      const certificate = certificateFrom(text);
      return certificate
        ? [{ path, from: new Date(certificate.validFrom), until: new Date(certificate.validTo) }]
        : [];
    });
}

function certificateFrom(text: string): X509Certificate | undefined {
  try {
    return new X509Certificate(text);
  } catch {
    return undefined;
  }
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
