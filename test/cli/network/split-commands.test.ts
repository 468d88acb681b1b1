import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chopmark } from '../../support/platform.js';

const HOSTS = 'tax=tax.split.test,affairs=affairs.split.test,court=court.split.test,operator=198.18.77.4';

describe('chopmark network, for several hosts', () => {
  let folder: string;
  const at = (name: string): string => join(folder, name);
  const network = (...args: string[]): ReturnType<typeof chopmark> =>
    chopmark(['network', ...args], { ...process.env, CHOPMARK_HOME: at('home') });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-split-cli-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('goes from a plan to the folder of one organization', async () => {
    const planned = await network('plan', '--hosts', HOSTS, '--to', at('plan.json'));
    const rehearsed = await network(
      'rehearse',
      '--plan',
      at('plan.json'),
      '--to',
      join(at('home'), 'native', 'network'),
    );
    // Without --home it is the native network of the home.
    const exported = await network('export', '--organization', 'court', '--to', at('court'));
    const checked = await network('check-keys', '--folder', at('court'), '--organization', 'court');

    for (const { code, stderr } of [planned, rehearsed, exported, checked]) assert.equal(code, 0, stderr);
    assert.equal(rehearsed.stdout.startsWith(planned.stdout), true, 'the same fingerprint of the plan');
    const { network: id } = JSON.parse(await readFile(join(at('court'), 'network.json'), 'utf8')) as {
      network: string;
    };
    assert.equal(exported.stdout.replaceAll(' ', '').includes(id), true);
  });

  it('prints a code and ends with 1 when the network refuses', async () => {
    const { code, stdout, stderr } = await network(
      'check-keys',
      '--folder',
      at('court'),
      '--organization',
      'tax',
    );

    assert.equal(code, 1);
    assert.equal(stdout, '');
    assert.match(stderr, /\bFOREIGN_KEY\b/);
  });

  for (const [what, args] of [
    ['an option is missing', ['plan']],
    ['an option is unknown', ['enroll', '--secret', 'x']],
    ['a number is none', ['plan', '--hosts', HOSTS, '--port-base', 'many', '--to', 'nowhere']],
    [
      'an organization is not in the network',
      ['check-keys', '--folder', 'court', '--organization', 'nobody'],
    ],
  ] as const) {
    it(`explains itself and ends with 2 when ${what}`, async () => {
      const before = await readdir(folder);

      const { code, stdout, stderr } = await network(
        ...args.map((word) => (word === 'court' ? at(word) : word)),
      );

      assert.equal(code, 2);
      assert.equal(stdout, '');
      assert.match(stderr, /^chopmark network/);
      assert.deepEqual(await readdir(folder), before);
    });
  }
});
