import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EndorseError } from '@hyperledger/fabric-gateway';
import { parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import type { Bundle, TrustProfile } from '@chopmark/core/verify';
import type { SealedDocument } from '@chopmark/core';
import { defaultDescription } from '../../../test-network/dist/description.js';
import type { NetworkKind } from '../../../test-network/dist/description.js';
import { startEmbedded } from '../../../test-network/dist/embedded/start-embedded.js';
import { PeerClient } from '../../../test-network/dist/lifecycle/peer-client.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import { prepareNetwork, readNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import type { NetworkStatus } from '../../../test-network/dist/status/network-status.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { requireOrSkip } from '../../support/require.js';
import { anchor, attest, bundleOf, PREFIX, sealed, SERIES } from '../native/anchored-batch.js';
import { AnchoringClient } from './anchoring-client.js';
import { brokenBuild, CONTRACT, contractBuild } from './contract-build.js';
import { networkCommand } from './network-command.js';

const ALL = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];
const KEYS = ['affairs', 'court', 'operator', 'tax'];
/** Where the command is killed; what it does in between is the same on both. */
const STAGES: Readonly<Record<NetworkKind, readonly string[]>> = {
  embedded: ['starting the new', 'asking every peer'],
  native: ['installing, approving', 'stopping the old'],
};
const PORT_BASE: Readonly<Record<NetworkKind, number>> = { embedded: 31_000, native: 31_050 };

type Running = { readonly pids: () => Readonly<Record<string, number>>; readonly stop: () => Promise<void> };

for (const kind of ['embedded', 'native'] as const) {
  describe(`upgrade of the contract on the ${kind} network`, function () {
    this.timeout(600_000);
    let folder: string;
    let network: PreparedNetwork;
    let running: Running | undefined;
    let tax: PeerClient;
    let documents: readonly SealedDocument[];
    let oldBundle: Bundle;
    let load: AnchoringClient;

    before(async function () {
      folder = await mkdtemp(join(tmpdir(), `chopmark-upgrade-${kind}-`));
      if (kind === 'native')
        requireOrSkip(this, 'native', findBinary('peer'), 'peer of Fabric v3.1.5 in FABRIC_BIN or PATH');
      await start();
      tax = await PeerClient.open(network, 'tax', 'gateway');
      documents = sealed(network.network, 3);
      const endorsingOrganizations = ALL.slice(0, 2);
      await tax.submit('tax', 'openSeries', {
        arguments: [SERIES, 'invoice', 'sha256-p256', PREFIX],
        endorsingOrganizations,
      });
      await tax.submit('tax', 'tick', { endorsingOrganizations });
      await anchor(tax, documents, endorsingOrganizations);
      oldBundle = bundleOf(documents, 1, await attested());
    });

    after(async () => {
      if (running) tax.close();
      await running?.stop();
      await rm(folder, { recursive: true, force: true });
    });

    async function start(): Promise<void> {
      network = await prepareNetwork(
        defaultDescription(kind, { portBase: PORT_BASE[kind] }),
        join(folder, 'network'),
      );
      const options = { chaincodeSource: CONTRACT };
      running = await (kind === 'embedded' ? startEmbedded(network, options) : startNative(network, options));
    }

    const profile = async (): Promise<TrustProfile> =>
      parseTrustProfile(await readFile(network.layout.trustProfile));

    const verdictOf = async (bundle: Bundle): Promise<string[]> => {
      const { verdict, inForce } = await verifyBundle(bundle, [await profile()], {
        crypto: nodeCrypto,
        now: new Date(),
      });
      return [verdict, inForce];
    };

    /** Every peer pulls blocks itself: until each has the batch, they disagree. */
    const attested = async (): ReturnType<typeof attest> => {
      for (let attempt = 1; ; attempt += 1) {
        try {
          return await attest(tax, documents, ALL);
        } catch (error) {
          if (!(error instanceof EndorseError) || attempt === 1_000) throw error;
          await delay(100);
        }
      }
    };

    const servers = (): string[] =>
      Object.keys(running!.pids())
        .filter((name) => name.startsWith('chaincode-'))
        .sort();

    const answeringBundle = async (): Promise<string> => {
      const answer = await tax.contract('tax').evaluate('version', { endorsingOrganizations: ['TaxMSP'] });
      return (JSON.parse(Buffer.from(answer).toString()) as { bundle: string }).bundle;
    };

    const run = (args: readonly string[], killAt?: RegExp): ReturnType<typeof networkCommand> =>
      networkCommand([...args, '--home', network.layout.home], killAt);

    it('does nothing when the network runs the code already', async () => {
      const { code, out } = await run(['upgrade', '--chaincode', CONTRACT]);

      assert.deepEqual([code, JSON.parse(out)], [0, { upgraded: false }]);
    });

    it('leaves everything as it was when the new code does not run', async () => {
      const before = [await profile(), await answeringBundle(), servers()];

      const { code, said } = await run(['upgrade', '--chaincode', await brokenBuild(folder)]);

      assert.equal(code, 1);
      assert.match(said, /^CHAINCODE_FAILED: .*this build is broken/ms);
      assert.deepEqual([await profile(), await answeringBundle(), servers()], before);
    });

    it('loses no request under load', async () => {
      const source = await contractBuild(folder, 'second');
      load = new AnchoringClient(tax, SERIES, { batch: 2, first: 4 });
      load.start();

      const { code, out, said } = await run(['upgrade', '--chaincode', source]);
      const counted = load.anchored.length;
      await eventually(() => load.anchored.length > counted + 3);
      await load.stop();

      assert.equal(code, 0, said);
      const { upgraded, bundle } = JSON.parse(out) as { upgraded: boolean; bundle: string };
      assert.equal(upgraded, true);
      assert.equal(await answeringBundle(), bundle);
      assert.deepEqual(
        servers(),
        KEYS.map((key) => `chaincode-beside-${key}`),
      );
      for (const { batch, root } of load.anchored) {
        const answer = await tax
          .contract('tax')
          .evaluate('getBatch', { arguments: [SERIES, String(batch)], endorsingOrganizations: ['TaxMSP'] });
        assert.equal((JSON.parse(Buffer.from(answer).toString()) as { root: string }).root, root);
      }
    });

    it('shows the process of each new server', async () => {
      const { nodes } = JSON.parse((await run(['status'])).out) as NetworkStatus;

      const shown = nodes.filter(({ role }) => role === 'chaincode');
      assert.deepEqual(shown.map(({ name }) => name).sort(), servers());
      for (const { name, pid, answers } of shown)
        assert.deepEqual([pid, answers], [running!.pids()[name], true], name);
    });

    it('accepts statements of both versions', async () => {
      const { namespaces } = await profile();
      for (const { definitions } of namespaces) assert.equal(definitions.length, 2);
      const fresh = bundleOf(documents, 0, await attested());

      assert.deepEqual(await verdictOf(fresh), ['valid', 'yes']);
      assert.deepEqual(await verdictOf(oldBundle), ['valid', 'yes']);
    });

    it('writes down the new definitions', async () => {
      const { description } = await readNetwork(network.layout.home);

      assert.deepEqual(
        description.definitions.map(({ name, sequence, version }) => [name, sequence, version]),
        ['tax', 'affairs', 'court'].map((name) => [name, 2, '2']),
      );
    });

    for (const stage of STAGES[kind]) {
      it(`goes on after a kill while ${stage} …`, async () => {
        const source = await contractBuild(folder, `after ${stage}`);
        const before = (await profile()).namespaces[0]!.definitions.length;
        await run(['upgrade', '--chaincode', source], new RegExp(stage));

        const { code, out, said } = await run(['upgrade', '--chaincode', source]);

        assert.equal(code, 0, said);
        const { bundle } = JSON.parse(out) as { bundle?: string };
        assert.equal(await answeringBundle(), bundle);
        assert.equal(servers().length, KEYS.length);
        assert.equal((await profile()).namespaces[0]!.definitions.length, before + 1);
        assert.deepEqual(await verdictOf(oldBundle), ['valid', 'yes']);
      });
    }

    it('starts with both versions when it was stopped in the middle, and completes the upgrade then', async () => {
      const source = await contractBuild(folder, 'before a stop');
      await run(['upgrade', '--chaincode', source], /asking every peer/);
      await running!.stop();
      tax.close();
      await start();
      tax = await PeerClient.open(network, 'tax', 'gateway');
      const other = await run(['upgrade', '--chaincode', await contractBuild(folder, 'other')]);
      assert.match(other.said, /^UPGRADE_PENDING: /m);

      const { code, said } = await run(['upgrade']);

      assert.equal(code, 0, said);
      assert.equal(servers().length, KEYS.length);
      assert.deepEqual(await verdictOf(bundleOf(documents, 2, await attested())), ['valid', 'yes']);
      assert.deepEqual(await verdictOf(oldBundle), ['valid', 'yes']);
    });

    it('needs a running network', async () => {
      await running!.stop();

      const { code, said } = await run(['upgrade', '--chaincode', CONTRACT]);

      assert.equal(code, 1);
      assert.match(said, /^NETWORK_NOT_RUNNING: /m);
    });
  });
}

async function eventually(holds: () => boolean): Promise<void> {
  for (let attempt = 0; !holds(); attempt += 1) {
    assert.ok(attempt < 2_400, 'a condition did not come true within two minutes');
    await delay(50);
  }
}
