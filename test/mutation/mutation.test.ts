import assert from 'node:assert/strict';
import { EQUIVALENTS } from './equivalents.js';
import { type Golden, goldens } from './golden.js';
import { MutationJudge } from './judge.js';
import { MutantSpace } from './mutants.js';
import { sampled } from './sample.js';

/** Of each compact golden bundle; `npm run mutate` judges all. */
const SAMPLE = Number(process.env['CHOPMARK_MUTATIONS'] ?? 700);
/** Larger bundles and timestamps take several times as long. */
const SAMPLE_OF_LARGE = Math.ceil(SAMPLE / 4);
const MEMO_SAMPLE = 60;
const SEED = Number(process.env['CHOPMARK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

const countFor = ({ changes }: Golden): number => (changes === undefined ? SAMPLE : SAMPLE_OF_LARGE);

/** Nothing in a bundle is free: each change is refused, or changes nothing that is shown or decided. */
describe(`a bundle with one change (CHOPMARK_SEED=${SEED}, ${SAMPLE} of each)`, function () {
  this.timeout(180_000);
  const excused = new Set<number>();

  for (const golden of goldens()) {
    it(`is refused: a byte of ${golden.name}`, async () => {
      const judge = new MutationJudge(golden);
      await judge.begin();
      const count = countFor(golden);
      let judged = 0;

      for (const number of sampled(judge.space.size, { count, seed: SEED }))
        if (await judge.judge(number)) judged += 1;

      assert.deepEqual(judge.escapes, []);
      assert.ok(judged > count / 2, String(judged));
      for (const row of judge.excused) excused.add(row);
    });

    it(`is refused, or says the same: a member or the end of ${golden.name}`, async () => {
      const judge = new MutationJudge(golden);
      await judge.begin();

      for (const number of tellingNumbers(judge.space, golden)) await judge.judge(number);

      assert.deepEqual(judge.escapes, []);
      for (const row of judge.excused) excused.add(row);
    });

    it(`gets the same answer without what is remembered: ${golden.name}`, async () => {
      const remembering = new MutationJudge(golden);
      const forgetful = new MutationJudge(golden, { memo: false });
      await remembering.begin();
      await forgetful.begin();

      for (const number of sampled(remembering.space.size, { count: MEMO_SAMPLE, seed: SEED }))
        assert.deepEqual(await remembering.verdictOf(number), await forgetful.verdictOf(number));
    });
  }

  it('is excused by every row of the list, and by no other reason', () => {
    assert.deepEqual(
      EQUIVALENTS.filter((_, row) => !excused.has(row)),
      [],
    );
  });
});

/** Every member of a compact bundle; of larger ones the parts as a whole; and bytes at the end, of the last token too. */
function* tellingNumbers(space: MutantSpace, { changes }: Golden): Generator<number> {
  for (const number of space.numbersOf('structure'))
    if (changes === undefined || (space.at(number)?.place.split('/').length ?? 9) <= 2) yield number;
  yield* [...space.numbersOf('file')].slice(-33);
  if (changes === undefined) return;
  for (const level of ['file', 'binary'] as const)
    yield* [...space.numbersOf(level)].slice(-6000).filter((_, at) => at % 50 === 0);
}

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
