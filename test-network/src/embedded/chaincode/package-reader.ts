/** What an installed package says: its label, and how to reach the server of its code (fabric.md section 2). */
import { createHash } from 'node:crypto';
import { gunzipSync } from 'node:zlib';
import tar from 'tar-stream';

export type PackageContent = {
  readonly packageId: string;
  readonly label: string;
  readonly connection: ServerConnection;
};

/** Fabric's `connection.json`. */
export type ServerConnection = {
  readonly address: string;
  readonly dialTimeoutMs: number;
  readonly tls:
    | { readonly rootCert: string; readonly client?: { readonly certificate: string; readonly key: string } }
    | undefined;
};

const LABEL = /^[A-Za-z0-9][A-Za-z0-9_.+-]*$/;
const DEFAULT_DIAL_TIMEOUT_MS = 3_000;
const MAX_UNPACKED_BYTES = 100 * 1024 * 1024;

/** @throws {Error} When the bytes are no chaincode package of type `ccaas`. */
export async function readPackage(bytes: Uint8Array): Promise<PackageContent> {
  const { label, code } = await readEnvelope(bytes).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`could not parse as a chaincode install package: ${reason}`, { cause });
  });
  const connection = jsonOf(await unpack(code), 'connection.json');
  const packageId = `${label}:${createHash('sha256').update(bytes).digest('hex')}`;
  return { packageId, label, connection: connectionFrom(connection) };
}

/** The outer archive: what any chaincode package has. */
async function readEnvelope(bytes: Uint8Array): Promise<{ label: string; code: Buffer }> {
  const files = await unpack(bytes);
  const code = files.get('code.tar.gz');
  if (!code) throw new Error('did not find a code package inside the package');
  if (!files.has('metadata.json'))
    throw new Error('did not find any package metadata (missing metadata.json)');
  const metadata = jsonOf(files, 'metadata.json');
  const label = typeof metadata['label'] === 'string' ? metadata['label'] : '';
  if (!LABEL.test(label))
    throw new Error(
      `invalid label '${label}'. Label must be non-empty, can only consist of alphanumerics, symbols from '.+-_', and can only begin with alphanumerics`,
    );
  if (metadata['type'] !== 'ccaas')
    throw new Error(
      `packages of type '${String(metadata['type'])}' are not implemented by the embedded network`,
    );
  return { label, code };
}

function connectionFrom(json: Record<string, unknown>): ServerConnection {
  const timeout = /^(\d+)s$/.exec(typeof json['dial_timeout'] === 'string' ? json['dial_timeout'] : '')?.[1];
  const base = {
    address: textOf(json, 'address'),
    dialTimeoutMs: timeout === undefined ? DEFAULT_DIAL_TIMEOUT_MS : Number(timeout) * 1000,
  };
  if (json['tls_required'] !== true) return { ...base, tls: undefined };
  const rootCert = textOf(json, 'root_cert');
  if (json['client_auth_required'] !== true) return { ...base, tls: { rootCert } };
  return {
    ...base,
    tls: { rootCert, client: { certificate: textOf(json, 'client_cert'), key: textOf(json, 'client_key') } },
  };
}

function textOf(json: Record<string, unknown>, name: string): string {
  const value = json[name];
  if (typeof value !== 'string' || value === '') throw new Error(`the package lacks ${name}`);
  return value;
}

function jsonOf(files: ReadonlyMap<string, Buffer>, name: string): Record<string, unknown> {
  const content = files.get(name);
  if (!content) throw new Error(`the package lacks ${name}`);
  return JSON.parse(content.toString()) as Record<string, unknown>;
}

async function unpack(bytes: Uint8Array): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  const extract = tar.extract();
  extract.end(gunzipped(bytes));
  for await (const entry of extract) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    files.set(entry.header.name, Buffer.concat(parts));
  }
  return files;
}

/** @throws {Error} In the words of Go's `gzip`. */
function gunzipped(bytes: Uint8Array): Buffer {
  const isGzip = bytes.length >= 10 && bytes[0] === 0x1f && bytes[1] === 0x8b;
  if (!isGzip)
    throw new Error(`error reading as gzip stream: ${bytes.length < 10 ? 'EOF' : 'gzip: invalid header'}`);
  return gunzipSync(bytes, { maxOutputLength: MAX_UNPACKED_BYTES });
}
