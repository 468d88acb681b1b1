import assert from 'node:assert/strict';
import { appendFile, mkdtemp, open, readFile, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { BlockStore, type BlockPlace } from '../../../test-network/dist/embedded/ledger/block-store.js';

describe('BlockStore', () => {
  let folder: string;
  let path: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-blocks-'));
    path = join(folder, 'blocks');
  });

  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** Opens the file; also what was found in it. */
  async function opened(known = 0): Promise<{ store: BlockStore; found: string[]; places: BlockPlace[] }> {
    const found: string[] = [];
    const places: BlockPlace[] = [];
    const store = await BlockStore.open(path, known, (content, place) => {
      found.push(content.toString());
      places.push(place);
      return Promise.resolve();
    });
    return { store, found, places };
  }

  async function written(...contents: readonly string[]): Promise<BlockPlace[]> {
    const { store } = await opened();
    const places: BlockPlace[] = [];
    for (const content of contents) places.push(await store.append(Buffer.from(content)));
    await store.close();
    return places;
  }

  async function flipByte(offset: number): Promise<void> {
    const file = await open(path, 'r+');
    const byte = Buffer.alloc(1);
    await file.read(byte, 0, 1, offset);
    await file.write(Buffer.from([byte[0]! ^ 0xff]), 0, 1, offset);
    await file.close();
  }

  it('gives back what was appended, in order, after it was opened again', async () => {
    const places = await written('one', 'two', 'three');

    const { store, found } = await opened();

    assert.deepEqual(found, ['one', 'two', 'three']);
    assert.equal((await store.read(places[1]!)).toString(), 'two');
    await store.close();
  });

  it('reads through only what lies behind the place that is known', async () => {
    const [, second] = await written('one', 'two', 'three');

    const { store, found } = await opened(second!.offset + 8 + second!.length);

    assert.deepEqual(found, ['three']);
    await store.close();
  });

  it('cuts off a torn tail of any length and goes on from there', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 17 }), async (cut) => {
        await rm(path, { force: true });
        await written('one', 'two', 'ten bytes!');
        await truncate(path, (await stat(path)).size - cut);

        const { store, found } = await opened();
        await store.append(Buffer.from('next'));
        await store.close();

        assert.deepEqual(found, ['one', 'two']);
        const again = await opened();
        assert.deepEqual(again.found, ['one', 'two', 'next']);
        await again.store.close();
      }),
      { numRuns: 17 },
    );
  });

  it('cuts off a last frame whose content never arrived', async () => {
    await written('one', 'two');
    await flipByte((await stat(path)).size - 1);

    const { store, found } = await opened();

    assert.deepEqual(found, ['one']);
    await store.close();
  });

  it('cuts off half a frame header', async () => {
    await written('one');
    await appendFile(path, Buffer.from([0, 0, 1]));

    const { store, found } = await opened();

    assert.deepEqual(found, ['one']);
    await store.close();
  });

  it('refuses to open a file that is damaged before its end, and changes nothing', async () => {
    const [first] = await written('one', 'two', 'three');
    const { size } = await stat(path);
    await flipByte(first!.offset + 8);

    await assert.rejects(opened(), { name: 'BlockFileDamaged' });

    assert.equal((await stat(path)).size, size);
  });

  it('refuses a length that was changed, whichever byte of it: whole blocks follow', async () => {
    for (const byte of [0, 1, 2, 3]) {
      await rm(path, { force: true });
      const [first] = await written('one', 'two', 'three');
      const before = await readFile(path);
      await flipByte(first!.offset + byte);
      const damaged = await readFile(path);

      await assert.rejects(opened(), { name: 'BlockFileDamaged' }, `byte ${byte}`);

      assert.deepEqual(await readFile(path), damaged);
      assert.equal(damaged.length, before.length);
    }
  });

  it('cuts off room that was never filled', async () => {
    await written('one');
    await appendFile(path, Buffer.alloc(5000));

    const { store, found } = await opened();

    assert.deepEqual(found, ['one']);
    await store.close();
  });

  it('keeps what it cuts off', async () => {
    const [, second] = await written('one', 'two');
    const all = await readFile(path);
    await truncate(path, all.length - 1);

    await (await opened()).store.close();

    const kept = (await readdir(folder)).filter((name) => name !== 'blocks');
    assert.deepEqual(kept, [`blocks.cut-${second!.offset}`]);
    assert.deepEqual(await readFile(join(folder, kept[0]!)), all.subarray(second!.offset, -1));
  });

  it('refuses to read a damaged block', async () => {
    const [first] = await written('one', 'two');
    const { store } = await opened((await stat(path)).size);
    await flipByte(first!.offset + 9);

    await assert.rejects(store.read(first!), { name: 'BlockFileDamaged' });

    await store.close();
  });

  it('refuses a file that is shorter than its index knows', async () => {
    await written('one');

    await assert.rejects(opened(1000), { name: 'BlockFileDamaged' });
  });
});
