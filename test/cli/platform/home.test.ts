import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readJson } from '../../../cli/dist/platform/home.js';
import { PLATFORM_ERROR_CODES } from '../../../cli/dist/platform/platform-error.js';
import { PROJECT } from '../../support/platform.js';

describe('readJson', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-home-'));
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('names a file that is damaged, and leaves it as it is', () => {
    const file = join(folder, 'database.json');
    for (const text of ['', '{', '{"folder": "/var']) {
      writeFileSync(file, text);

      assert.throws(() => readJson(file), { code: 'HOME_DAMAGED', message: /database\.json/ });

      assert.equal(readFileSync(file, 'utf8'), text);
    }
  });

  it('says nothing about a file that is not there', () => {
    assert.equal(readJson(join(folder, 'none.json')), undefined);
  });
});

describe('PLATFORM_ERROR_CODES', () => {
  it('stand in docs/error-codes.md, each in its row', () => {
    const rows = readFileSync(join(PROJECT, 'docs', 'error-codes.md'), 'utf8');
    const missing = PLATFORM_ERROR_CODES.filter((code) => !rows.includes(`| \`${code}\` |`));

    assert.deepEqual(missing, []);
  });
});
