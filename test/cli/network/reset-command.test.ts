import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { markOf } from '../../../test-network/dist/processes/process-mark.js';
import { chopmark } from '../../support/platform.js';

describe('chopmark network reset', () => {
  let home: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-reset-'));
    env = { ...process.env, CHOPMARK_HOME: home };
    for (const folder of ['network/ledger', 'gateways/tax', 'logs', 'database', 'database.new'])
      await mkdir(join(home, 'embedded', folder), { recursive: true });
    await mkdir(join(home, 'native', 'network'), { recursive: true });
    await writeFile(join(home, 'demo-accounts.json'), '[]');
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  const reset = () => chopmark(['network', 'reset', '--yes'], env);

  async function expectGone(): Promise<void> {
    assert.deepEqual((await readdir(home)).sort(), ['demo-accounts.json', 'native']);
  }

  it('removes a network with database and gateway data, and leaves the other network', async () => {
    await writeFile(
      join(home, 'embedded', 'database.json'),
      JSON.stringify({ folder: join(home, 'embedded', 'database') }),
    );

    const { code, stderr } = await reset();

    assert.equal(code, 0, stderr);
    await expectGone();
    assert.ok(existsSync(join(home, 'native', 'network')));
  });

  it('is the cure for damaged files as well', async () => {
    await writeFile(join(home, 'embedded', 'database.json'), '{"folder":');
    await writeFile(join(home, 'embedded', 'network', 'network.json'), 'nothing');

    const { code, stderr } = await reset();

    assert.equal(code, 0, stderr);
    await expectGone();
  });

  for (const folder of ['/', '/var/lib/chopmark', '/var/lib/chopmark/../postgresql', 'elsewhere']) {
    it(`removes no folder that it did not make: ${folder}`, async () => {
      const elsewhere = folder === 'elsewhere' ? join(home, 'native') : folder;
      await writeFile(join(home, 'embedded', 'database.json'), JSON.stringify({ folder: elsewhere }));

      const { code, stderr } = await reset();

      assert.equal(code, 0, stderr);
      assert.ok(!stderr.split('\n').includes(`  ${elsewhere}`));
      await expectGone();
    });
  }

  it('leaves everything while a process of the network runs', async () => {
    const left = spawn('/bin/sh', ['-c', 'exec sleep 600'], { stdio: 'ignore' });
    try {
      const run = join(home, 'embedded', 'network', 'run');
      await mkdir(run);
      await writeFile(join(run, 'chaincode-tax.json'), JSON.stringify(markOf(left.pid ?? 0)));

      const { code, stderr } = await reset();

      assert.equal(code, 1);
      assert.match(stderr, new RegExp(`chaincode-tax ${left.pid}`));
      assert.ok(existsSync(join(home, 'embedded', 'network', 'ledger')));
    } finally {
      left.kill('SIGKILL');
    }
  });
});
