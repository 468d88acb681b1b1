import assert from 'node:assert/strict';
import { crc32 as zlibCrc32 } from 'node:zlib';
import { InputError } from '@chopmark/core/verify';
import { crc32 } from '../../../web/src/verify/files/crc32.js';
import { ZipArchive, isArchive } from '../../../web/src/verify/files/zip-archive.js';
import { zipOf } from '../../cli/verify/support.js';
import { MOST, REFUSED_ALONE, REFUSED_WHOLE, bentArchives } from '../../support/evil-archives.js';
import { rawZip } from '../../support/raw-zip.js';

const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();

describe('ZipArchive', () => {
  it('reads what an archiver packs', async () => {
    const large = JSON.stringify(Array.from({ length: 20_000 }, (_, at) => at));
    const archive = ZipArchive.open(
      await zipOf({ 'a/票.json': '{"a":1}', 'large.json': large, 'empty.json': '' }),
    );

    assert.deepEqual(archive.names, ['a/票.json', 'large.json', 'empty.json']);
    assert.equal(text(archive.read('a/票.json', MOST)), '{"a":1}');
    assert.equal(text(archive.read('large.json', MOST)), large);
    assert.equal(text(archive.read('empty.json', MOST)), '');
  });

  it('reads files that are stored, and finds the end behind a comment', () => {
    const bytes = rawZip([{ name: 'a/' }, { name: 'a/b.json', data: '{}', method: 0 }]);
    const commented = Buffer.concat([bytes, Buffer.from('PK\u0005\u0006 comment')]);
    commented.writeUInt16LE(12, bytes.length - 2);

    const archive = ZipArchive.open(commented);

    assert.deepEqual(archive.names, ['a/b.json']);
    assert.equal(text(archive.read('a/b.json', MOST)), '{}');
  });

  for (const [what, entries, code] of REFUSED_WHOLE) {
    it(`refuses an archive with ${what}`, () => {
      assert.throws(() => ZipArchive.open(rawZip(entries)), { code });
    });
  }

  for (const [what, entry, code] of REFUSED_ALONE) {
    it(`refuses a file that ${what}, and reads the one beside it`, () => {
      const archive = ZipArchive.open(rawZip([entry, { name: 'good.json', data: '{"good":true}' }]));

      assert.throws(() => archive.read(entry.name, MOST), { code });
      assert.equal(text(archive.read('good.json', MOST)), '{"good":true}');
    });
  }

  it('refuses more entries than allowed before it looks at one', () => {
    const entries = Array.from({ length: 5 }, (_, at) => ({ name: `${at}.json` }));

    assert.throws(() => ZipArchive.open(rawZip(entries), 4), { code: 'TOO_MANY_FILES' });
    assert.equal(ZipArchive.open(rawZip(entries), 5).names.length, 5);
  });

  it('refuses what only begins like an archive, wherever it is cut', () => {
    const whole = rawZip([{ name: 'a.json', data: '{"some":"text"}' }]);
    for (let length = 4; length < whole.length; length += 1) {
      const cut = whole.subarray(0, length);
      assert.ok(isArchive(cut));
      assert.throws(() => ZipArchive.open(cut), { code: 'ARCHIVE_UNREADABLE' }, `${length} bytes`);
    }
  });

  it('ends in an answer or a code whatever byte is changed', () => {
    for (const [what, bent] of bentArchives()) {
      try {
        const archive = ZipArchive.open(bent);
        for (const name of archive.names) archive.read(name, MOST);
      } catch (error) {
        assert.ok(error instanceof InputError, `${what}: ${String(error)}`);
      }
    }
  });
});

describe('crc32', () => {
  it('agrees with zlib', () => {
    for (const bytes of [Buffer.alloc(0), Buffer.from('123456789'), Buffer.alloc(1_000, 0xff)])
      assert.equal(crc32(bytes), zlibCrc32(bytes));
  });
});
