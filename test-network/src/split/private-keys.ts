/** Private keys in a folder, wherever they hide: PEM in any file, in JSON, and inside packages of packages. */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { filesBelow } from './organization-parts.js';

export type FoundKey = {
  /** The file, and what is inside it, e.g. `…/package.tgz code.tar.gz connection.json`. */
  readonly place: string;
  /** Base64 of the public half's SubjectPublicKeyInfo; `undefined` when the key cannot be read (damaged, encrypted). */
  readonly publicKey: string | undefined;
};

const PEM_KEY = /-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?-----END \1-----/g;
const GZIP = Buffer.from([0x1f, 0x8b]);

export async function privateKeysBelow(folder: string): Promise<readonly FoundKey[]> {
  const found: FoundKey[] = [];
  for (const file of await filesBelow(folder)) found.push(...(await keysIn(await readFile(file), file)));
  return found;
}

async function keysIn(content: Buffer, place: string): Promise<readonly FoundKey[]> {
  if (content.subarray(0, GZIP.length).equals(GZIP)) return keysInArchive(content, place);
  // JSON writes a line break as two characters.
  const text = content.toString('latin1').replaceAll('\\n', '\n');
  return [...text.matchAll(PEM_KEY)].map(([pem]) => ({ place, publicKey: publicHalfOf(pem) }));
}

async function keysInArchive(content: Buffer, place: string): Promise<readonly FoundKey[]> {
  const found: FoundKey[] = [];
  for await (const entry of Readable.from([gunzipSync(content)]).pipe(tar.extract())) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    found.push(...(await keysIn(Buffer.concat(parts), `${place} ${entry.header.name}`)));
  }
  return found;
}

function publicHalfOf(pem: string): string | undefined {
  try {
    return createPublicKey(createPrivateKey(pem)).export({ type: 'spki', format: 'der' }).toString('base64');
  } catch {
    return undefined;
  }
}
