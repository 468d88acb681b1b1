/** Vectors lie in test/vectors; samples of others beside the clone, where there are any. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const VECTORS = join(import.meta.dirname, '..', '..', 'vectors');
const SAMPLES = join(import.meta.dirname, '..', '..', '..', '..', 'shared', 'samples');

/** The caller says what the file holds; a wrong shape fails the test that reads it. */
// eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- names the shape of a file
export function readVectors<T>(name: string): T {
  return JSON.parse(readFileSync(join(VECTORS, `${name}.json`), 'utf8')) as T;
}

export const hex = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'hex'));

export const base64 = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'));

export interface Sample {
  readonly name: string;
  readonly bytes: Buffer;
}

/** Files of a samples folder and the folders in it; none when the samples are not there. */
export function readSamples(folder: string): Sample[] {
  const path = join(SAMPLES, folder);
  if (!existsSync(path)) return [];
  const files = readdirSync(path, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((file) => ({
    name: join(file.parentPath, file.name).slice(path.length + 1),
    bytes: readFileSync(join(file.parentPath, file.name)),
  }));
}
