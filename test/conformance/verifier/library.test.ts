import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { FINDING_CODES, INPUT_CODES, QUESTIONS } from '@chopmark/core/verify';
import { judgeByLibrary } from './judge.js';
import { answerOf, inputOf, readCases, trustOf } from './read-cases.js';

const cases = readCases();
/** Said by programs that read folders and archives, by nobody who works, and by nobody who can read timestamps. */
const UNMET = new Set<string>([...INPUT_CODES, ...['VERIFIER_FAULT', 'TIMESTAMP_READER_MISSING']]);

describe('conformance cases of the verifier', () => {
  it('are at least 150, of every verdict, in folders that say it', () => {
    assert.ok(cases.length >= 150, String(cases.length));
    for (const verdict of ['valid', 'invalid', 'indeterminate', 'error'] as const)
      assert.ok(
        cases.some(({ expected }) => expected.verdict === verdict),
        verdict,
      );
    for (const { folder, id, expected } of cases)
      assert.ok(basename(folder).endsWith(`_${expected.verdict}`), id);
  });

  it('each say in one line what is wrong and which answer it gets', () => {
    for (const { folder, id, input, expected } of cases) {
      const readme = readFileSync(join(folder, 'README'), 'utf8');
      assert.match(readme, /^[^\n]+\n$/, id);
      assert.ok(
        Object.values(expected.codes).some((code) => readme.includes(code)),
        id,
      );
      assert.notEqual(
        existsSync(join(folder, `${input}.json`)),
        existsSync(join(folder, 'bundle.recipe.json')),
        id,
      );
    }
  });

  it('answer every question, and meet every answer that a verifier can give', () => {
    const seen = new Set<string>(cases.flatMap(({ expected }) => Object.values(expected.codes)));
    for (const { id, expected } of cases) assert.deepEqual(Object.keys(expected.codes), [...QUESTIONS], id);
    const missed = Object.entries(FINDING_CODES).filter(([code]) => !seen.has(code));
    assert.deepEqual(
      missed.filter(([code]) => !UNMET.has(code)),
      [],
    );
  });
});

describe('library', () => {
  for (const one of cases) {
    it(one.id, async () => {
      const verdict = await judgeByLibrary(inputOf(one), trustOf(one), new Date(one.now), one.input);

      assert.deepEqual(answerOf(verdict), one.expected, readFileSync(join(one.folder, 'README'), 'utf8'));
      if (verdict.verdict !== 'valid') assert.equal(verdict.number, null);
    });
  }
});
