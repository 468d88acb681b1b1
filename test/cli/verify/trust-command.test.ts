import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrustProfile, formatBundle, parseTrustProfile, prepareTrust } from '@chopmark/core/verify';
import { ChannelKit } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { chopmark } from '../../support/platform.js';
import { type Identity, TestAuthority } from '../../support/test-authority.js';
import { TsaAuthority } from '../../support/tsa/authority.js';

describe('chopmark trust', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let channel: ChannelKit;
  const file = (name: string): string => join(folder, name);
  const trust = (...args: string[]) => chopmark(['trust', ...args], env);
  const written = async (name: string): Promise<TrustProfile> =>
    parseTrustProfile(await readFile(file(name)));

  async function writeIdentity(name: string, { certificatePem, privateKey }: Identity): Promise<void> {
    await mkdir(file(`${name}/msp/signcerts`), { recursive: true });
    await mkdir(file(`${name}/msp/keystore`), { recursive: true });
    await writeFile(file(`${name}/msp/signcerts/cert.pem`), certificatePem);
    await writeFile(
      file(`${name}/msp/keystore/key.pem`),
      privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-trust-'));
    env = { PATH: process.env['PATH'], CHOPMARK_HOME: file('home'), LANG: 'en_US.UTF-8' };
    channel = await ChannelKit.create();
    const { TaxMSP } = channel.kit.authorities;
    await writeIdentity('admin', await TaxMSP.issue('admin'));
    await writeIdentity('client', await TaxMSP.issue('client'));
    await writeIdentity('impostor', await (await TestAuthority.create('TaxMSP')).issue('admin'));
    await mkdir(file('home/embedded/network'), { recursive: true });
    await writeFile(file('home/embedded/network/network.json'), '{}');
    await writeFile(file('home/embedded/network/trust.json'), JSON.stringify(channel.kit.profile()));
    const other = await TestAuthority.create('CourtMSP');
    const changed = channel.configured(
      11,
      ({ organizations: [tax, affairs, court, operator], ...state }) => ({
        ...state,
        organizations: [tax!, affairs!, { ...court!, roots: [other.rootPem] }, operator!],
      }),
    );
    await writeFile(file('full.json'), formatBundle(channel.batch().full()));
    await writeFile(file('changed.json'), formatBundle(changed.batch().full()));
    await writeFile(file('foreign.json'), formatBundle((await ChannelKit.create()).batch().full()));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('exports the profile of the home, signed by an admin, with the chain beside it', async () => {
    const done = await trust(
      'export',
      '--out',
      file('out.json'),
      '--sign',
      file('admin'),
      '--configuration',
      file('full.json'),
    );

    assert.equal(done.code, 0, done.stderr);
    const profile = await written('out.json');
    const { signedBy, fingerprint } = await prepareTrust(profile, nodeCrypto);
    assert.deepEqual(signedBy, ['TaxMSP']);
    assert.ok(done.stderr.includes(fingerprint));
    const check = await trust(
      'check',
      file('out.json'),
      '--configuration',
      file('out.configuration.json'),
      '--json',
    );
    assert.equal(check.code, 0, check.stderr);
    assert.deepEqual(JSON.parse(check.stdout), { sequence: 2, block: '9', changes: [] });
  });

  it('signs for the organization that certified the key, never by its name', async () => {
    for (const stranger of ['client', 'impostor']) {
      const done = await trust('export', '--out', file(`${stranger}.json`), '--sign', file(stranger));

      assert.equal(done.code, 1);
      assert.match(done.stderr, /PROFILE_SIGNATURE_INVALID/);
      await assert.rejects(readFile(file(`${stranger}.json`)), { code: 'ENOENT' });
    }
  });

  it('exports nothing that the channel has otherwise', async () => {
    const done = await trust('export', '--out', file('behind.json'), '--configuration', file('changed.json'));

    assert.equal(done.code, 5);
    assert.match(done.stderr, /ORGANIZATIONS_CHANGED: CourtMSP: roots/);
    await assert.rejects(readFile(file('behind.json')), { code: 'ENOENT' });
  });

  const checks: [string, string, number, RegExp][] = [
    ['5 when the channel has another root', 'changed.json', 5, /CourtMSP: roots/],
    ['4 for the chain of another network', 'foreign.json', 4, /CONFIGURATION_GENESIS_MISMATCH/],
    ['1 for something without a chain', 'home/embedded/network/trust.json', 1, /BUNDLE_UNREADABLE/],
    ['1 for a file that is not there', 'nowhere.json', 1, /no such file/],
  ];
  for (const [what, name, code, said] of checks) {
    it(`check ends with ${what}`, async () => {
      const done = await trust(
        'check',
        file('home/embedded/network/trust.json'),
        '--configuration',
        file(name),
      );

      assert.equal(done.code, code);
      assert.match(done.stdout + done.stderr, said);
    });
  }

  describe('amend', () => {
    let alpha: TsaAuthority;
    const profile = (): string => file('home/embedded/network/trust.json');
    before(async () => {
      alpha = await TsaAuthority.create('Alpha');
      await writeFile(file('alpha.pem'), `the root\r\n${alpha.pem.replaceAll('\n', '\r\n')}`);
      await writeFile(file('nothing.pem'), 'nothing');
    });

    it('names a timestamp authority, and signs what it then says', async () => {
      const done = await trust(
        ...['amend', profile(), '--authority', 'Alpha', '--roots', file('alpha.pem')],
        ...['--sign', file('admin'), '--out', file('amended.json')],
      );

      assert.equal(done.code, 0, done.stderr);
      const amended = await written('amended.json');
      assert.deepEqual(amended.timestampAuthorities, [alpha.profile()]);
      const { signedBy, fingerprint } = await prepareTrust(amended, nodeCrypto);
      assert.deepEqual(signedBy, ['TaxMSP']);
      assert.ok(done.stderr.includes(fingerprint));
      const shown = await trust('show', file('amended.json'));
      assert.match(shown.stdout, /timestamps +Alpha/);
    });

    it('takes it out again, with the signature of what it said', async () => {
      const done = await trust(
        ...['amend', file('amended.json'), '--drop-authority', 'Alpha', '--out', file('dropped.json')],
      );

      assert.equal(done.code, 0, done.stderr);
      assert.deepEqual(await written('dropped.json'), parseTrustProfile(await readFile(profile())));
    });

    it('keeps what an older profile believed, and nobody whom the newer one dropped', async () => {
      const now = channel.kit.profile();
      const next = await TestAuthority.create('CourtMSP');
      const [tax, , court] = now.organizations;
      const newer = {
        ...now,
        organizations: [tax!, { ...court!, roots: [next.rootPem] }],
        namespaces: now.namespaces.map((one) => ({
          ...one,
          definitions: one.definitions.map((definition) => ({ ...definition, block: 90 })),
        })),
        signers: 2,
      };
      await writeFile(file('newer.json'), JSON.stringify(newer));

      const done = await trust('amend', file('newer.json'), '--keep', file('amended.json'));

      assert.equal(done.code, 0, done.stderr);
      const kept = parseTrustProfile(done.stdout);
      assert.deepEqual(kept.organizations, [tax, { ...court, roots: [next.rootPem, ...court!.roots] }]);
      assert.deepEqual(
        kept.namespaces[0]?.definitions.map(({ block }) => block),
        [now.namespaces[0]?.definitions[0]?.block, 90],
      );
      assert.deepEqual(kept.timestampAuthorities, [alpha.profile()]);
      assert.equal(kept.signers, 2);
    });

    it('refuses what names nobody, and the profile of another network', async () => {
      const foreign = (await ChannelKit.create()).kit.profile();
      await writeFile(file('elsewhere.json'), JSON.stringify(foreign));
      for (const args of [
        ['--authority', 'Alpha'],
        ['--authority', 'Alpha', '--roots', file('nothing.pem')],
        ['--drop-authority', 'Nobody'],
        ['--keep', file('elsewhere.json')],
      ]) {
        const done = await trust('amend', profile(), ...args, '--out', file('refused.json'));

        assert.equal(done.code, 1, args.join(' '));
        assert.match(done.stderr, /PROFILE_UNREADABLE/);
      }
      await assert.rejects(readFile(file('refused.json')), { code: 'ENOENT' });
    });
  });

  it('says so when there is nothing to export', async () => {
    const done = await chopmark(['trust', 'export'], { ...env, CHOPMARK_HOME: file('empty') });

    assert.equal(done.code, 1);
    assert.match(done.stderr, /PROFILE_UNREADABLE/);
  });
});
