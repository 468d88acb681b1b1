import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { TIMESTAMP_FAULTS } from '@chopmark/core/timestamps';

const DOCUMENT = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');

describe('TIMESTAMP_FAULTS', () => {
  it('stand in docs/error-codes.md, and no others do', () => {
    const section = /## Timestamps\n(?<text>[\s\S]*?)(?=\n## |$)/.exec(DOCUMENT)?.groups?.['text'] ?? '';
    const listed = [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);

    assert.deepEqual(listed, [...TIMESTAMP_FAULTS]);
  });
});
