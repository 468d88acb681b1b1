import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Archive, isArchive } from '../../../cli/dist/verify/input/archive.js';
import { type RawEntry, rawZip } from '../../support/raw-zip.js';

const MOST = 1_000_000;
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

  const refusedWhole: [string, readonly RawEntry[], string][] = [
    ['a name that leads upwards', [{ name: '../a.json' }], 'ARCHIVE_NAME_UNSAFE'],
    ['a name that leads upwards in the middle', [{ name: 'a/../../b.json' }], 'ARCHIVE_NAME_UNSAFE'],
    ['an absolute name', [{ name: '/etc/a.json' }], 'ARCHIVE_NAME_UNSAFE'],
    ['a name with a drive', [{ name: 'C:/a.json' }], 'ARCHIVE_NAME_UNSAFE'],
    ['a name with backslashes', [{ name: '..\\a.json' }], 'ARCHIVE_NAME_UNSAFE'],
    ['a name with control characters', [{ name: 'a\u0000.json' }], 'ARCHIVE_NAME_UNSAFE'],
    ['no name', [{ name: '' }], 'ARCHIVE_NAME_UNSAFE'],
    [
      'a name twice',
      [
        { name: 'a.json', data: '1' },
        { name: 'a.json', data: '2' },
      ],
      'ARCHIVE_NAME_TWICE',
    ],
    [
      'entries that share their bytes',
      [
        { name: 'a.json', data: Buffer.alloc(100_000, 'ab') },
        ...Array.from({ length: 40 }, (_, at) => ({
          name: `${at}.json`,
          data: Buffer.alloc(100_000, 'ab'),
          sameAs: 0,
        })),
      ],
      'ARCHIVE_UNREADABLE',
    ],
    [
      'more than anybody unpacks',
      [
        { name: 'a.json', claimedSize: 1_500_000_000 },
        { name: 'b.json', claimedSize: 1_500_000_000 },
      ],
      'ARCHIVE_TOO_LARGE',
    ],
  ];
  for (const [what, entries, code] of refusedWhole) {
    it(`refuses an archive with ${what}`, async () => {
      await assert.rejects(Archive.open(rawZip(entries)), { code });
    });
  }

  const refusedAlone: [string, RawEntry, string][] = [
    ['is encrypted', { name: 'a.json', data: '{}', flags: 1 }, 'ARCHIVE_ENCRYPTED'],
    ['is a symbolic link', { name: 'a.json', data: '/etc/passwd', mode: 0o120777 }, 'LINK_NOT_FOLLOWED'],
    ['is a device', { name: 'a.json', mode: 0o020666 }, 'LINK_NOT_FOLLOWED'],
    ['lies too deep', { name: `${'a/'.repeat(17)}b.json`, data: '{}' }, 'FOLDER_TOO_DEEP'],
    ['is an archive', { name: 'a.zip', data: rawZip([{ name: 'b.json' }]) }, 'ARCHIVE_NESTED'],
    ['is larger than asked for', { name: 'a.json', data: Buffer.alloc(MOST + 1) }, 'BUNDLE_TOO_LARGE'],
    [
      'unpacks to more than it says',
      { name: 'a.json', data: Buffer.alloc(500_000), claimedSize: 10 },
      'ARCHIVE_UNREADABLE',
    ],
    ['unpacks to less than it says', { name: 'a.json', data: '{}', claimedSize: 10 }, 'ARCHIVE_UNREADABLE'],
    ['has another checksum', { name: 'a.json', data: '{}', claimedChecksum: 1 }, 'ARCHIVE_UNREADABLE'],
    ['is packed in a way nobody knows', { name: 'a.json', data: '{}', method: 99 }, 'ARCHIVE_UNREADABLE'],
  ];
  for (const [what, entry, code] of refusedAlone) {
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
    const whole = rawZip([
      { name: 'a.json', data: '{"some":"text"}' },
      { name: 'b.json', data: '{}', method: 0 },
    ]);
    for (let at = 0; at < whole.length; at += 1) {
      for (const flip of [0x01, 0x80, 0xff]) {
        const bent = Buffer.from(whole);
        bent[at] = (bent[at] ?? 0) ^ flip;
        try {
          const archive = await Archive.open(bent);
          for (const name of archive.names) await archive.read(name, MOST);
        } catch (error) {
          assert.match(
            String((error as { code?: string }).code),
            /^(ARCHIVE_|LINK_|TOO_MANY|BUNDLE_)/,
            `byte ${at}`,
          );
        }
      }
    }
  });
});
