import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { rightsPage } from '../../../gateway/dist/rights/rights-page.js';

describe('docs/rights.md', () => {
  it('is the table that the gateway asks; node scripts/rights-page.mjs writes it anew', () => {
    assert.equal(readFileSync(new URL('../../../docs/rights.md', import.meta.url), 'utf8'), rightsPage());
  });
});
