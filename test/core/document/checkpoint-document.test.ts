import assert from 'node:assert/strict';
import { kindOf, parseCheckpointDocument, type JsonObject } from '@chopmark/core';

const FIRST = {
  organization: 'court',
  chainSequence: 41,
  chainHash: 'ab'.repeat(32),
  records: 41,
  madeAt: '2026-03-01T08:00:00.000Z',
} satisfies JsonObject;
const LATER = { ...FIRST, chainSequence: 60, records: 19, previous: 'cd'.repeat(32) };

describe('parseCheckpointDocument', () => {
  it('reads the first of a series and a later one', () => {
    assert.deepEqual(parseCheckpointDocument(FIRST), FIRST);
    assert.deepEqual(parseCheckpointDocument(LATER), LATER);
  });

  it('asks for the members that the kind requires', () => {
    const kind = kindOf('auditCheckpoint');

    for (const one of [FIRST, LATER])
      assert.deepEqual([...kind.requiredMembers(one)].sort(), Object.keys(one).sort());
  });

  for (const [why, more] of [
    ['another member', { remark: 'x' }],
    ['a sequence before the first record', { chainSequence: 0 }],
    ['fewer records than none', { records: -1 }],
    ['a time without milliseconds', { madeAt: '2026-03-01T08:00:00Z' }],
    ['an organization that is no text', { organization: 7 }],
  ] as const) {
    it(`refuses ${why}`, () => {
      assert.throws(() => parseCheckpointDocument({ ...LATER, ...more }), { code: 'MALFORMED_AUDIT_LOG' });
    });
  }

  it('refuses hashes that are none', () => {
    for (const more of [{ chainHash: 'ab' }, { previous: 'AB'.repeat(32) }])
      assert.throws(() => parseCheckpointDocument({ ...LATER, ...more }), { code: 'MALFORMED_HASH' });
  });

  it('refuses one that lacks a member', () => {
    for (const name of Object.keys(FIRST)) {
      const rest = Object.fromEntries(Object.entries(FIRST).filter(([one]) => one !== name));
      assert.throws(() => parseCheckpointDocument(rest), { code: 'MALFORMED_AUDIT_LOG' }, name);
    }
  });
});
