import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { KeptUploads } from '../../../gateway/dist/imports/kept-uploads.js';

const HOUR = 3_600_000;

describe('files of imports', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-kept-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('that no import needs are removed, once they are an hour old', async () => {
    const uploads = new KeptUploads(join(folder, 'imports'));
    const sent = join(folder, 'sent');
    writeFileSync(sent, 'sealed');
    const [needed, orphan] = [await uploads.keep(sent), 'orphan.upload'];
    writeFileSync(uploads.path(orphan), 'of an earlier version');
    const database = () => Promise.resolve(new Set([needed]));

    assert.equal(await uploads.sweep(database), 0, 'an import may be about to begin');
    assert.equal(await uploads.sweep(database, Date.now() + 2 * HOUR), 1);

    assert.deepEqual(readdirSync(join(folder, 'imports')), [needed]);
    assert.equal(existsSync(sent), false);
  });

  it('are an hour old when they have lain there so long, however old the upload is', async () => {
    const uploads = new KeptUploads(join(folder, 'imports'));
    const sent = join(folder, 'sent');
    writeFileSync(sent, 'sealed');
    utimesSync(sent, 0, 0);
    const name = await uploads.keep(sent);
    const nobody = () => Promise.resolve(new Set<string>());

    assert.equal(await uploads.sweep(nobody), 0);
    utimesSync(uploads.path(name), 0, 0);
    assert.equal(await uploads.sweep(nobody), 1);
  });

  it('are none before the first import', async () => {
    const uploads = new KeptUploads(join(folder, 'imports'));

    assert.equal(await uploads.sweep(() => Promise.resolve(new Set())), 0);
  });

  it('stay in their folder, whatever their names say', () => {
    assert.equal(new KeptUploads(folder).path('../../etc/passwd'), join(folder, 'passwd'));
  });
});
