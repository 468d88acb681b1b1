/**
 * Uploads that are complete, until every line of them is durable: sealed, each under a key of its own, which lies in the
 * database (invoices/uploads.ts). They outlive the process: the next one goes on with them.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { access, mkdir, open, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A file is moved here before the database knows of it: it is given so long. */
const STRANGER_MS = 3_600_000;

export class KeptUploads {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Moves a file here. @returns Its name, once it would survive a power cut. */
  async keep(path: string): Promise<string> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const name = `${randomUUID()}.upload`;
    // An upload may have ended long ago: what counts is since when it lies here, by the clock that sweeps.
    const here = new Date();
    await utimes(path, here, here);
    await synced(path);
    await rename(path, join(this.#folder, name));
    await synced(this.#folder);
    return name;
  }

  async has(name: string): Promise<boolean> {
    return access(this.path(name)).then(
      () => true,
      () => false,
    );
  }

  async remove(name: string): Promise<void> {
    await rm(this.path(name), { force: true });
  }

  /**
   * Removes files that no import needs: of one that is over, of one that never began, of a version that kept them in the
   * clear.
   *
   * @param needed Names; asked after the folder was read, so that none is missed.
   * @returns How many.
   */
  async sweep(needed: () => Promise<ReadonlySet<string>>, now = Date.now()): Promise<number> {
    const names = await readdir(this.#folder).catch(nothingThere);
    const known = await needed();
    let removed = 0;
    for (const name of names) {
      if (known.has(name)) continue;
      const made = await stat(this.path(name)).catch(() => undefined);
      if (made === undefined || now - made.mtimeMs < STRANGER_MS) continue;
      await this.remove(name);
      removed += 1;
    }
    return removed;
  }

  /** Names come from the database: nothing of them leads out of the folder. */
  path(name: string): string {
    return join(this.#folder, basename(name));
  }
}

function nothingThere(error: NodeJS.ErrnoException): string[] {
  if (error.code === 'ENOENT') return [];
  throw error;
}

async function synced(path: string): Promise<void> {
  const handle = await open(path, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
