import { open } from 'node:fs/promises';

/** Bytes of a file or, for `-`, of standard input; never more than `most` + 1, so that too much is seen as such. */
export async function readBounded(file: string, most: number): Promise<Uint8Array> {
  if (file === '-') return collect(process.stdin, most);
  const handle = await open(file, 'r');
  try {
    return await collect(handle.createReadStream({ autoClose: false, end: most }), most);
  } finally {
    await handle.close();
  }
}

async function collect(stream: AsyncIterable<Buffer | string>, most: number): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > most) break;
  }
  return Buffer.concat(chunks);
}
