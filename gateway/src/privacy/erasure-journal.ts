/**
 * What was erased, once more outside of the database: a restored backup knows nothing of an erasure that came after it,
 * and would bring the invoice back. A line for each, ids and codes only; appended and synced before an erasure is
 * acknowledged.
 *
 * @module
 */
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

import { z } from 'zod';

import { ERASURE_REASONS, type Erasure } from './invoice-privacy.js';

const FILE = 'erasures.ndjson';

const Line = z.object({
  id: z.string().regex(/^inv_[0-9a-f]{32}$/),
  number: z.string().nullable(),
  reason: z.enum(ERASURE_REASONS),
  erasedBy: z.string(),
  erasedAt: z.iso.datetime(),
});

export class ErasureJournal {
  readonly path: string;

  /** @param folder Of the gateway's data; must not be restored together with an older database. */
  constructor(folder: string) {
    this.path = join(folder, FILE);
  }

  /** Each once, as first written. @throws {Error} When a line in the middle is none: the file was damaged or edited. */
  async read(): Promise<readonly Erasure[]> {
    const lines = (await this.#text()).split('\n');
    const erasures = new Map<string, Erasure>();
    for (const [at, line] of lines.entries()) {
      if (line === '') continue;
      const erasure = erasureIn(line);
      // Cut short by a crash before it was acknowledged; the next one begins a line of its own.
      if (erasure === undefined && isCutShort(line)) continue;
      if (erasure === undefined) throw new Error(`${this.path}: line ${at + 1} is no erasure`);
      if (!erasures.has(erasure.id)) erasures.set(erasure.id, erasure);
    }
    return [...erasures.values()];
  }

  /** Durable before it returns. */
  async add(erasures: readonly Erasure[]): Promise<void> {
    if (erasures.length === 0) return;
    await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
    const file = await open(this.path, 'a+', 0o600);
    try {
      const gap = (await isLineOpen(file)) ? '\n' : '';
      await file.appendFile(`${gap}${erasures.map((erasure) => JSON.stringify(erasure)).join('\n')}\n`);
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async #text(): Promise<string> {
    try {
      return await readFile(this.path, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  }
}

/** Whether the last line has no end. The last byte tells: the file grows with every erasure. */
async function isLineOpen(file: FileHandle): Promise<boolean> {
  const { size } = await file.stat();
  if (size === 0) return false;
  const { buffer } = await file.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer.toString() !== '\n';
}

function erasureIn(line: string): Erasure | undefined {
  try {
    return Line.parse(JSON.parse(line));
  } catch {
    return undefined;
  }
}

const isCutShort = (line: string): boolean => line.startsWith('{') && !line.endsWith('}');
