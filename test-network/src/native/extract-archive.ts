/** Takes exactly the two programs out of the release archive; nothing else of it touches the disk. */
import { createReadStream, createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { extract, type Header } from 'tar-stream';
import { NetworkError } from '../network-error.js';
import { ADVICE, PROGRAMS, type Program } from './fabric-release.js';

const EXECUTABLE = 0o755;
const MAX_PROGRAM_BYTES = 512 * 1024 * 1024;
/** A packed file of a few bytes can unpack into terabytes. */
const MAX_ARCHIVE_BYTES = 4 * 1024 ** 3;

/**
 * @param folder Where `orderer` and `peer` are written; must exist and hold neither.
 * @throws {NetworkError} `ARCHIVE_BROKEN` when it cannot be unpacked, or does not hold each program once.
 */
export async function extractPrograms(archive: string, folder: string): Promise<void> {
  const found = new Set<Program>();
  const entries = extract();
  const reading = pipeline(createReadStream(archive), createGunzip(), limited(MAX_ARCHIVE_BYTES), entries);
  // Told by the loop, which ends with the same error.
  reading.catch(() => undefined);
  try {
    for await (const entry of entries) {
      const program = programOf(entry.header);
      if (program === undefined) {
        entry.resume();
        continue;
      }
      if (found.has(program)) throw new Error(`it holds ${program} twice`);
      found.add(program);
      await writeProgram(entry, entry.header.size, join(folder, program));
    }
    await reading;
    const missing = PROGRAMS.filter((program) => !found.has(program));
    if (missing.length > 0) throw new Error(`it holds no bin/${missing.join(' and no bin/')}`);
  } catch (cause) {
    if (cause instanceof Error && 'syscall' in cause) throw cause;
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NetworkError(
      'ARCHIVE_BROKEN',
      `the release archive cannot be used: ${reason}; try again, or ${ADVICE}`,
      { cause },
    );
  }
}

/** The name is compared, never used: an entry `../../bin/peer` is none of ours. */
function programOf({ name, type }: Header): Program | undefined {
  return PROGRAMS.find(
    (program) => type === 'file' && (name === `bin/${program}` || name === `./bin/${program}`),
  );
}

async function writeProgram(entry: AsyncIterable<unknown>, size: number, path: string): Promise<void> {
  if (size > MAX_PROGRAM_BYTES) throw new Error(`an entry has ${size} bytes`);
  await pipeline(entry, createWriteStream(path, { flags: 'wx', mode: EXECUTABLE, flush: true }));
}

function limited(most: number): Transform {
  let bytes = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      bytes += chunk.length;
      if (bytes > most) done(new Error(`it unpacks to more than ${most} bytes`));
      else done(null, chunk);
    },
  });
}
