import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { PassThrough, Writable } from 'node:stream';

import { unzipSync } from 'fflate';

import { type ArchiveFile, writeZip } from '../../../gateway/dist/archive/zip-stream.js';

const END_OF_DIRECTORY = Buffer.from('504b0506', 'hex');

const fileOf = (at: number, bytes = 10): ArchiveFile => ({
  name: `${String(at).padStart(5, '0')}.json`,
  bytes: Buffer.alloc(bytes, at),
});

/** Counts what is asked for, and whether it was closed. */
class Files {
  asked = 0;
  closed = false;

  async *of(count: number, make: (at: number) => ArchiveFile = fileOf): AsyncGenerator<ArchiveFile> {
    try {
      for (let at = 0; at < count; at += 1) {
        this.asked += 1;
        yield await Promise.resolve(make(at));
      }
    } finally {
      this.closed = true;
    }
  }
}

class Sink extends Writable {
  readonly chunks: Buffer[] = [];

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: () => void): void {
    this.chunks.push(chunk);
    done();
  }

  get bytes(): Buffer {
    return Buffer.concat(this.chunks);
  }
}

describe('writeZip', () => {
  it('writes files in their order, and the same bytes for the same files', async () => {
    const [one, other] = [new Sink(), new Sink()];
    await writeZip(new Files().of(300), one);
    await writeZip(new Files().of(300), other);

    assert.deepEqual(one.bytes, other.bytes);
    const files = unzipSync(one.bytes);
    assert.deepEqual(
      Object.keys(files),
      Array.from({ length: 300 }, (_, at) => fileOf(at).name),
    );
    assert.deepEqual(Buffer.from(files['00007.json'] ?? []), fileOf(7).bytes);
  });

  it('writes empty files, large ones, and no file at all', async () => {
    const large = randomBytes(1_000_000);
    const sizes = [Buffer.alloc(0), large];
    const sink = new Sink();
    await writeZip(
      new Files().of(2, (at) => ({ name: `evidence/${at}.json`, bytes: sizes[at]! })),
      sink,
    );
    const none = new Sink();
    await writeZip(new Files().of(0), none);

    const files = unzipSync(sink.bytes);
    assert.equal(files['evidence/0.json']?.length, 0);
    assert.deepEqual(Buffer.from(files['evidence/1.json'] ?? []), large);
    assert.deepEqual(unzipSync(none.bytes), {});
  });

  it('makes no more than its reader takes', async () => {
    const files = new Files();
    const reader = new PassThrough({ highWaterMark: 1_000 });
    const written = writeZip(
      files.of(60, (at) => ({ name: `${at}`, bytes: randomBytes(50_000) })),
      reader,
    );
    // The reader takes some and stops.
    let taken = 0;
    for await (const chunk of reader.iterator({ destroyOnReturn: false })) {
      taken += (chunk as Buffer).length;
      if (taken > 300_000) break;
    }
    for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
    const ahead = files.asked * 50_000 - taken;
    assert.ok(ahead < 500_000, `${ahead} bytes ahead of the reader`);

    reader.resume();
    await written;

    assert.equal(files.asked, 60);
  });

  it('stops when the reader goes away, and closes the files', async () => {
    const files = new Files();
    const reader = new PassThrough();
    const written = writeZip(
      files.of(10_000, (at) => ({ name: `${at}`, bytes: randomBytes(10_000) })),
      reader,
    );
    reader.once('data', () => reader.destroy());

    await assert.rejects(written, { code: 'ERR_STREAM_PREMATURE_CLOSE' });

    assert.equal(files.closed, true);
    assert.ok(files.asked < 1_000);
  });

  it('leaves no whole archive behind when a file fails', async () => {
    const files = new Files();
    const sink = new Sink();
    const failing = files.of(10, (at) => {
      if (at === 5) throw new Error('unproven');
      return fileOf(at, 100_000);
    });

    await assert.rejects(writeZip(failing, sink), { message: 'unproven' });

    assert.equal(sink.destroyed, true);
    assert.equal(sink.writableFinished, false);
    assert.equal(sink.bytes.includes(END_OF_DIRECTORY), false);
    assert.equal(files.closed, true);
  });
});
