import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DEFAULTS, VARIABLES } from '../../../gateway/dist/config/environment.js';
import { settingsPage } from '../../../gateway/dist/config/settings-page.js';

const textOf = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

describe('docs/settings.md', () => {
  const example = textOf('.env.example');

  it('is the schema of the configuration; node scripts/settings-page.mjs writes it anew', () => {
    assert.equal(textOf('docs/settings.md'), settingsPage(example));
  });

  it('says something of every variable', () => {
    for (const row of settingsPage(example)
      .split('\n')
      .filter((line) => line.startsWith('| `')))
      assert.match(row, /\| [^|]{20,} \|$/);
  });

  it('knows what must be given', () => {
    const required = VARIABLES.filter((name) => DEFAULTS.get(name) === 'required');
    assert.deepEqual(required, [
      'CHOPMARK_ORGANIZATION',
      'CHOPMARK_CONNECTION',
      'DATABASE_URL',
      'CHOPMARK_DATA_DIR',
    ]);
    assert.equal(DEFAULTS.get('CHOPMARK_MODE'), 'production');
    assert.equal(DEFAULTS.get('CHOPMARK_TSA_URL'), undefined);
  });

  it('agrees with the example where that gives a value', () => {
    for (const [, name = '', value = ''] of example.matchAll(/^([A-Z_]+)=(.+)$/gm)) {
      if (DEFAULTS.get(name) !== 'required') assert.equal(value, DEFAULTS.get(name), name);
    }
  });
});
