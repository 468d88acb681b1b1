/** The end of a log file, for the message about the process that wrote it. */
import { open } from 'node:fs/promises';

const TAIL_BYTES = 2_000;

export async function tailOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { size } = await file.stat();
    const start = Math.max(0, size - TAIL_BYTES);
    const { buffer, bytesRead } = await file.read(Buffer.alloc(TAIL_BYTES), 0, TAIL_BYTES, start);
    return `${start > 0 ? '…' : ''}${buffer.toString('utf8', 0, bytesRead).trim()} (${path})`;
  } finally {
    await file.close();
  }
}
