import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listFolder } from '../../../cli/dist/verify/input/folder.js';
import { gather } from '../../../cli/dist/verify/input/gather.js';
import { rawZip } from '../../support/raw-zip.js';
import { writeFiles, zipOf } from './support.js';

const HASH = 'ab'.repeat(32);
const text = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? 'nothing').toString();

describe('gather', () => {
  let folder: string;
  const file = (name: string): string => join(folder, name);
  /** Label within the folder → content, or the code of what is wrong. */
  const found = async (
    ...named: string[]
  ): Promise<{ files: Record<string, string>; passedOver: number }> => {
    const gathered = await gather(named.map(file));
    const files: Record<string, string> = {};
    for (const { label, read } of gathered.candidates) {
      files[label.slice(folder.length + 1)] = await read().then(
        text,
        (error: unknown) => (error as { code: string }).code,
      );
    }
    await gathered.close();
    return { files, passedOver: gathered.passedOver };
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-gather-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('finds bundles in folders of folders and in archives, in a fixed order, and counts what it passes over', async () => {
    await writeFiles(folder, {
      'in/b.json': 'b',
      'in/a/c.JSON': 'c',
      'in/z.zip': await zipOf({ 'y.json': 'y', 'deep/x.json': 'x', 'README.txt': '' }),
      'in/invoice.pdf': '',
      'in/.hidden.json': '',
      'in/.git/config.json': '',
      [`in/evidence/${HASH}.json`]: '',
    });

    const { files, passedOver } = await found('in');

    assert.deepEqual(Object.entries(files), [
      ['in/a/c.JSON', 'c'],
      ['in/b.json', 'b'],
      ['in/z.zip!/y.json', 'y'],
      ['in/z.zip!/deep/x.json', 'x'],
    ]);
    assert.equal(passedOver, 3, 'the PDF, the hidden file and the README');
  });

  it('looks for parts in evidence/ and beside the bundle, then in the folders above, never outside', async () => {
    await writeFiles(folder, {
      'a/one.json': '',
      [`a/evidence/${HASH}.json`]: 'near',
      'b/sub/two.json': '',
      [`b/${HASH}.json`]: 'above',
      'c/three.json': '',
      [`evidence/${HASH}.json`]: 'outside',
      'd.zip': await zipOf({ 'x/y/four.json': '', [`evidence/${HASH}.json`]: 'in the archive' }),
    });
    const part = async (named: string): Promise<string> => {
      const gathered = await gather([file(named)]);
      const bytes = await gathered.candidates[0]?.part(HASH);
      await gathered.close();
      return text(bytes);
    };

    assert.equal(await part('a'), 'near');
    assert.equal(await part('a/one.json'), 'near', 'a named file has its own folder');
    assert.equal(await part('b'), 'above');
    assert.equal(await part('c'), 'nothing');
    assert.equal(await part('d.zip'), 'in the archive');
  });

  it('follows no link that it finds, and one that was named', async () => {
    await writeFiles(folder, {
      'real.json': 'real',
      'elsewhere/secret.json': 'secret',
      'in/good.json': 'good',
    });
    await symlink(file('real.json'), file('in/link.json'));
    await symlink(file('elsewhere'), file('in/folder'));
    await symlink(file('nowhere'), file('in/dangling.json'));

    const { files } = await found('in');

    assert.deepEqual(files, {
      'in/dangling.json': 'LINK_NOT_FOLLOWED',
      'in/folder': 'LINK_NOT_FOLLOWED',
      'in/good.json': 'good',
      'in/link.json': 'LINK_NOT_FOLLOWED',
    });
    assert.deepEqual((await found('in/link.json')).files, { 'in/link.json': 'real' });
  });

  it('takes no part through a link', async () => {
    await writeFiles(folder, { 'secret.json': 'secret', 'in/a.json': '' });
    await mkdir(file('in/evidence'));
    await symlink(file('secret.json'), file(`in/evidence/${HASH}.json`));

    const gathered = await gather([file('in')]);

    assert.equal(await gathered.candidates[0]?.part(HASH), undefined);
  });

  it('looks sixteen folders deep, and says so of the next', async () => {
    const deep = (depth: number): string => Array.from({ length: depth }, () => 'd').join('/');
    await writeFiles(folder, { [`in/${deep(16)}/a.json`]: 'a', [`in/${deep(17)}/b.json`]: 'b' });

    const { files } = await found('in');

    assert.deepEqual(files, {
      [`in/${deep(17)}`]: 'FOLDER_TOO_DEEP',
      [`in/${deep(16)}/a.json`]: 'a',
    });
  });

  it('answers for what holds no bundle, cannot be opened or is not there', async () => {
    await writeFiles(folder, {
      'empty/notes.txt': '',
      'broken.zip': 'PK\u0003\u0004',
      'in/cut.zip': 'PK\u0003\u0004',
    });
    await writeFile(file('none.zip'), rawZip([]));

    const { files } = await found('empty', 'none.zip', 'broken.zip', 'in', 'nowhere.json');

    assert.deepEqual(files, {
      empty: 'BUNDLE_MISSING',
      'none.zip': 'BUNDLE_MISSING',
      'broken.zip': 'ARCHIVE_UNREADABLE',
      'in/cut.zip': 'ARCHIVE_UNREADABLE',
      'nowhere.json': 'BUNDLE_UNREADABLE',
    });
  });

  it('opens no archive in an archive', async () => {
    await writeFile(file('a.zip'), await zipOf({ 'b.zip': await zipOf({ 'c.json': '' }), 'd.json': 'd' }));

    assert.deepEqual((await found('a.zip')).files, {
      'a.zip!/b.zip': 'ARCHIVE_NESTED',
      'a.zip!/d.json': 'd',
    });
  });

  it('takes an archive under any name', async () => {
    await writeFile(file('march.bundle'), await zipOf({ 'a.json': 'a' }));

    assert.deepEqual((await found('march.bundle')).files, { 'march.bundle!/a.json': 'a' });
  });
});

describe('listFolder', () => {
  it('stops at more files than allowed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-list-'));
    await writeFiles(folder, { 'a/1.json': '', 'a/2.json': '', '3.txt': '' });

    await assert.rejects(listFolder(folder, 2), { code: 'TOO_MANY_FILES' });
    assert.equal((await listFolder(folder, 3)).length, 3);
    await rm(folder, { recursive: true });
  });
});
