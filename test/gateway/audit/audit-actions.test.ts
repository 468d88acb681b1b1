import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { AUDIT_ACTIONS } from '../../../gateway/dist/audit/audit-actions.js';

describe('the acts of the audit log', () => {
  it('are those of docs/accounts.md', () => {
    const page = readFileSync(new URL('../../../docs/accounts.md', import.meta.url), 'utf8');
    const section = page.split('## Audit log\n')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `([\w.]+)` \| (.+?) \|$/gm)].map(([, act, meaning]) => [
      act,
      meaning,
    ]);

    assert.deepEqual(rows, Object.entries(AUDIT_ACTIONS));
  });
});
