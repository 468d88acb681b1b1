import assert from 'node:assert/strict';
import { ReferencesSeen } from '../../../gateway/dist/imports/table/references-seen.js';

describe('ReferencesSeen', () => {
  it('tells the first row of each of many, and nothing of others', () => {
    const seen = new ReferencesSeen();
    for (let row = 1; row <= 20_000; row += 1) assert.equal(seen.note(`K-${row}`, row), undefined);
    assert.equal(seen.note('K-7', 90_000), 7);

    for (let row = 1; row <= 20_000; row += 1) assert.equal(seen.rowOf(`K-${row}`), row);
    for (let row = 20_001; row <= 30_000; row += 1) assert.equal(seen.rowOf(`K-${row}`), undefined);
  });
});
