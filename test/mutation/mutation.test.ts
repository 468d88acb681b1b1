import assert from 'node:assert/strict';
import { EQUIVALENTS } from './equivalents.js';
import { goldens } from './golden.js';
import { MutationJudge } from './judge.js';
import { MutantSpace } from './mutants.js';

/** Of each golden bundle; `npm run mutate` judges all. */
const SAMPLE = Number(process.env['CHOPMARK_MUTATIONS'] ?? 700);
const SEED = Number(process.env['CHOPMARK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

/** mulberry32: numbers from 0 to 1 that follow from the seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Nothing in a bundle is free: each change is refused, or changes nothing that is shown or decided. */
describe(`a bundle with one change (CHOPMARK_SEED=${SEED}, ${SAMPLE} of each)`, function () {
  this.timeout(180_000);
  const random = randomFrom(SEED);
  const excused = new Set<number>();

  for (const golden of goldens()) {
    it(`is refused: a byte of ${golden.name}`, async () => {
      const judge = new MutationJudge(golden);
      await judge.begin();
      const step = judge.space.size / SAMPLE;
      let judged = 0;

      for (let from = 0; from < judge.space.size; from += step)
        if (await judge.judge(Math.floor(from + random() * step))) judged += 1;

      assert.deepEqual(judge.escapes, []);
      assert.ok(judged > SAMPLE / 2, String(judged));
    });

    it(`is refused, or says the same: a member or the last line break of ${golden.name}`, async () => {
      const judge = new MutationJudge(golden);
      await judge.begin();
      const numbers = [
        ...judge.space.numbersOf('structure'),
        ...[...judge.space.numbersOf('file')].slice(-33),
      ];

      for (const number of numbers) await judge.judge(number);

      assert.deepEqual(judge.escapes, []);
      for (const row of judge.excused) excused.add(row);
    });
  }

  it('is excused by every row of the list, and by no other reason', () => {
    assert.deepEqual(
      EQUIVALENTS.filter((_, row) => !excused.has(row)),
      [],
    );
  });
});

describe('MutantSpace', () => {
  it('holds every byte in every way, and never the bundle itself', () => {
    const bundle = Buffer.from('{"format":"a","statement":{"signedProposal":"AQID","endorsements":[]}}');
    const space = new MutantSpace(bundle);
    const seen = new Set<string>();

    for (let index = 0; index < space.size; index += 1) {
      const mutant = space.at(index);
      if (mutant) seen.add(`${mutant.level} ${mutant.place} ${mutant.change}`);
      assert.ok(!mutant?.bytes.equals(bundle));
    }

    for (let byte = 0; byte < bundle.length; byte += 1)
      for (let bit = 0; bit < 8; bit += 1)
        assert.ok(
          [...seen].some((name) => name.startsWith('file') && name.endsWith(` bit ${bit} of byte ${byte}`)),
        );
    for (const what of ['bit 7 of byte 2', 'byte 0 left out', 'byte 2 doubled', 'byte 0 one more'])
      assert.ok(seen.has(`binary statement/signedProposal ${what}`), what);
    assert.ok(seen.has('structure statement/endorsements made null'));
  });
});
