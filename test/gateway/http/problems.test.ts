import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LEDGER_ERROR_STATUS, LedgerError, type LedgerErrorCode } from '@chopmark/core';
import { UnavailableError } from '@chopmark/gateway';
import { AcceptanceUnknownError } from '../../../gateway/dist/errors.js';
import { fill, languageOf } from '../../../gateway/dist/i18n/language.js';
import { toProblem } from '../../../gateway/dist/problem.js';
import { PROBLEMS } from '../../../gateway/dist/problems/catalogue.js';
import { FAULTS, FORMS } from '../../../gateway/dist/problems/faults.js';
import { helpPage } from '../../../gateway/dist/problems/help-page.js';
import type { WrittenCause } from '../../../gateway/dist/problems/ledger-causes.js';
import { LEDGER_REFUSALS } from '../../../gateway/dist/problems/ledger-refusals.js';
import { Refusal } from '../../../gateway/dist/problems/refusal.js';

const CONTEXT = {
  language: 'en',
  instance: '/v1/x',
  traceId: 'ab'.repeat(16),
  helpBase: 'https://tax.example',
} as const;

describe('toProblem', () => {
  it('has every member of RFC 9457 and ours', () => {
    const { status, headers, body } = toProblem(new Refusal('SELLER_NOT_OWN'), CONTEXT);

    assert.equal(status, 403);
    assert.deepEqual(body, {
      type: 'https://tax.example/problems/SELLER_NOT_OWN',
      title: 'Not your taxpayer',
      status: 403,
      detail: 'an issuer issues for its own taxpayer only',
      instance: '/v1/x',
      code: 'SELLER_NOT_OWN',
      traceId: 'ab'.repeat(16),
    });
    assert.deepEqual(headers, { 'Content-Language': 'en' });
  });

  it('keeps code and status of a refusal by the ledger', () => {
    const { status, body } = toProblem(
      new LedgerError('SERIES_CLOSED', 'series inv-26002 is closed'),
      CONTEXT,
    );

    assert.deepEqual(
      [status, body['code'], body['detail']],
      [409, 'SERIES_CLOSED', 'series inv-26002 is closed'],
    );
  });

  for (const code of Object.keys(LEDGER_ERROR_STATUS) as LedgerErrorCode[]) {
    it(`says ${code} of the ledger in Chinese, with the ledger’s own words behind it`, () => {
      const said = 'series inv-26002 is as it is';
      const { body, headers } = toProblem(new LedgerError(code, said), { ...CONTEXT, language: 'zh' });

      assert.equal(body['code'], code);
      assert.equal(headers['Content-Language'], 'zh-CN');
      assert.match(
        body['detail'] as string,
        /^[^a-z]*\p{Script=Han}[^]*（账本原文：series inv-26002 is as it is）$/u,
      );
      const page = helpPage(code, 'zh') ?? '';
      assert.ok(
        page.includes(LEDGER_REFUSALS[code].meaning.zh) && page.includes(LEDGER_REFUSALS[code].advice.zh),
      );
    });
  }

  it('says in Chinese why the contract refuses, and keeps the code', () => {
    const causes = [{ organization: null, code: 'CONTRACT_REFUSES', reason: 'NOT_PERMITTED' }] as const;
    const { body } = toProblem(new UnavailableError('ledger', 'no', { causes }), {
      ...CONTEXT,
      language: 'zh',
    });

    const [written] = body['causes'] as unknown as WrittenCause[];
    assert.deepEqual(
      [written?.reason, written?.detail],
      ['NOT_PERMITTED', `合约拒绝：${LEDGER_REFUSALS.NOT_PERMITTED.meaning.zh}（NOT_PERMITTED）`],
    );
  });

  it('names the part that could not be asked, never its words', () => {
    const { status, body, headers } = toProblem(new UnavailableError('ledger', '10.0.0.5 refused'), CONTEXT);

    assert.deepEqual([status, body['code'], headers['Retry-After']], [503, 'UNAVAILABLE', '5']);
    assert.doesNotMatch(JSON.stringify(body), /10\.0/);
  });

  it('does not say that nothing was accepted when it does not know', () => {
    const { status, body, headers } = toProblem(new AcceptanceUnknownError('10.0.0.5 reset'), CONTEXT);

    assert.deepEqual([status, body['code'], headers['Retry-After']], [503, 'ACCEPTANCE_UNKNOWN', '5']);
    assert.doesNotMatch(JSON.stringify(body), /10\.0/);
  });

  const unknown = [
    new Error('secret 42'),
    new TypeError('x is undefined'),
    'a text',
    undefined,
    { status: 200 },
  ];
  for (const [name, fault] of Object.entries(unknown)) {
    it(`says INTERNAL and nothing else for what is not known (${name})`, () => {
      const { status, body } = toProblem(fault, CONTEXT);

      assert.deepEqual([status, body['code']], [500, 'INTERNAL']);
      assert.doesNotMatch(JSON.stringify(body), /secret|undefined|stack/);
    });
  }

  it('writes forms and limits in the language of the reader', () => {
    const faults = [
      { pointer: '/a', code: 'WRONG_FORM', parameters: { form: 'amount' } },
      { pointer: '/b', code: 'TOO_LONG', parameters: { limit: 3 } },
      { pointer: '/c', code: 'TAX_ID_CHECK', text: { en: 'words of core', zh: '核心规则的文字' } },
    ];

    const { body } = toProblem(new Refusal('RULE_VIOLATED', { faults }), { ...CONTEXT, language: 'zh' });

    assert.deepEqual(body['errors'], [
      { pointer: '/a', code: 'WRONG_FORM', detail: '格式错误，应为：两位小数的金额，如 1234.50' },
      { pointer: '/b', code: 'TOO_LONG', detail: '超过 3 个字符' },
      { pointer: '/c', code: 'TAX_ID_CHECK', detail: '核心规则的文字' },
    ]);
  });
});

describe('the catalogue of problems', () => {
  const document = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');

  it('is the one in docs/error-codes.md, statuses included', () => {
    const written = rowsOf(document, '## Gateway problems').map(([code, status]) => [code, Number(status)]);
    const known = Object.entries(PROBLEMS).map(([code, { status }]) => [code, status]);

    assert.deepEqual(written.sort(), known.sort());
  });

  it('has what the codes of the ledger mean in docs/error-codes.md', () => {
    for (const [code, { meaning, advice }] of Object.entries(LEDGER_REFUSALS)) {
      const row = document.split('\n').find((line) => line.startsWith(`| \`${code}\` |`)) ?? '';
      const [, , means, does] = row.replace(/`/g, '').split(' | ');
      assert.deepEqual([means, does?.replace(/ \|$/, '')], [meaning.en, advice.en], code);
    }
  });

  it('has the faults of fields in docs/error-codes.md too', () => {
    const written = rowsOf(document, '## Faults of a field').map(([code]) => code);

    assert.deepEqual(written.sort(), Object.keys(FAULTS).sort());
  });

  it('has words in both languages with the same parameters', () => {
    const texts = [
      ...Object.values(PROBLEMS).flatMap(({ title, detail, advice }) => [title, detail, advice]),
      ...Object.values(FAULTS),
      ...Object.values(FORMS),
    ];
    for (const { en, zh } of texts) {
      assert.notEqual(en, '');
      assert.match(zh, /[\u4e00-\u9fff]/, en);
      assert.deepEqual(parametersOf(zh), parametersOf(en), en);
    }
  });
});

describe('languageOf', () => {
  for (const [header, language] of [
    [undefined, 'en'],
    ['', 'en'],
    ['zh', 'zh'],
    ['zh-CN,zh;q=0.9', 'zh'],
    ['zh-Hant-TW', 'zh'],
    ['fr, de', 'en'],
    ['en;q=0.5, zh;q=0.8', 'zh'],
    ['zh;q=0, en', 'en'],
    ['zh;q=0', 'en'],
    ['ZH-cn', 'zh'],
    ['zhx', 'en'],
    ['*', 'en'],
    [';;;,,,q=1', 'en'],
  ] as const) {
    it(`reads ${header ?? '(none)'} as ${language}`, () => {
      assert.equal(languageOf(header), language);
    });
  }

  it('leaves what was not given visible', () => {
    assert.equal(fill('{a} and {b}', { a: 1 }), '1 and {b}');
  });
});

function rowsOf(document: string, heading: string): string[][] {
  const section = document.split(`${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, 3)
      .map((cell) => cell.trim().replaceAll('`', '')),
  );
}

function parametersOf(text: string): string[] {
  return [...text.matchAll(/\{\w+\}/g)].map(([parameter]) => parameter).sort();
}
