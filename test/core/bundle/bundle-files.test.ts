import assert from 'node:assert/strict';
import { MAX_FOLDER_DEPTH, isTooDeep, kindOfFile, partFileNames } from '@chopmark/core/verify';

const HASH = 'ab'.repeat(32);

describe('files of a folder or archive', () => {
  it('tell bundles, parts, archives and the rest apart', () => {
    for (const [name, kind] of [
      ['a.json', 'bundle'],
      ['a/b.Json', 'bundle'],
      [`${HASH}.json`, 'part'],
      [`evidence/${HASH}.json`, 'part'],
      [`${HASH.toUpperCase()}.json`, 'bundle'],
      ['a.ZIP', 'archive'],
      ['a.pdf', 'other'],
      ['json', 'other'],
      ['._a.json', 'other'],
      ['__MACOSX/a.json', 'other'],
      ['.x/a.json', 'other'],
    ] as const)
      assert.equal(kindOfFile(name), kind, name);
  });

  it('of parts go from the bundle upwards', () => {
    assert.deepEqual(partFileNames('a/b.json', 'h'), [
      'a/evidence/h.json',
      'a/h.json',
      'evidence/h.json',
      'h.json',
    ]);
  });

  it('lie sixteen folders deep at most', () => {
    assert.equal(isTooDeep(`${'a/'.repeat(MAX_FOLDER_DEPTH)}b.json`), false);
    assert.equal(isTooDeep(`${'a/'.repeat(MAX_FOLDER_DEPTH + 1)}b.json`), true);
  });
});
