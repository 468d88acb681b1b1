import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@chopmark/core/verify';
import { Archive, isArchive } from '../../../cli/dist/verify/input/archive.js';
import { MOST, REFUSED_ALONE, REFUSED_WHOLE, bentArchives } from '../../support/evil-archives.js';
import { rawZip } from '../../support/raw-zip.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('Archive', () => {
  it('reads files deflated and stored, from memory and from disk', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-archive-'));
    const bytes = rawZip([
      { name: 'a/' },
      { name: 'a/票.json', data: '{"a":1}' },
      { name: 'b.json', data: '{}', method: 0 },
    ]);
    await writeFile(join(folder, 'x.zip'), bytes);

    for (const source of [bytes, join(folder, 'x.zip')]) {
      const archive = await Archive.open(source);
      assert.deepEqual(archive.names, ['a/票.json', 'b.json']);
      assert.equal(text(await archive.read('a/票.json', MOST)), '{"a":1}');
      assert.equal(text(await archive.read('b.json', MOST)), '{}');
      await archive.close();
    }
    await rm(folder, { recursive: true });
  });

  for (const [what, entries, code] of REFUSED_WHOLE) {
    it(`refuses an archive with ${what}`, async () => {
      await assert.rejects(Archive.open(rawZip(entries)), { code });
    });
  }

  for (const [what, entry, code] of REFUSED_ALONE) {
    it(`refuses a file that ${what}, and reads the one beside it`, async () => {
      const archive = await Archive.open(rawZip([entry, { name: 'good.json', data: '{"good":true}' }]));

      await assert.rejects(archive.read(entry.name, MOST), { code });
      assert.equal(text(await archive.read('good.json', MOST)), '{"good":true}');
    });
  }

  it('refuses more entries than allowed before it looks at one', async () => {
    const entries = Array.from({ length: 5 }, (_, at) => ({ name: `${at}.json` }));

    await assert.rejects(Archive.open(rawZip(entries), 4), { code: 'TOO_MANY_FILES' });
    assert.equal((await Archive.open(rawZip(entries), 5)).names.length, 5);
  });

  it('refuses what only begins like an archive, wherever it is cut', async () => {
    const whole = rawZip([{ name: 'a.json', data: '{"some":"text"}' }]);
    for (let length = 4; length < whole.length; length += 1) {
      const cut = whole.subarray(0, length);
      assert.ok(isArchive(cut));
      await assert.rejects(Archive.open(cut), { code: 'ARCHIVE_UNREADABLE' }, `${length} bytes`);
    }
  });

  it('ends in an answer or a code whatever byte is changed', async () => {
    for (const [what, bent] of bentArchives()) {
      try {
        const archive = await Archive.open(bent);
        for (const name of archive.names) await archive.read(name, MOST);
      } catch (error) {
        assert.ok(error instanceof InputError, `${what}: ${String(error)}`);
      }
    }
  });
});
