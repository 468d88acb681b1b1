/**
 * Uploads that are complete, until every line of them is durable. They outlive the process: the next one goes on with
 * them.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { access, mkdir, open, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { UploadFile } from './formats.js';

export class KeptUploads {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Moves a file here. @returns Its name, once it would survive a power cut. */
  async keep(path: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const name = `${randomUUID()}.upload`;
    await synced(path);
    await rename(path, join(this.#folder, name));
    await synced(this.#folder);
    return name;
  }

  file(name: string): UploadFile {
    const path = this.#path(name);
    return {
      path,
      read: () => createReadStream(path, { highWaterMark: 256 * 1024 }) as AsyncIterable<Uint8Array>,
    };
  }

  async has(name: string): Promise<boolean> {
    return access(this.#path(name)).then(
      () => true,
      () => false,
    );
  }

  async remove(name: string): Promise<void> {
    await rm(this.#path(name), { force: true });
  }

  /** Names come from the database: nothing of them leads out of the folder. */
  #path(name: string): string {
    return join(this.#folder, basename(name));
  }
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
