import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, verify } from 'node:crypto';
import fc from 'fast-check';
import * as x509 from '@peculiar/x509';
import { parseCertificatePem } from '../../../core/dist/x509/certificate.js';
import { type TrustedOrganization, chainOf } from '../../../core/dist/x509/chain.js';
import {
  assertP256Signature,
  lowP256Signature,
  rawP256Signature,
} from '../../../core/dist/x509/p256-signature.js';
import { parseRevocationListPem } from '../../../core/dist/x509/revocation-list.js';
import { hasRole } from '../../../core/dist/fabric-proof/identity.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { type Identity, TestAuthority, highSTwin, signLowS } from '../../support/test-authority.js';

let root: TestAuthority;

const organization = (change: Partial<TrustedOrganization> = {}): TrustedOrganization => ({
  mspId: 'TaxMSP',
  roots: [parseCertificatePem(root.rootPem)],
  intermediates: [],
  revoked: new Set(),
  shared: new Set(),
  ...change,
});
const chain = (identity: Identity, change: Partial<TrustedOrganization> = {}): Promise<readonly unknown[]> =>
  chainOf(parseCertificatePem(identity.certificatePem), organization(change), nodeCrypto);

const pem = (der: Uint8Array, label = 'CERTIFICATE'): string =>
  `-----BEGIN ${label}-----\n${Buffer.from(der).toString('base64')}\n-----END ${label}-----\n`;
const derOf = (text: string): Buffer => Buffer.from(text.replace(/-----[^-]+-----|\s/g, ''), 'base64');

before(async () => {
  root = await TestAuthority.create('TaxMSP');
});

describe('parseCertificatePem', () => {
  it('reads what an authority of Fabric writes', async () => {
    const identity = await root.issue('peer');

    const certificate = parseCertificatePem(identity.certificatePem);

    assert.deepEqual(certificate.organizationalUnits, ['peer']);
    assert.equal(certificate.isAuthority, false);
    assert.deepEqual(certificate.keyUsage, { digitalSignature: true, keyCertSign: false });
    assert.equal(certificate.notBefore, Date.parse('2026-01-01T00:00:00Z'));
    assert.deepEqual(Buffer.from(certificate.publicKey), Buffer.from(identity.certificate.publicKey.rawData));
    assert.equal(parseCertificatePem(root.rootPem).isAuthority, true);
  });

  it('refuses other keys than P-256', async () => {
    const keys = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-384' }, true, [
      'sign',
      'verify',
    ]);
    const other = await x509.X509CertificateGenerator.createSelfSigned({
      name: 'CN=x',
      keys,
      signingAlgorithm: { name: 'ECDSA', hash: 'SHA-256' },
    });

    assert.throws(() => parseCertificatePem(other.toString('pem')), { name: 'CertificateError' });
  });

  it('refuses unknown critical extensions', async () => {
    const identity = await root.issue('peer', {
      extensions: [new x509.Extension('1.2.3.4', true, Buffer.of(5, 0))],
    });

    assert.throws(() => parseCertificatePem(identity.certificatePem), { name: 'CertificateError' });
  });

  it('takes the attribute extension of fabric-ca, which is not critical', async () => {
    const attributes = new x509.Extension('1.2.3.4.5.6.7.8.1', false, Buffer.from('{"attrs":{}}'));
    const identity = await root.issue('peer', { extensions: [attributes] });

    assert.equal(parseCertificatePem(identity.certificatePem).isAuthority, false);
  });

  for (const [what, bend] of [
    ['a byte more', (der: Buffer) => Buffer.concat([der, Buffer.of(0)])],
    ['a byte less', (der: Buffer) => der.subarray(0, -1)],
    [
      'an indefinite length',
      (der: Buffer) => Buffer.concat([Buffer.of(0x30, 0x80), der.subarray(4), Buffer.of(0, 0)]),
    ],
    [
      'a length that is not minimal',
      (der: Buffer) => Buffer.concat([Buffer.of(0x30, 0x83, 0x00), der.subarray(2)]),
    ],
    ['nothing', () => Buffer.alloc(0)],
  ] as const) {
    it(`refuses a certificate with ${what}`, () => {
      assert.throws(() => parseCertificatePem(pem(bend(derOf(root.rootPem)))), { name: 'CertificateError' });
    });
  }

  for (const [what, text] of [
    ['two blocks', () => root.rootPem + root.rootPem],
    ['another label', () => pem(derOf(root.rootPem), 'PUBLIC KEY')],
    ['text before the block', () => `hello\n${root.rootPem}`],
    ['no block', () => 'hello'],
  ] as const) {
    it(`refuses ${what}`, () => {
      assert.throws(() => parseCertificatePem(text()), { name: 'CertificateError' });
    });
  }

  it('throws nothing but its own error, whatever byte is changed', () => {
    const der = derOf(root.rootPem);
    for (let at = 0; at < der.length; at += 1) {
      for (const value of [0x00, 0xff, (der[at] ?? 0) ^ 0x01]) {
        const bent = Buffer.from(der);
        bent[at] = value;
        try {
          parseCertificatePem(pem(bent));
        } catch (error) {
          assert.equal((error as Error).name, 'CertificateError', `byte ${at}`);
        }
      }
    }
  });
});

describe('chainOf', () => {
  it('leads from a peer to its root, also through an intermediate', async () => {
    const intermediate = await TestAuthority.create('TaxMSP', root);
    const below = await intermediate.issue('peer');

    assert.equal((await chain(await root.issue('peer'))).length, 2);
    assert.equal(
      (await chain(below, { intermediates: [parseCertificatePem(intermediate.rootPem)] })).length,
      3,
    );
    await assert.rejects(chain(below), { name: 'CertificateError' });
  });

  it('judges at the certificate’s own beginning: expiry does not matter, an authority that was not there yet does', async () => {
    const expired = await root.issue('peer', { notAfter: new Date('2026-02-01T00:00:00Z') });
    const early = await root.issue('peer', { notBefore: new Date('2025-01-01T00:00:00Z') });

    assert.equal((await chain(expired)).length, 2);
    await assert.rejects(chain(early), { name: 'CertificateError' });
  });

  it('refuses what no authority of the organization signed', async () => {
    const namesake = await TestAuthority.create('TaxMSP');
    const self = await TestAuthority.create('TaxMSP');

    await assert.rejects(chain(await namesake.issue('peer')), { name: 'CertificateError' });
    await assert.rejects(chainOf(parseCertificatePem(self.rootPem), organization(), nodeCrypto), {
      name: 'CertificateError',
    });
  });

  it('refuses certificates issued by a peer, and authorities beyond the path length', async () => {
    const short = await TestAuthority.create('TaxMSP', root, 0);
    const below = await TestAuthority.create('TaxMSP', short);
    const certificates = [short, below].map((one) => parseCertificatePem(one.rootPem));
    const peer = parseCertificatePem((await root.issue('peer')).certificatePem);

    await assert.rejects(chain(await below.issue('peer'), { intermediates: certificates }), {
      name: 'CertificateError',
    });
    await assert.rejects(chain(await root.issue('peer'), { roots: [peer] }), { name: 'CertificateError' });
  });

  it('refuses keys that may not sign', async () => {
    const agreeing = await root.issue('peer', {
      extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyAgreement, true)],
    });

    await assert.rejects(chain(agreeing), { name: 'CertificateError' });
  });
});

describe('hasRole', () => {
  it('wants exactly one of the four roles', async () => {
    for (const [units, expected] of [
      [['peer'], true],
      [['Lager', 'peer'], true],
      [['client'], false],
      [['peer', 'admin'], false],
      [['peer', 'peer'], false],
      [['Peer'], false],
      [[], false],
    ] as const) {
      const { certificatePem } = await root.issue('peer', { units });

      assert.equal(hasRole(parseCertificatePem(certificatePem), 'peer'), expected, units.join());
    }
  });
});

describe('assertP256Signature and rawP256Signature', () => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' });

  it('take each low signature once, and give the form of WebCrypto', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (message) => {
        const signature = signLowS(privateKey, message);

        assertP256Signature(signature);
        assert.throws(() => assertP256Signature(highSTwin(signature)), { name: 'CertificateError' });
        const raw = rawP256Signature(signature);
        assert.ok(verify('sha256', message, { key: publicKey, dsaEncoding: 'ieee-p1363' }, raw));
      }),
      { numRuns: 50 },
    );
  });

  it('have a low twin for each high one', () => {
    for (let round = 0; round < 20; round += 1) {
      const low = signLowS(privateKey, Buffer.from(`message ${round}`));
      assert.deepEqual(Buffer.from(lowP256Signature(highSTwin(low))), low);
      assert.deepEqual(Buffer.from(lowP256Signature(low)), low);
    }
  });

  it('refuse numbers out of range and forms that are not strict', () => {
    const order = 'ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551';
    const forms = [
      '',
      '3000',
      '3006020100020101',
      '3006020101020100',
      `3026022100${order}020101`,
      '3006020181020101',
      '300702020001020101',
      '3006020101020101ff',
      '3009020101020101020101',
      '300c02010102010100000000',
    ];
    for (const form of forms) {
      assert.throws(() => assertP256Signature(Buffer.from(form, 'hex')), { name: 'CertificateError' }, form);
    }
    assertP256Signature(Buffer.from('3006020101020101', 'hex'));
  });

  it('agree with node:crypto about who signed', () => {
    const spki = publicKey.export({ type: 'spki', format: 'der' });
    const message = createHash('sha256').update('x').digest();

    return nodeCrypto
      .verifyP256(spki, message, signLowS(privateKey, message))
      .then((result) => assert.equal(result, true));
  });
});

describe('parseRevocationListPem', () => {
  it('reads the serials', async () => {
    const revoked = await root.issue('peer');

    const list = parseRevocationListPem(await root.revocationList([revoked]));

    assert.deepEqual([...list.serials], [parseCertificatePem(revoked.certificatePem).serial]);
    assert.equal(parseRevocationListPem(await root.revocationList([])).serials.size, 0);
  });

  it('refuses what it cannot read', async () => {
    const der = derOf(await root.revocationList([await root.issue('peer')]));
    const bent = [
      der.subarray(0, -1),
      Buffer.concat([der, Buffer.of(0)]),
      Buffer.alloc(0),
      derOf(root.rootPem),
    ];
    for (const one of bent) {
      assert.throws(() => parseRevocationListPem(pem(one, 'X509 CRL')), { name: 'CertificateError' });
    }
  });
});
