/** Archives that nobody made in good faith, and the code that every reader of ours refuses them with. */
import { type RawEntry, rawZip } from './raw-zip.js';

/** Bytes of one file at most, in what follows. */
export const MOST = 1_000_000;

const PLAIN = Buffer.alloc(100_000, 'ab');

/** Refused as a whole: what, entries, code. */
export const REFUSED_WHOLE: readonly [string, readonly RawEntry[], string][] = [
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
      { name: 'a.json', data: PLAIN },
      ...Array.from({ length: 40 }, (_, at) => ({ name: `${at}.json`, data: PLAIN, sameAs: 0 })),
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

/** Refused alone, among others that can be read: what, entry, code. */
export const REFUSED_ALONE: readonly [string, RawEntry, string][] = [
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

/** An archive of two files with each byte changed in three ways, and what was changed. */
export function* bentArchives(): Generator<readonly [string, Buffer]> {
  const whole = rawZip([
    { name: 'a.json', data: '{"some":"text"}' },
    { name: 'b.json', data: '{}', method: 0 },
  ]);
  for (let at = 0; at < whole.length; at += 1) {
    for (const flip of [0x01, 0x80, 0xff]) {
      const bent = Buffer.from(whole);
      bent[at] = (bent[at] ?? 0) ^ flip;
      yield [`byte ${at} by ${flip}`, bent];
    }
  }
}
