/** Folders and archives of bundles as a gateway hands them out: parts once, in `evidence/`. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { ZipFile } from 'yazl';
import { type Bundle, detachParts } from '@chopmark/core/verify';
import { type ProofKit, invoice, sha256 } from '../../support/proof-kit.js';

export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

/** Name → content. */
export type Files = Readonly<Record<string, string | Uint8Array>>;

/** A batch of `size` bundles `<prefix>0.json`, …, all with one statement, which lies in `<prefix>evidence/`. */
export function bundlesOfBatch(kit: ProofKit, size: number, prefix = ''): Files {
  const batch = kit.batch(Array.from({ length: size }, (_, at) => invoice({ remark: `第 ${at} 份` })));
  const statement = batch.statement({ clock: now() });
  const files: Record<string, string | Uint8Array> = {};
  for (let index = 0; index < size; index += 1) {
    const whole: Bundle = {
      format: 'chopmark/bundle/1',
      document: batch.document(index),
      batch: { batch: 7, index, path: batch.path(index) },
      statement,
    };
    const { bundle, parts } = detachParts(whole, sha256);
    files[`${prefix}${index}.json`] = JSON.stringify(bundle);
    for (const [hash, bytes] of parts) files[`${prefix}evidence/${hash}.json`] = bytes;
  }
  return files;
}

/** The same document with a changed total. */
export function forged(bundle: string | Uint8Array | undefined): string {
  const text = Buffer.from(bundle ?? '').toString();
  return text.replace('"totalGross":"113.00"', '"totalGross":"913.00"');
}

export async function writeFiles(folder: string, files: Files): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), content);
  }
}

export async function zipOf(files: Files): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of Object.entries(files)) zip.addBuffer(Buffer.from(content), name);
  zip.end();
  return buffer(zip.outputStream);
}
