import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databasePlaceOf } from '../../../cli/dist/platform/database-place.js';
import { homeOf, writeJson } from '../../../cli/dist/platform/home.js';

describe('databasePlaceOf', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-place-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const placeIn = (name: string) =>
    databasePlaceOf(homeOf('embedded', { CHOPMARK_HOME: join(folder, name) }), ['tax'], false);

  it('chooses folder and passwords once', () => {
    const place = placeIn('home');

    assert.deepEqual(placeIn('home'), place);
    assert.equal(place.folder, join(folder, 'home', 'embedded', 'database'));
    assert.notEqual(place.password, place.roles['tax']);
  });

  it('finds the database of a home that was moved', () => {
    const before = placeIn('home');
    mkdirSync(before.folder, { recursive: true });
    renameSync(join(folder, 'home'), join(folder, 'other'));

    const after = placeIn('other');

    assert.deepEqual(after, { ...before, folder: join(folder, 'other', 'embedded', 'database') });
    assert.deepEqual(placeIn('other'), after);
  });

  it('gives a copied home its own copy, not the database of the first', () => {
    const before = placeIn('home');
    mkdirSync(before.folder, { recursive: true });
    cpSync(join(folder, 'home'), join(folder, 'copy'), { recursive: true });

    assert.equal(placeIn('copy').folder, join(folder, 'copy', 'embedded', 'database'));
    assert.deepEqual(placeIn('home'), before);
  });

  it('leaves a database that lies outside the home where it is', () => {
    const outside = join(folder, 'elsewhere');
    writeJson(join(folder, 'home', 'embedded', 'database.json'), { ...placeIn('home'), folder: outside });

    assert.equal(placeIn('home').folder, outside);
  });
});
