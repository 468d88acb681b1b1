import assert from 'node:assert/strict';

import { formatReport } from '../../../cli/dist/fsck/format-report.js';

const CLEAN = { channel: 'test', blocks: 9, batches: 2, documents: 20, lost: 0, findings: [] };

describe('the report of fsck', () => {
  it('says that nothing is wrong', () => {
    assert.equal(
      formatReport(CLEAN),
      'Read 9 blocks of test, 2 batches, and hashed 20 documents again.\nNothing is wrong.\n',
    );
  });

  it('names each finding, what was mended, and what is lost', () => {
    const text = formatReport({
      ...CLEAN,
      lost: 1,
      findings: [{ code: 'BODY_MISSING', subject: 'inv_1', detail: 'gone' }],
      repaired: { batches: 1, found: 2, lost: [{ series: 'inv-26002', sequence: 7 }] },
      refused: ['inv_9'],
    });

    for (const part of [
      'BODY_MISSING  inv_1\n    gone',
      'inv-26002, sequence 7',
      '2 documents found, 1 lost',
      'inv_9',
    ])
      assert.ok(text.includes(part), part);
  });

  it('lists what is lost by number and hash, and what no block brings back', () => {
    const text = formatReport({
      ...CLEAN,
      lostDocuments: [
        { number: '26002000000000000007', documentHash: 'ab'.repeat(32) },
        {
          number: '26002000000000000008',
          documentHash: 'cd'.repeat(32),
          erasedAt: '2026-11-22T01:42:00.000Z',
        },
      ],
      notOnLedger: [{ tables: ['legal_hold'], is: 'holds are gone', do: 'set them again' }],
      repaired: { batches: 1, found: 0, lost: [], erasedAgain: ['inv_3'] },
    });

    for (const part of [
      `26002000000000000007  ${'ab'.repeat(32)}\n`,
      `26002000000000000008  ${'cd'.repeat(32)}  erased on 2026-11-22`,
      'legal_hold: holds are gone\n    → set them again',
      'inv_3',
    ])
      assert.ok(text.includes(part), part);
  });

  it('stays short when much is wrong', () => {
    const finding = { code: 'BODY_MISSING', subject: 'inv_1', detail: 'gone' };
    const text = formatReport({ ...CLEAN, findings: Array.from({ length: 5000 }, () => finding) });

    assert.ok(text.split('\n').length < 220);
    assert.match(text, /5000 findings/);
    assert.match(text, /4900 more; --json prints all/);
  });
});
