import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { sql } from 'kysely';

import { createDatabase } from '../../../gateway/dist/store/database.js';
import { GatewaySettings } from '../../support/gateway-settings.js';
import { chopmark } from '../../support/platform.js';

describe('chopmark keys', function () {
  this.timeout(300_000);
  const settings = GatewaySettings.ofSuite('tax');

  const run = (...args: string[]) =>
    chopmark(['keys', ...args], { PATH: process.env['PATH'], CHOPMARK_HOME: settings.folder });
  const masterKeys = (): string[] =>
    readFileSync(join(settings.folder, 'data', 'master-keys'), 'utf8')
      .trim()
      .split('\n');
  const change = async (statement: string): Promise<void> => {
    const db = createDatabase(settings.database.url);
    await sql.raw(statement).execute(db);
    await db.destroy();
  };

  it('makes the keys of a gateway that never ran, tells of them, and shows none', async () => {
    // The file of settings has what a first start needs.
    const first = await run('rotate', '--settings', settings.file);
    assert.equal(first.code, 0, first.stderr);

    const { code, stdout } = await run('status', '--settings', settings.file);

    assert.equal(code, 0);
    assert.match(
      stdout,
      /^wrapping key \d+ {2}documents {2}made .* in force {2}0 documents, 0 values {2}under [0-9a-f]{12}$/m,
    );
    assert.match(stdout, /^master key [0-9a-f]{12} {2}in force {2}wraps \d wrapping keys$/m);
    assert.match(stdout, /^rotate by \d{4}-\d\d-\d\d$/m);
    for (const key of masterKeys()) assert.ok(!stdout.includes(key.replace('demo:', '')));
  });

  it('rotates the master key and destroys the old one, with acts in the audit log', async () => {
    const [old] = masterKeys();

    const rotated = await run(
      'rotate',
      '--master',
      '--destroy-old-master',
      '--json',
      '--settings',
      settings.file,
    );

    assert.equal(rotated.code, 0, rotated.stderr);
    const report = JSON.parse(rotated.stdout) as { destroyedMasterKeys: string[]; active: number };
    assert.equal(report.destroyedMasterKeys.length, 1);
    assert.equal(masterKeys().length, 1);
    assert.notEqual(masterKeys()[0], old);
    const db = createDatabase(settings.database.url);
    const acts = await db.selectFrom('audit_record').selectAll().orderBy('sequence').execute();
    await db.destroy();
    assert.deepEqual(
      acts.map(({ actor, action }) => [actor, action]),
      [
        ['operator', 'keys.rotated'],
        ['operator', 'keys.rotated'],
      ],
    );
    assert.deepEqual(acts[1]?.details['destroyedMasterKeys'], report.destroyedMasterKeys);
  });

  it('ends with 4 when it is time', async () => {
    await change(`update wrapping_key set made_at = made_at - interval '366 days' where retired_at is null`);

    const due = await run('status', '--settings', settings.file);
    assert.equal(due.code, 4);
    assert.match(due.stdout, /^DUE AGE: .*chopmark keys rotate$/m);

    assert.equal((await run('rotate', '--settings', settings.file)).code, 0);
    assert.equal((await run('status', '--settings', settings.file)).code, 0);
  });

  it('ends with 4 after a rotation that left something which does not open', async () => {
    await change(`insert into document (entry, key_id, wrapped, sealed)
      select 1, id, '\\x00', '\\x00' from wrapping_key where purpose = 'documents' order by id limit 1`);
    await change(`insert into invoice (entry, id, series, seller_token, created_by, operation_id, issued_on)
      overriding system value values (1, 'inv_1', 's', '\\x00', 'a', 'op_1', '2026-11-22')`);

    const { code, stdout } = await run('rotate', '--settings', settings.file);

    assert.equal(code, 4);
    assert.match(stdout, /^1 do not open/m);
  });

  it('ends with 2 for a wrong call, and where nothing says which gateway is meant', async () => {
    for (const args of [['forget'], ['rotate', '--now'], ['status', '--master']])
      assert.equal((await run(...args, '--settings', settings.file)).code, 2, args.join(' '));
    assert.equal((await run('status', '--settings', settings.file, '--gateway', 'tax')).code, 2);
    const { code, stderr, stdout } = await run('status');
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /no platform in .*--settings FILE/s);
  });

  it('explains itself and its exit codes', async () => {
    for (const verb of ['status', 'rotate']) {
      const { code, stdout } = await run(verb, '--help');
      assert.equal(code, 0);
      assert.match(stdout, /Exit code: 0 .*4 .*1 [^]*2 wrong call/);
    }
    assert.match((await run('--help')).stdout, /status[^]*rotate/);
  });
});
