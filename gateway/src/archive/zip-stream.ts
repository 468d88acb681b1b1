/**
 * Files → a zip, streamed: a file is asked for only when the one before has gone out, so that a slow reader slows the
 * making down and memory stays small. One that breaks off leaves no directory at the end: no reader takes it for whole.
 *
 * @module
 */
import { Readable, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

import { ZipFile } from 'yazl';

export interface ArchiveFile {
  /** Path inside, `/` between folders. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The same for every file: names, order and bytes of an archive follow from its contents alone. */
const PLAIN = { mtime: new Date(1980, 0, 1), mode: 0o100644, forceDosTimestamp: true };

/**
 * Ends `to` when all is written, destroys it when something fails.
 *
 * @throws What the files reject with, or the error of a reader that went away; the files are closed then.
 */
export async function writeZip(files: AsyncIterable<ArchiveFile>, to: Writable): Promise<void> {
  const zip = new ZipFile();
  const stop = new AbortController();
  let gone: (reason: unknown) => void = () => undefined;
  const failed = new Promise<never>((_resolve, reject) => (gone = reject));
  failed.catch(() => undefined);
  const sent = pipeline(zip.outputStream, to, { signal: stop.signal });
  sent.catch(gone);
  zip.on('error', gone);
  try {
    for await (const file of files) await Promise.race([added(zip, file), failed]);
    zip.end();
  } catch (error) {
    stop.abort();
    await sent.catch(() => undefined);
    throw error;
  }
  await sent;
}

/** Resolves when the file's bytes are on their way out. */
function added(zip: ZipFile, { name, bytes }: ArchiveFile): Promise<void> {
  return new Promise((resolve) => {
    zip.addReadStreamLazy(name, { ...PLAIN, size: bytes.length }, (give) => {
      const source = Readable.from([Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)]);
      source.once('end', resolve);
      give(undefined, source);
    });
  });
}
