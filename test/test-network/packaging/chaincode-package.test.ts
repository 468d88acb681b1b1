import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { gunzipSync } from 'node:zlib';
import tar from 'tar-stream';
import { chaincodePackage } from '../../../test-network/dist/packaging/chaincode-package.js';

const CONNECTION = {
  address: '127.0.0.1:26000',
  rootCert: 'root',
  clientCert: 'certificate',
  clientKey: 'key',
};
const BUNDLE = 'ab'.repeat(32);

describe('chaincodePackage', () => {
  it('gives the same id everywhere for the same content', async () => {
    const made = await chaincodePackage('chopmark-1', BUNDLE, CONNECTION);

    // A changed id is a changed format: networks that exist would no longer find their package.
    assert.equal(
      made.packageId,
      'chopmark-1:eb04d0827e7aca248a8644045f709db32dd5ad8a6cbbd49d0c3abf00f438bea3',
    );
    assert.equal(made.packageId, `chopmark-1:${createHash('sha256').update(made.bytes).digest('hex')}`);
  });

  it('gives another id for other code, although the address is the same', async () => {
    const [one, other] = await Promise.all(
      [BUNDLE, 'cd'.repeat(32)].map((bundle) => chaincodePackage('chopmark-1', bundle, CONNECTION)),
    );

    assert.notEqual(one!.packageId, other!.packageId);
  });

  it('tells the peer where the server is, and to use TLS both ways', async () => {
    const { bytes } = await chaincodePackage('chopmark-1', BUNDLE, CONNECTION);

    const outer = await entriesOf(bytes);
    const inner = await entriesOf(outer.get('code.tar.gz')!.content);

    assert.deepEqual([...outer.keys()], ['code.tar.gz', 'metadata.json']);
    assert.deepEqual(jsonOf(outer, 'metadata.json'), { type: 'ccaas', label: 'chopmark-1' });
    assert.deepEqual(jsonOf(inner, 'bundle.json'), { sha256: BUNDLE });
    assert.deepEqual(jsonOf(inner, 'connection.json'), {
      address: '127.0.0.1:26000',
      dial_timeout: '3s',
      tls_required: true,
      client_auth_required: true,
      root_cert: 'root',
      client_key: 'key',
      client_cert: 'certificate',
    });
    for (const { header } of [...outer.values(), ...inner.values()]) {
      assert.equal(header.mtime.getTime(), 0);
      assert.deepEqual([header.uid, header.gid], [0, 0]);
    }
  });
});

type Entries = Map<string, { header: tar.Header; content: Buffer }>;

async function entriesOf(archive: Uint8Array): Promise<Entries> {
  const entries: Entries = new Map();
  const extract = Readable.from([gunzipSync(archive)]).pipe(tar.extract());
  for await (const entry of extract) {
    const parts: Buffer[] = [];
    for await (const part of entry) parts.push(part as Buffer);
    entries.set(entry.header.name, { header: entry.header, content: Buffer.concat(parts) });
  }
  return entries;
}

function jsonOf(entries: Entries, name: string): unknown {
  return JSON.parse(entries.get(name)!.content.toString()) as unknown;
}
