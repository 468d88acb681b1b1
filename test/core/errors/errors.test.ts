import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  DOCUMENT_ERRORS,
  DocumentError,
  INVOICE_FINDINGS,
  LEDGER_ERROR_STATUS,
  LedgerError,
} from '@chopmark/core';

const PAGE = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'error-codes.md'), 'utf8');

/** First two cells of each row under a heading; codes stand in backquotes. */
function rowsOf(heading: string): [string, string][] {
  const section = PAGE.split(/^## /m).find((text) => text.startsWith(`${heading}\n`)) ?? '';
  return [...section.matchAll(/^\| `([A-Z0-9_]+)` \| ([^|]+?) \|/gm)].map(([, code = '', second = '']) => [
    code,
    second,
  ]);
}

describe('docs/error-codes.md', () => {
  it('lists every ledger refusal with its status', () => {
    const expected = Object.entries(LEDGER_ERROR_STATUS).map(([code, status]) => [code, String(status)]);

    assert.deepEqual(rowsOf('Ledger refusals'), expected);
  });

  it('lists every document error', () => {
    const listed = rowsOf('Document errors').map(([code]) => code);

    assert.deepEqual([...listed].sort(), Object.keys(DOCUMENT_ERRORS).sort());
    assert.equal(new Set(listed).size, listed.length);
  });

  it('lists every finding about invoices with its severity', () => {
    assert.deepEqual(rowsOf('Invoice findings'), Object.entries(INVOICE_FINDINGS));
  });
});

describe('LedgerError', () => {
  it('survives the contract boundary as text, inside what a peer says around it', () => {
    for (const code of Object.keys(LEDGER_ERROR_STATUS) as (keyof typeof LEDGER_ERROR_STATUS)[]) {
      const wire = new LedgerError(code, 'series [main] x').toWire();
      const back = LedgerError.fromWire(`chaincode response 500, ${wire}`);

      assert.equal(back?.code, code);
      assert.equal(back.message, 'series [main] x');
    }
  });

  it('is not read from a text without a code of ours', () => {
    for (const text of ['', '[NO_SUCH_CODE] x', '[constructor] x', 'NOT_PERMITTED', '[NOT_PERMITTED]x']) {
      assert.equal(LedgerError.fromWire(text), undefined, text);
    }
    assert.equal(LedgerError.fromWire('[OTHER] [NOT_PERMITTED] x')?.code, 'NOT_PERMITTED');
  });

  it('keeps its cause', () => {
    const cause = new Error('below');

    assert.equal(new LedgerError('NOT_PERMITTED', 'x', { cause }).cause, cause);
    assert.equal(new DocumentError('MALFORMED_JSON', 'x', '/a', { cause }).cause, cause);
  });
});
