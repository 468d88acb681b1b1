/**
 * The package that a peer installs: where its organization's chaincode server is, and which code must answer there.
 *
 * Reproducible: equal content gives equal bytes, hence the same package id, on every machine. Fabric's package id
 * covers the address only, so the digest of the bundle travels inside (`bundle.json`) and binds the id to the code.
 */
import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import tar from 'tar-stream';

export type Connection = {
  /** host:port of the chaincode server. */
  readonly address: string;
  /** PEM: who may vouch for the server, and what the peer shows to it. */
  readonly rootCert: string;
  readonly clientCert: string;
  readonly clientKey: string;
};

export type ChaincodePackage = {
  readonly label: string;
  /** label ‖ ":" ‖ hex SHA-256 of `bytes`. */
  readonly packageId: string;
  readonly bytes: Uint8Array;
};

const EPOCH = new Date(0);
const FILE_MODE = 0o644;
const GZIP_SYSTEM_BYTE = 9;
const GZIP_SYSTEM_UNKNOWN = 0xff;

/** @param bundle Lowercase hex SHA-256 of the bundle that the server must run. */
export async function chaincodePackage(
  label: string,
  bundle: string,
  connection: Connection,
): Promise<ChaincodePackage> {
  const code = await archive({
    'bundle.json': json({ sha256: bundle }),
    'connection.json': json({
      address: connection.address,
      dial_timeout: '3s',
      tls_required: true,
      client_auth_required: true,
      root_cert: connection.rootCert,
      client_key: connection.clientKey,
      client_cert: connection.clientCert,
    }),
  });
  const bytes = await archive({ 'code.tar.gz': code, 'metadata.json': json({ type: 'ccaas', label }) });
  return { label, packageId: packageIdOf(label, bytes), bytes };
}

export function packageIdOf(label: string, bytes: Uint8Array): string {
  return `${label}:${createHash('sha256').update(bytes).digest('hex')}`;
}

function json(value: unknown): Uint8Array {
  return Buffer.from(JSON.stringify(value));
}

/** Sorted names, no times, no owners, and no compression: what compresses better differs between versions of zlib. */
async function archive(files: Readonly<Record<string, Uint8Array>>): Promise<Uint8Array> {
  const pack = tar.pack();
  for (const [name, content] of Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1))) {
    pack.entry({ name, mode: FILE_MODE, uid: 0, gid: 0, mtime: EPOCH }, Buffer.from(content));
  }
  pack.finalize();
  const parts: Buffer[] = [];
  for await (const part of pack) parts.push(part as Buffer);
  const zipped = gzipSync(Buffer.concat(parts), { level: 0 });
  zipped[GZIP_SYSTEM_BYTE] = GZIP_SYSTEM_UNKNOWN;
  return zipped;
}
