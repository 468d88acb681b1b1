import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { createIdentities } from '../../../test-network/dist/identities/create-identities.js';
import { loadIdentity } from '../../../test-network/dist/identities/identity.js';
import { hasLowS } from '../../../test-network/dist/identities/sign.js';
import { layoutOf } from '../../../test-network/dist/layout.js';
import type { NetworkLayout } from '../../../test-network/dist/layout.js';

const DESCRIPTION = defaultDescription('embedded', { portBase: 26_300 });

describe('createIdentities', () => {
  let folder: string;
  let layout: NetworkLayout;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-identities-'));
    layout = layoutOf(folder);
    await createIdentities(DESCRIPTION, layout);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('keeps every private key for its owner alone', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const keys = entries.filter(({ name }) => name === 'key.pem' || name.endsWith('.key'));
    assert.equal(keys.length, 51);

    for (const { parentPath, name } of keys) {
      const { mode } = await stat(join(parentPath, name));
      assert.equal(mode & 0o777, 0o600, join(parentPath, name));
    }
  });

  it('gives no two holders one key', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(
      ({ name, parentPath }) =>
        name === 'key.pem' ||
        name === 'server.key' ||
        (name === 'client.key' && !/(orderer|peer)/.test(parentPath)),
    );
    const keys = await Promise.all(
      files.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8')),
    );

    assert.equal(new Set(keys).size, files.length);
  });

  for (const [node, unit] of [
    ['orderer', 'orderer'],
    ['peer', 'peer'],
    ['admin', 'admin'],
    ['gateway', 'client'],
  ] as const) {
    it(`makes the ${node} a ${unit} of its organization's own authority`, async () => {
      const identity = await loadIdentity(DESCRIPTION, layout, 'tax', node);

      const certificate = new X509Certificate(identity.certificatePem);
      const own = new X509Certificate(await readFile(layout.organization('tax').ca.certificate));
      const other = new X509Certificate(await readFile(layout.organization('court').ca.certificate));
      assert.ok(certificate.checkIssued(own) && certificate.verify(own.publicKey));
      assert.ok(!certificate.verify(other.publicKey));
      assert.ok(certificate.checkPrivateKey(identity.privateKey));
      assert.match(certificate.subject, new RegExp(`^OU=${unit}$`, 'm'));
      assert.equal(certificate.ca, false);
      assert.equal(identity.certificatePem, certificate.toString());
    });
  }

  it('makes TLS certificates for localhost by the TLS authority', async () => {
    const root = new X509Certificate(await readFile(layout.organization('court').tlsca.certificate));
    for (const node of ['orderer', 'peer', 'chaincode'] as const) {
      const { tls } = layout.organization('court').node(node);
      const certificate = new X509Certificate(await readFile(tls.certificate));
      assert.ok(certificate.verify(root.publicKey));
      assert.equal(certificate.checkHost('localhost'), 'localhost');
      assert.equal(certificate.checkIP('127.0.0.1'), '127.0.0.1');
      assert.ok(certificate.checkPrivateKey(createPrivateKey(await readFile(tls.key))));
    }
  });

  it('signs certificates with low S, so that their bytes do not depend on who prints them', async () => {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const files = entries.filter(
      ({ name }) => name === 'cert.pem' || name === 'ca.pem' || name.endsWith('.crt'),
    );
    for (const { parentPath, name } of files) {
      const der = new X509Certificate(await readFile(join(parentPath, name))).raw;
      assert.ok(hasLowS(signatureOf(der)), join(parentPath, name));
    }
  });

  it('gives the operator no gateway: it runs nodes only', async () => {
    await assert.rejects(loadIdentity(DESCRIPTION, layout, 'operator', 'gateway'), { code: 'ENOENT' });
  });

  it('changes nothing when it has been there before', async () => {
    const { key } = layout.organization('tax').node('peer');
    const before = await readFile(key);

    await createIdentities(DESCRIPTION, layout);

    assert.deepEqual(await readFile(key), before);
  });

  it('starts over what was interrupted', async () => {
    await rm(layout.tlsRoots);

    await createIdentities(DESCRIPTION, layout);

    const roots = await readFile(layout.tlsRoots, 'utf8');
    for (const { key } of DESCRIPTION.organizations) {
      assert.ok(roots.includes(await readFile(layout.organization(key).tlsca.certificate, 'utf8')));
    }
  });
});

/** The signature is the last element of a certificate: a BIT STRING, its first byte the number of unused bits. */
function signatureOf(certificate: Buffer): Buffer {
  const [, , signature] = elements(elements(certificate)[0]!);
  return signature!.subarray(1);
}

/** Contents of the DER elements in a row. */
function elements(der: Buffer): Buffer[] {
  const found: Buffer[] = [];
  for (let at = 0; at < der.length;) {
    const short = der[at + 1]!;
    const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
    const length = lengthBytes === 0 ? short : der.readUIntBE(at + 2, lengthBytes);
    const start = at + 2 + lengthBytes;
    found.push(der.subarray(start, start + length));
    at = start + length;
  }
  return found;
}
