import assert from 'node:assert/strict';
import {
  type TrustProfile,
  parseTrustProfile,
  prepareTrust,
  trustBytes,
  trustFingerprint,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, ProofKit, sha256 } from '../../support/proof-kit.js';
import { signLowS } from '../../support/test-authority.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { verifyBundle } from '@chopmark/core/verify';

describe('parseTrustProfile', () => {
  let kit: ProofKit;
  before(async () => {
    kit = await ProofKit.create();
  });

  it('reads what it was written from', () => {
    const profile = kit.profile();

    assert.deepEqual(parseTrustProfile(JSON.stringify(profile)), profile);
    assert.deepEqual(parseTrustProfile(Buffer.from(JSON.stringify(profile, null, 2))), profile);
  });

  const broken: [string, (profile: TrustProfile) => unknown][] = [
    ['another format', (p) => ({ ...p, format: 'chopmark/trust/2' })],
    ['an unknown member', (p) => ({ ...p, more: 1 })],
    ['a missing member', (p) => ({ ...p, name: undefined })],
    ['no organization', (p) => ({ ...p, organizations: [] })],
    ['an organization twice', (p) => ({ ...p, organizations: [p.organizations[0], p.organizations[0]] })],
    [
      'an organization without roots',
      (p) => ({ ...p, organizations: p.organizations.map((one) => ({ ...one, roots: [] })) }),
    ],
    ['a namespace twice', (p) => ({ ...p, namespaces: [p.namespaces[0], p.namespaces[0]] })],
    ['no signer', (p) => ({ ...p, signers: 0 })],
    ['more signers than organizations', (p) => ({ ...p, signers: 5 })],
    ['a fraction of signers', (p) => ({ ...p, signers: 2.5 })],
    ['an endless status', (p) => ({ ...p, statusMaxAgeSeconds: 0 })],
    ['a network in capitals', (p) => ({ ...p, network: p.network.toUpperCase() })],
    [
      'a pattern without an end',
      (p) => ({
        ...p,
        namespaces: p.namespaces.map((one) => ({
          ...one,
          kinds: [{ kind: 'invoice', prefixes: '^[0-9]{5}' }],
        })),
      }),
    ],
    [
      'a pattern that could take for ever',
      (p) => ({
        ...p,
        namespaces: p.namespaces.map((one) => ({
          ...one,
          kinds: [{ kind: 'invoice', prefixes: '^(a+)+$' }],
        })),
      }),
    ],
    [
      'a pattern that is none',
      (p) => ({
        ...p,
        namespaces: p.namespaces.map((one) => ({
          ...one,
          kinds: [{ kind: 'invoice', prefixes: '^[z-a]$' }],
        })),
      }),
    ],
    [
      'a signature that is no base64',
      (p) => ({ ...p, signatures: [{ mspId: 'TaxMSP', certificate: '', signature: '!' }] }),
    ],
    [
      'a definition before block 0',
      (p) => ({
        ...p,
        namespaces: p.namespaces.map((one) => ({
          ...one,
          definitions: [{ block: -1, position: 0, bundle: 'ab'.repeat(32) }],
        })),
      }),
    ],
  ];
  for (const [what, bend] of broken) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseTrustProfile(JSON.stringify(bend(kit.profile()))), {
        code: 'PROFILE_UNREADABLE',
      });
    });
  }

  for (const text of ['', '[]', 'null', 'hello', ' '.repeat(1_000_001)]) {
    it(`refuses ${JSON.stringify(text.slice(0, 5))} of ${text.length} characters`, () => {
      assert.throws(() => parseTrustProfile(text), { code: 'PROFILE_UNREADABLE' });
    });
  }
});

describe('timestampAuthorities', () => {
  let kit: ProofKit;
  let alpha: TsaAuthority;
  before(async () => {
    kit = await ProofKit.create();
    alpha = await TsaAuthority.create('Alpha', { key: 'P-384' });
  });
  const fingerprint = (profile: TrustProfile): string => trustFingerprint((data) => sha256(data), profile);

  it('are read, change the fingerprint, and need not be there', () => {
    const profile = kit.profile({ timestampAuthorities: [alpha.profile()] });

    assert.deepEqual(parseTrustProfile(JSON.stringify(profile)), profile);
    assert.notEqual(fingerprint(profile), fingerprint(kit.profile()));
    assert.ok(!('timestampAuthorities' in parseTrustProfile(JSON.stringify(kit.profile()))));
  });

  const broken: [string, () => unknown][] = [
    ['no list', () => ({})],
    ['an unknown member', () => [{ ...alpha.profile(), more: 1 }]],
    ['a missing member', () => [{ ...alpha.profile(), revocationLists: undefined }]],
    ['one without roots', () => [alpha.profile({ roots: [] })]],
    ['one twice', () => [alpha.profile(), alpha.profile()]],
    ['a root that is no text', () => [alpha.profile({ roots: [1 as never] })]],
  ];
  for (const [what, authorities] of broken) {
    it(`are refused as ${what}`, () => {
      const text = JSON.stringify({ ...kit.profile(), timestampAuthorities: authorities() });

      assert.throws(() => parseTrustProfile(text), { code: 'PROFILE_UNREADABLE' });
    });
  }

  it('make a profile unusable when they cannot be read, with or without a timestamp to judge', async () => {
    const refused = async (more: Parameters<TsaAuthority['profile']>[0], code: string): Promise<void> => {
      const profile = kit.profile({ timestampAuthorities: [alpha.profile(more)] });
      await assert.rejects(prepareTrust(profile, nodeCrypto), { name: 'TrustError', code });
    };

    await prepareTrust(kit.profile({ timestampAuthorities: [alpha.profile()] }), nodeCrypto);
    await refused({ roots: ['hello'] }, 'PROFILE_UNREADABLE');
    await refused({ intermediates: [alpha.pem + alpha.pem] }, 'PROFILE_UNREADABLE');
    await refused({ revocationLists: [alpha.pem] }, 'PROFILE_REVOCATION_LIST_INVALID');
  });
});

describe('trustFingerprint', () => {
  it('covers everything but the signatures, and fits on paper', async () => {
    const kit = await ProofKit.create();
    const hash = (data: Uint8Array): Uint8Array => sha256(data);
    const fingerprint = trustFingerprint(hash, kit.profile());

    assert.match(fingerprint, /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
    assert.equal(fingerprint.replaceAll(' ', ''), sha256(trustBytes(kit.profile())).toString('hex'));
    assert.equal(
      trustFingerprint(hash, kit.profile({ signatures: [{ mspId: 'a', certificate: 'b', signature: 'c' }] })),
      fingerprint,
    );
    assert.notEqual(trustFingerprint(hash, kit.profile({ signers: 2 })), fingerprint);
  });
});

describe('prepareTrust', () => {
  it('believes signatures of admins of the organizations only', async () => {
    const kit = await ProofKit.create();
    const admin = await kit.authorities.CourtMSP.issue('admin');
    const stranger = await (await ProofKit.create()).authorities.CourtMSP.issue('admin');
    const signedBy = (signer: typeof admin, profile = kit.profile()): TrustProfile => ({
      ...profile,
      signatures: [
        {
          mspId: 'CourtMSP',
          certificate: signer.certificatePem,
          signature: signLowS(signer.privateKey, trustBytes(profile)).toString('base64'),
        },
      ],
    });

    const good = await prepareTrust(signedBy(admin), nodeCrypto);
    const verdict = await verifyBundle(kit.batch().bundle(), [signedBy(admin)], {
      crypto: nodeCrypto,
      now: NOW,
    });

    assert.deepEqual(good.signedBy, ['CourtMSP']);
    assert.deepEqual(verdict.notes, []);
    const bad = [
      signedBy(kit.peers.CourtMSP),
      signedBy(stranger),
      { ...signedBy(admin), name: 'changed afterwards' },
      {
        ...signedBy(admin),
        signatures: signedBy(admin).signatures.map((one) => ({ ...one, mspId: 'TaxMSP' })),
      },
      {
        ...signedBy(admin),
        signatures: signedBy(admin).signatures.map((one) => ({ ...one, mspId: 'SchoolMSP' })),
      },
      signedBy(admin, kit.profile({ organizations: await withRevoked(kit, admin) })),
    ];
    for (const profile of bad) {
      await assert.rejects(prepareTrust(profile, nodeCrypto), { code: 'PROFILE_SIGNATURE_INVALID' });
    }
  });

  async function withRevoked(
    kit: ProofKit,
    revoked: Parameters<ProofKit['authorities']['CourtMSP']['revocationList']>[0][number],
  ) {
    const list = await kit.authorities.CourtMSP.revocationList([revoked]);
    return kit
      .profile()
      .organizations.map((one) => (one.mspId === 'CourtMSP' ? { ...one, revocationLists: [list] } : one));
  }
});
