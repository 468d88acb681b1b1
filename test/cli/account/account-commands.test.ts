import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSettings } from '../../../cli/dist/account/settings.js';
import { GatewaySettings } from '../../support/gateway-settings.js';
import { chopmark } from '../../support/platform.js';

describe('chopmark account', function () {
  this.timeout(300_000);
  const settings = GatewaySettings.ofSuite('court', { CHOPMARK_PUBLIC_URL: 'https://court.example' });

  const run = (...args: string[]) =>
    chopmark(['account', ...args], { PATH: process.env['PATH'], CHOPMARK_HOME: settings.folder });

  it('makes the first administrator of a gateway that never ran, and shows the link once', async () => {
    const made = await run(
      'administrator',
      'first',
      '--organization',
      '示例互联网法院',
      '--tax-id',
      '11000000T00000095U',
      '--settings',
      settings.file,
    );

    assert.equal(made.code, 0, made.stderr);
    assert.match(made.stdout, /^first: .*\n {2}https:\/\/court\.example\/setup#cs_[\w-]{43}\n/);
    const listed = await run('list', '--json', '--settings', settings.file);
    assert.deepEqual(JSON.parse(listed.stdout), {
      accounts: [
        { account: 'first', state: 'invited', roles: ['administrator'], organization: '示例互联网法院' },
      ],
    });
    assert.doesNotMatch(listed.stdout, /cs_/);
  });

  it('ends with 1 and a code for what is not there, with 2 for a wrong call', async () => {
    const unknown = await run('reset', 'nobody', '--settings', settings.file);
    assert.deepEqual([unknown.code, unknown.stdout], [1, '']);
    assert.match(unknown.stderr, /^ACCOUNT_NOT_FOUND: /);

    const wrong = await run('administrator', 'a b', '--settings', settings.file);
    assert.deepEqual([wrong.code, wrong.stdout], [2, '']);
    assert.equal((await run('forget', 'first')).code, 2);
  });

  it('says what is missing of the settings, without secrets', async () => {
    const nothing = await run('list');
    assert.deepEqual([nothing.code, nothing.stdout], [2, '']);
    assert.match(nothing.stderr, /no platform in .*--settings FILE/s);

    const half = join(settings.folder, 'half');
    writeFileSync(half, `CHOPMARK_ORGANIZATION=court\nCHOPMARK_PUBLIC_URL=${settings.database.url}\n`);
    const { code, stderr } = await run('list', '--settings', half);
    assert.equal(code, 1);
    assert.match(stderr, /DATABASE_URL/);
    assert.ok(!stderr.includes(new URL(settings.database.url).password));
  });
});

describe('parseSettings', () => {
  it('reads what systemd and docker read', () => {
    const text = '# remark\n; remark\n\nA=1\nB="two words"\r\nC=\'x\' \nD=a=b\n E = no\nF=\n';

    assert.deepEqual(parseSettings(text), { A: '1', B: 'two words', C: 'x', D: 'a=b', F: '' });
  });

  it('reads the environment of a unit of systemd', () => {
    const unit =
      '[Service]\nUser=chopmark\nEnvironment=A=1\nEnvironment="B=two words"\nExecStart=/bin/true\n';

    const { A, B } = parseSettings(unit);
    assert.deepEqual({ A, B }, { A: '1', B: 'two words' });
  });
});
