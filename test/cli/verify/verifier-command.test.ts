import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrustProfile, parseTrustProfile, trustFingerprint } from '@chopmark/core/verify';
import { PROJECT, chopmark } from '../../support/platform.js';
import { ProofKit, sha256 } from '../../support/proof-kit.js';

/** The profiles in a page, as its script reads them. */
const profilesIn = (html: string): unknown[] =>
  JSON.parse(
    /<script type="application\/json" id="profiles">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '',
  ) as unknown[];

describe('chopmark verifier', () => {
  let folder: string;
  let profile: TrustProfile;
  const file = (name: string): string => join(folder, name);

  before(async () => {
    execFileSync(process.execPath, [join(PROJECT, 'scripts', 'bundle-verifier.mjs')]);
    folder = await mkdtemp(join(tmpdir(), 'chopmark-verifier-'));
    const kit = await ProofKit.create();
    profile = kit.profile({ name: '</script><script>alert(1)</script>' });
    await writeFile(file('trust.json'), JSON.stringify(profile, null, 2));
    await writeFile(file('other.json'), JSON.stringify(kit.profile({ network: 'cd'.repeat(32) as never })));
    await writeFile(
      file('unsigned.json'),
      JSON.stringify({
        ...profile,
        signatures: [{ mspId: 'TaxMSP', certificate: kit.client.certificatePem, signature: 'AAAA' }],
      }),
    );
  });
  after(() => rm(folder, { recursive: true }));

  it('writes the profiles into the page and prints its SHA-256 and their fingerprints', async () => {
    const trust = ['--trust', file('trust.json'), '--trust', file('other.json')];
    const ended = await chopmark(['verifier', '--out', file('verifier.html'), ...trust]);

    assert.equal(ended.code, 0, ended.stderr);
    const html = await readFile(file('verifier.html'), 'utf8');
    const [first, second, third] = ended.stdout.split('\n');
    assert.equal(first, `${createHash('sha256').update(html).digest('hex')}  ${file('verifier.html')}`);
    const profiles = profilesIn(html).map((one) => parseTrustProfile(JSON.stringify(one)));
    assert.deepEqual(profiles[0], profile);
    assert.deepEqual(
      [second, third].map((line) => line?.trim().slice(0, 79)),
      profiles.map((one) => trustFingerprint(sha256, one)),
    );
    assert.equal(html.match(/<script>/g)?.length, 1, 'a name cannot begin a script');
  });

  it('writes the same bytes for the same profiles, however their files are written', async () => {
    await writeFile(file('compact.json'), JSON.stringify(profile));
    const pages: string[] = [];
    for (const trust of ['trust.json', 'compact.json']) {
      await chopmark(['verifier', '--out', file('again.html'), '--trust', file(trust)]);
      pages.push(await readFile(file('again.html'), 'utf8'));
    }

    assert.equal(pages[0], pages[1]);
  });

  it('believes nobody without a profile', async () => {
    const ended = await chopmark(['verifier', '--out', file('bare.html'), '--json']);

    assert.deepEqual((JSON.parse(ended.stdout) as { profiles: unknown }).profiles, []);
    assert.deepEqual(profilesIn(await readFile(file('bare.html'), 'utf8')), []);
  });

  it('writes nothing for a profile that nobody should judge by', async () => {
    const refused = await chopmark(['verifier', '--out', file('bad.html'), '--trust', file('unsigned.json')]);
    const missing = await chopmark(['verifier', '--out', file('bad.html'), '--trust', file('nowhere.json')]);

    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /PROFILE_SIGNATURE_INVALID/);
    assert.equal(missing.code, 1);
    assert.match(missing.stderr, /PROFILE_UNREADABLE/);
    assert.ok(!(await readdir(folder)).some((name) => name.startsWith('bad.html')));
  });

  it('ends with 1 where no file can be written, with 2 without a name', async () => {
    const nowhere = await chopmark(['verifier', '--out', file('nowhere/verifier.html')]);

    assert.equal(nowhere.code, 1);
    assert.match(nowhere.stderr, /FILE_NOT_WRITABLE/);
    assert.equal((await chopmark(['verifier'])).code, 2);
  });
});
