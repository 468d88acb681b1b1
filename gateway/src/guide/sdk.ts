/**
 * The SDK as files (scripts/pack-client.mjs): for whoever integrates without a registry.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

export interface SdkFile {
  readonly name: string;
  readonly bytes: Buffer;
  /** Subresource Integrity, as package locks and script elements write it: `sha512-…`. */
  readonly integrity: string;
  /** Of the bytes; an address with it always means the same file. */
  readonly digest: string;
}

const NAME = /^chopmark-(?:client|verify)(?:\.mjs|-\d+\.\d+\.\d+\.tgz)$/;

/** Read once: the files are small, and what is given out is what the page says. A folder that is not there has none. */
export async function readSdk(folder: string): Promise<SdkFile[]> {
  const all = await readdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  const names = all.filter((name) => NAME.test(name)).sort();
  return Promise.all(
    names.map(async (name) => {
      const bytes = await readFile(join(folder, name));
      return {
        name,
        bytes,
        integrity: `sha512-${createHash('sha512').update(bytes).digest('base64')}`,
        digest: createHash('sha256').update(bytes).digest('hex').slice(0, 16),
      };
    }),
  );
}

export const isPackage = ({ name }: SdkFile): boolean => name.endsWith('.tgz');
