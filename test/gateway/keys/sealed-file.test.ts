import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import fc from 'fast-check';

import {
  CHUNK_BYTES,
  type FilePlace,
  newFileKey,
  readSealed,
  SealedReader,
  SealedWriter,
  wholeFile,
} from '../../../gateway/dist/keys/sealed-file.js';

const SEALED_CHUNK = CHUNK_BYTES + 16;
const BROKEN = { name: 'SealBrokenError' };

describe('sealed files', function () {
  this.timeout(180_000);
  let folder: string;
  let made = 0;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-sealed-'));
  });
  after(() => rmSync(folder, { recursive: true }));

  async function seal(parts: readonly Uint8Array[]): Promise<FilePlace> {
    const place = { path: join(folder, `${++made}`), key: newFileKey() };
    const file = await open(place.path, 'wx');
    const writer = new SealedWriter(file, place.key);
    for (const part of parts) await writer.write(part);
    await writer.end();
    await file.close();
    return place;
  }

  async function read(place: FilePlace): Promise<Buffer> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of readSealed(place)) chunks.push(chunk);
    return Buffer.concat(chunks);
  }

  for (const size of [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES, 700_001]) {
    it(`gives ${size} bytes back, in order and from anywhere`, async () => {
      const bytes = randomBytes(size);
      const place = await seal([bytes]);

      assert.deepEqual(await read(place), bytes);
      assert.deepEqual(await wholeFile(place), bytes);
      const reader = await SealedReader.open(place);
      assert.equal(reader.size, size);
      await fc.assert(
        fc.asyncProperty(fc.nat(size), fc.nat(size), async (a, b) => {
          const [from, to] = [Math.min(a, b), Math.max(a, b)];
          const parts: Uint8Array[] = [];
          for await (const part of reader.read(from, to)) parts.push(part);
          assert.deepEqual(Buffer.concat(parts), bytes.subarray(from, to));
        }),
        { numRuns: 30 },
      );
      await reader.close();
      const stored = readFileSync(place.path);
      assert.equal(stored.length, size + 16 * Math.max(1, Math.ceil(size / CHUNK_BYTES)));
      if (size > 100) assert.ok(!stored.includes(bytes.subarray(0, 32)));
    });
  }

  it('does not mind in which pieces the bytes came', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 2 * CHUNK_BYTES + 3 }), { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(sizes, async (lengths) => {
        const parts = lengths.map((length) => randomBytes(length));
        assert.deepEqual(await read(await seal(parts)), Buffer.concat(parts));
      }),
      { numRuns: 20 },
    );
  });

  const CHUNKS = 5;
  const five = () => seal([randomBytes(CHUNKS * CHUNK_BYTES - 100)]);

  for (const cut of [1, 16, CHUNK_BYTES - 100, CHUNK_BYTES - 84, 2 * SEALED_CHUNK, 5 * SEALED_CHUNK - 100]) {
    it(`notices that ${cut} bytes are missing at the end, before anything is read`, async () => {
      const place = await five();
      truncateSync(place.path, Math.max(0, readFileSync(place.path).length - cut));

      await assert.rejects(SealedReader.open(place), BROKEN);
    });
  }

  it('notices what was added', async () => {
    for (const added of [Buffer.alloc(1), Buffer.alloc(16), Buffer.alloc(SEALED_CHUNK)]) {
      const place = await five();
      appendFileSync(place.path, added);
      await assert.rejects(SealedReader.open(place), BROKEN);
    }
  });

  it('notices chunks that changed places, that stand twice, or are of another file', async () => {
    const chunk = (bytes: Buffer, at: number): Buffer =>
      bytes.subarray(at * SEALED_CHUNK, (at + 1) * SEALED_CHUNK);
    const place = await five();
    const stored = readFileSync(place.path);
    const other = readFileSync((await five()).path);
    const [a, b, c, d, e] = [0, 1, 2, 3, 4].map((at) => chunk(stored, at)) as [
      Buffer,
      Buffer,
      Buffer,
      Buffer,
      Buffer,
    ];
    for (const changed of [
      [b, a, c, d, e],
      [a, b, b, d, e],
      [a, b, d, e],
      [a, b, c, c, d, e],
      [a, chunk(other, 1), c, d, e],
      [a, b, c, d, chunk(other, 4)],
    ]) {
      writeFileSync(place.path, Buffer.concat(changed));
      await assert.rejects(read(place), BROKEN);
    }
    writeFileSync(place.path, stored);
    assert.equal((await read(place)).length, CHUNKS * CHUNK_BYTES - 100);
  });

  it('notices one changed bit anywhere, and another key', async () => {
    const place = await five();
    const stored = readFileSync(place.path);
    await fc.assert(
      fc.asyncProperty(fc.nat(stored.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(stored);
        changed[at] = changed[at]! ^ (1 << bit);
        writeFileSync(place.path, changed);
        await assert.rejects(read(place), BROKEN);
      }),
      { numRuns: 30 },
    );
    writeFileSync(place.path, stored);
    await assert.rejects(read({ path: place.path, key: newFileKey() }), BROKEN);
  });
});
