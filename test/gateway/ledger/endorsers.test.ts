import assert from 'node:assert/strict';

import { Endorsers } from '../../../gateway/dist/ledger/endorsers.js';

const ALL = ['AffairsMSP', 'TaxMSP', 'CourtMSP', 'OperatorMSP'];

describe('Endorsers', () => {
  it('always asks the authority, and others in turn', () => {
    const endorsers = new Endorsers('TaxMSP', ALL);
    const seen = [];
    for (let at = 0; at < 4; at++) {
      seen.push(endorsers.choose(1));
      endorsers.rotate();
    }
    assert.deepEqual(seen, [
      ['TaxMSP', 'AffairsMSP'],
      ['TaxMSP', 'CourtMSP'],
      ['TaxMSP', 'OperatorMSP'],
      ['TaxMSP', 'AffairsMSP'],
    ]);
    assert.equal(endorsers.tries, 3);
  });

  it('passes over whom to avoid while others will do', () => {
    const endorsers = new Endorsers('TaxMSP', ALL);
    assert.deepEqual(endorsers.choose(1, new Set(['AffairsMSP'])), ['TaxMSP', 'CourtMSP']);
    assert.deepEqual(endorsers.choose(2, new Set(['CourtMSP'])), ['TaxMSP', 'AffairsMSP', 'OperatorMSP']);
    assert.deepEqual(endorsers.choose(2, new Set(['AffairsMSP', 'CourtMSP'])), [
      'TaxMSP',
      'OperatorMSP',
      'AffairsMSP',
    ]);
    assert.deepEqual(endorsers.choose(1, new Set(ALL)), ['TaxMSP', 'AffairsMSP']);
  });
});
