import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { LedgerError, MAX_ATTESTED, MAX_BATCH, parseAttestation } from '@chopmark/core';
import {
  ChaincodePeer,
  DeployedBundle,
  freePort,
  type Answer,
  type ServerProcess,
} from '../support/chaincode-server.js';
import { anchorOf, entriesOf, OPEN_SERIES, PEOPLE, SERIES } from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { NETWORK } from '../support/ledger-stub.js';

const PACKAGE_ID = `chopmark_1:${'ab'.repeat(32)}`;

describe('the deployed bundle', function () {
  this.timeout(60_000);
  let bundle: DeployedBundle;

  before(async () => {
    bundle = await DeployedBundle.build();
  });

  after(async () => {
    await bundle.remove();
  });

  it('stands alone: it asks for Fabric and Node, and for nothing of this project', () => {
    const asked = [...readFileSync(bundle.file, 'utf8').matchAll(/\brequire\("([^"]+)"\)/g)].map(
      ([, name]) => name!,
    );

    assert.deepEqual(
      [
        ...new Set(asked.filter((name) => !name.startsWith('node:')).map((name) => name.split('/')[0])),
      ].sort(),
      ['fabric-contract-api', 'fabric-shim'],
    );
  });

  it('ships the packages that are tested here: its lockfile names the same bytes as the root', () => {
    const root = lockedPackages('../../package-lock.json');
    const shipped = lockedPackages('../../chaincode/deploy/package-lock.json');

    assert.deepEqual(
      [...shipped].filter((line) => !root.has(line)),
      [],
    );
    assert.ok([...shipped].some((line) => line.startsWith('fabric-shim 2.5.8 sha512-')));
  });

  it('has the same bytes wherever it is built', async () => {
    const other = await DeployedBundle.build();

    assert.equal(other.digest, bundle.digest);
    await other.remove();
  });

  describe('as a server', () => {
    const state = new Map<string, Buffer>();
    let server: ServerProcess;
    let peer: ChaincodePeer;
    let packageId: string;

    before(async () => {
      const port = await freePort();
      const env = {
        CHOPMARK_NETWORK: NETWORK,
        CHOPMARK_BUNDLE: bundle.digest,
        NODE_ENV: 'production',
        CHOPMARK_PARENT_PIPE: '1',
      };
      server = bundle.start(port, PACKAGE_ID, env);
      ({ peer, packageId } = await ChaincodePeer.connect(port));
    });

    after(async () => {
      peer.close();
      await server.stop();
    });

    async function accepted(proposal: Proposal): Promise<Answer> {
      const answer = await peer.invoke(proposal, state);
      assert.equal(answer.status, 200, answer.message);
      for (const [key, value] of answer.writes) state.set(key, value);
      return answer;
    }

    it('registers with its package id', () => {
      assert.equal(packageId, PACKAGE_ID);
    });

    it('anchors 16,384 entries as 512 kB of raw bytes, once', async () => {
      const entries = entriesOf(1, MAX_BATCH);
      await accepted({
        as: PEOPLE.admin,
        function: 'grantRoles',
        args: [PEOPLE.registrar.fingerprint, 'registry'],
      });
      await accepted({
        as: PEOPLE.admin,
        function: 'grantRoles',
        args: [PEOPLE.issuer.fingerprint, 'anchor'],
      });
      await accepted(OPEN_SERIES);
      assert.equal(entries.bytes.length, 524_288);

      const first = await accepted(anchorOf(1, entries));
      const again = await accepted(anchorOf(1, entries));

      assert.equal((JSON.parse(first.payload) as { root: string }).root, entries.root);
      assert.equal(first.event, 'batch.anchored');
      assert.equal(first.writes.size, 2);
      assert.equal(again.payload, first.payload);
      assert.equal(again.event, undefined);
      assert.equal(again.writes.size, 0);
    });

    it('attests 1,000 documents by its own clock', async () => {
      await accepted({ as: PEOPLE.courtClient, function: 'tick' });
      const { bytes } = entriesOf(1, MAX_ATTESTED);

      const answer = await accepted({ as: PEOPLE.courtClient, function: 'attest', args: [SERIES, 1, bytes] });

      const attestation = parseAttestation(Buffer.from(answer.payload));
      assert.equal(attestation.network, NETWORK);
      assert.equal(attestation.states.length, MAX_ATTESTED);
    });

    it('refuses with a code that survives the wire, and writes nothing', async () => {
      const answer = await peer.invoke(anchorOf(1, entriesOf(1, 3)), state);

      assert.equal(answer.status, 500);
      assert.equal(LedgerError.fromWire(answer.message)?.code, 'BATCH_CONFLICT');
      assert.equal(answer.writes.size, 0);
    });

    it('says what it is', async () => {
      const answer = await accepted({ as: PEOPLE.client, function: 'version' });

      const { bundle: digest, network } = JSON.parse(answer.payload) as Record<string, unknown>;
      assert.deepEqual([digest, network], [bundle.digest, NETWORK]);
    });

    it('logs refusals and nothing else, unless told to', () => {
      const logged = server.said.split('\n').filter((line) => line.includes('[c-api:'));

      assert.ok(logged.length > 0 && logged.every((line) => line.includes('BATCH_CONFLICT')), server.said);
    });
  });

  describe('refuses to start', () => {
    const agreed = { CHOPMARK_NETWORK: NETWORK, NODE_ENV: 'production' };
    const cases: readonly [why: string, env: () => Record<string, string>, word: string][] = [
      [
        'as other code than was agreed on',
        () => ({ ...agreed, CHOPMARK_BUNDLE: '00'.repeat(32) }),
        'CHOPMARK_BUNDLE',
      ],
      ['in production without the digest agreed on', () => agreed, 'CHOPMARK_BUNDLE'],
      ['without a network', () => ({ CHOPMARK_BUNDLE: bundle.digest }), 'CHOPMARK_NETWORK'],
      [
        'with a network that is no hash',
        () => ({ CHOPMARK_BUNDLE: bundle.digest, CHOPMARK_NETWORK: 'main' }),
        'CHOPMARK_NETWORK',
      ],
    ];
    for (const [why, env, word] of cases) {
      it(why, async () => {
        const server = bundle.start(await freePort(), PACKAGE_ID, env());

        const { code } = await server.ended;

        assert.equal(code, 1);
        assert.ok(server.said.includes(`refuses to start: ${word}`), server.said);
      });
    }
  });

  it('starts outside production without a digest, and says the true one', async () => {
    const port = await freePort();
    const server = bundle.start(port, PACKAGE_ID, { CHOPMARK_NETWORK: NETWORK });
    const { peer } = await ChaincodePeer.connect(port);

    const answer = await peer.invoke({ as: PEOPLE.client, function: 'version' }, new Map());

    peer.close();
    await server.stop();
    assert.equal((JSON.parse(answer.payload) as { bundle: string }).bundle, bundle.digest);
  });

  it('ends with its parent', async () => {
    const port = await freePort();
    const server = bundle.start(port, PACKAGE_ID, { CHOPMARK_NETWORK: NETWORK, CHOPMARK_PARENT_PIPE: '1' });
    const { peer } = await ChaincodePeer.connect(port);

    server.child.stdin?.end();

    assert.deepEqual(await server.ended, { code: 0, signal: null });
    peer.close();
  });
});

/** Name, version and digest of each installed package of a lockfile. */
function lockedPackages(file: string): Set<string> {
  const { packages } = JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8')) as {
    packages: Record<string, { version?: string; integrity?: string }>;
  };
  const installed = Object.entries(packages).filter(([place]) => place.includes('node_modules/'));
  return new Set(
    installed.map(([place, { version, integrity }]) =>
      [place.split('node_modules/').pop(), version, integrity].join(' '),
    ),
  );
}
