import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { NETWORK_ERROR_CODES } from '../../test-network/dist/network-error.js';

describe('NETWORK_ERROR_CODES', () => {
  it('stand in docs/error-codes.md, each once', async () => {
    const text = await readFile(new URL('../../docs/error-codes.md', import.meta.url), 'utf8');
    const section = text.slice(text.indexOf('## Network and command line'));
    const rows = [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);

    for (const code of NETWORK_ERROR_CODES) {
      assert.equal(rows.filter((row) => row === code).length, 1, code);
    }
  });
});
