import assert from 'node:assert/strict';
import { verify, X509Certificate } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { canonicalJson } from '@chopmark/core';
import { parseTrustProfile, trustBytes } from '@chopmark/core/verify';
import fc from 'fast-check';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { canonicalText } from '../../../test-network/dist/trust/canonical.js';
import { writeConnections } from '../../../test-network/dist/trust/connections.js';
import { profileBytes, writeTrustProfile } from '../../../test-network/dist/trust/trust-profile.js';

const BUNDLE = 'ab'.repeat(32);
const VERSIONS = new Map([
  ['tax', { block: 5, position: 0, bundle: BUNDLE }],
  ['affairs', { block: 5, position: 1, bundle: BUNDLE }],
  ['court', { block: 6, position: 0, bundle: BUNDLE }],
]);

describe('the trust profile', () => {
  let home: string;
  let network: PreparedNetwork;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-trust-'));
    network = await prepareNetwork(defaultDescription('embedded', { portBase: 26_400 }), home);
  });

  after(() => rm(home, { recursive: true, force: true }));

  it('is one that the verifier reads, over the bytes that it computes', async () => {
    const profile = await writeTrustProfile(network, VERSIONS);

    const read = parseTrustProfile(await readFile(network.layout.trustProfile));

    assert.equal(read.network, network.network);
    assert.equal(read.embedded, true);
    assert.deepEqual(Buffer.from(trustBytes(read)), Buffer.from(profileBytes(profile)));
  });

  it('carries a signature by the admin of every organization', async () => {
    const profile = await writeTrustProfile(network, VERSIONS);

    assert.deepEqual(
      profile.signatures.map(({ mspId }) => mspId),
      profile.organizations.map(({ mspId }) => mspId),
    );
    for (const { mspId, certificate, signature } of profile.signatures) {
      const admin = new X509Certificate(certificate);
      const [root] = profile.organizations.find((organization) => organization.mspId === mspId)!.roots;
      assert.match(admin.subject, /^OU=admin$/m);
      assert.ok(admin.verify(new X509Certificate(root!).publicKey));
      assert.ok(verify('sha256', profileBytes(profile), admin.publicKey, Buffer.from(signature, 'base64')));
    }
  });

  it('is left as it is when nothing changed', async () => {
    await writeTrustProfile(network, VERSIONS);
    const before = await readFile(network.layout.trustProfile);

    await writeTrustProfile(network, VERSIONS);

    assert.deepEqual(await readFile(network.layout.trustProfile), before);
  });

  it('is not overwritten when it cannot be read: accepted versions would be forgotten', async () => {
    const { trustProfile } = network.layout;
    await writeTrustProfile(network, VERSIONS);
    const before = await readFile(trustProfile);
    await writeFile(trustProfile, before.subarray(0, 100));

    await assert.rejects(writeTrustProfile(network, VERSIONS), { code: 'NETWORK_DAMAGED' });

    assert.deepEqual(await readFile(trustProfile), before.subarray(0, 100));
    await writeFile(trustProfile, before);
  });

  it('keeps former roots and timestamp authorities that somebody wrote into it, and signs it again', async () => {
    const { trustProfile } = network.layout;
    const made = await writeTrustProfile(network, VERSIONS);
    const [tax, affairs, ...others] = made.organizations;
    const former = affairs!.roots[0]!;
    const timestampAuthorities = [{ name: 'TSA', roots: [former], intermediates: [], revocationLists: [] }];
    const organizations = [{ ...tax!, roots: [...tax!.roots, former] }, affairs!, ...others];
    await writeFile(
      trustProfile,
      JSON.stringify({ ...made, organizations, timestampAuthorities, signatures: [] }),
    );

    const kept = await writeTrustProfile(network, VERSIONS);

    assert.deepEqual(kept.organizations, organizations);
    assert.deepEqual(kept.timestampAuthorities, timestampAuthorities);
    assert.equal(kept.signatures.length, 4);
    assert.deepEqual(JSON.parse(await readFile(trustProfile, 'utf8')), kept);
    await writeFile(trustProfile, JSON.stringify(made));
  });

  it('keeps a version that was accepted before a definition changed', async () => {
    await writeTrustProfile(network, VERSIONS);
    const upgraded = new Map([
      ...VERSIONS,
      ['tax', { block: 90, position: 2, bundle: 'cd'.repeat(32) }],
    ] as const);

    const profile = await writeTrustProfile(network, upgraded);

    const [tax, affairs] = profile.namespaces;
    assert.deepEqual(tax!.definitions, [
      { block: 5, position: 0, bundle: BUNDLE },
      { block: 90, position: 2, bundle: 'cd'.repeat(32) },
    ]);
    assert.deepEqual(affairs!.definitions, [{ block: 5, position: 1, bundle: BUNDLE }]);
  });
});

describe('writeConnections', () => {
  it('tells the gateway of each authority where its files are', async () => {
    const home = await mkdtemp(join(tmpdir(), 'chopmark-connections-'));
    try {
      const network = await prepareNetwork(defaultDescription('embedded', { portBase: 26_400 }), home);
      const paths = await writeConnections(network);

      assert.deepEqual(Object.keys(paths).sort(), ['affairs', 'court', 'tax']);
      const connection = JSON.parse(await readFile(paths['tax']!, 'utf8')) as Record<string, string>;
      const content = (name: string): Promise<string> =>
        readFile(resolve(dirname(paths['tax']!), connection[name]!), 'utf8');
      assert.equal(connection['network'], network.network);
      assert.deepEqual(connection['peers'], [{ mspId: 'TaxMSP', address: 'localhost:26401' }]);
      const certificate = new X509Certificate(await content('certificate'));
      assert.match(certificate.subject, /^OU=client$/m);
      assert.match(await content('privateKey'), /PRIVATE KEY/);
      assert.equal((await content('tlsRoots')).match(/BEGIN CERTIFICATE/g)!.length, 4);
    } finally {
      await rm(home, { recursive: true, force: true });
    }
  });
});

describe('canonicalText', () => {
  it('is the canonical JSON of the rules', () => {
    fc.assert(
      fc.property(
        fc.dictionary(
          fc.string(),
          fc.oneof(fc.string({ unit: 'binary' }), fc.boolean(), fc.maxSafeInteger()),
        ),
        (value) => {
          assert.equal(canonicalText([value]), canonicalJson([value]));
        },
      ),
    );
  });

  for (const value of [null, 1.5, Number.NaN, undefined]) {
    it(`refuses ${String(value)}`, () => {
      assert.throws(() => canonicalText([value]));
    });
  }
});
