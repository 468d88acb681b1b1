import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { FINDING_CODES, FINDING_WORDING, NOTE_CODES, NOTE_WORDING, QUESTIONS } from '@chopmark/core/verify';

const DOCUMENT = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
const SECTION = /## Verifier findings\n(?<text>[\s\S]*?)(?=\n## |$)/.exec(DOCUMENT)?.groups?.['text'] ?? '';
const rows = [...SECTION.matchAll(/^\| `([A-Z_]+)` \|(.*)\|$/gm)].map(([, code = '', cells = '']) => ({
  code,
  cells: cells.split('|').map((cell) => cell.trim()),
}));

describe('FINDING_CODES', () => {
  it('stand in docs/error-codes.md with question and outcome, and no others do', () => {
    const documented = rows.filter(({ cells }) => cells.length === 3);

    assert.deepEqual(
      documented.map(({ code, cells }) => [code, cells[0], cells[1]]),
      Object.entries(FINDING_CODES).map(([code, [question, outcome]]) => [code, question, outcome]),
    );
  });

  it('have a wording in both languages', () => {
    for (const wording of [...Object.values(FINDING_WORDING), ...Object.values(NOTE_WORDING)]) {
      assert.ok(wording.en.length > 0 && /[\u4e00-\u9fff]/.test(wording.zh), wording.en);
      assert.doesNotMatch(
        wording.en,
        /authentic|genuine/i,
        'says what was checked, never that it is authentic',
      );
    }
  });

  it('answer every question with at least a pass or a skip', () => {
    for (const question of QUESTIONS) {
      const outcomes = Object.values(FINDING_CODES).filter(([asked]) => asked === question);
      assert.ok(outcomes.length >= 2, question);
    }
  });
});

describe('NOTE_CODES', () => {
  it('stand in docs/error-codes.md, and no others do', () => {
    const documented = rows.filter(({ cells }) => cells.length === 1).map(({ code }) => code);

    assert.deepEqual(documented, [...NOTE_CODES]);
  });
});
