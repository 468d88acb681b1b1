import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { HALT_CODES } from '../../../gateway/dist/pipeline/halt.js';

describe('HALT_CODES', () => {
  it('stand in docs/error-codes.md, and no others do', () => {
    const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
    const section = page.split(/^## /m).find((text) => text.startsWith('Halts of the pipeline\n')) ?? '';
    const listed = [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);

    assert.deepEqual(listed, [...HALT_CODES]);
  });
});
