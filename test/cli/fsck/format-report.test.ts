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

  it('stays short when much is wrong', () => {
    const finding = { code: 'BODY_MISSING', subject: 'inv_1', detail: 'gone' };
    const text = formatReport({ ...CLEAN, findings: Array.from({ length: 5000 }, () => finding) });

    assert.ok(text.split('\n').length < 220);
    assert.match(text, /5000 findings/);
    assert.match(text, /4900 more; --json prints all/);
  });
});
