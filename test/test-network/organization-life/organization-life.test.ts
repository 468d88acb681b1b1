import assert from 'node:assert/strict';
import { createPublicKey, randomBytes, X509Certificate } from 'node:crypto';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { EndorseError } from '@hyperledger/fabric-gateway';
import type { common } from '@hyperledger/fabric-protos';
import { orderer } from '@hyperledger/fabric-protos';
import { batchTree, toHex } from '@chopmark/core';
import type { SealedDocument } from '@chopmark/core';
import { parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import type { Bundle } from '@chopmark/core/verify';
import { consentersOf, isMember } from '../../../test-network/dist/config-update/channel-edits.js';
import { currentConfig, ensureConfig } from '../../../test-network/dist/config-update/ensure-config.js';
import type { ChannelState } from '../../../test-network/dist/config-update/channel-state.js';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { PeerClient, reasonOf } from '../../../test-network/dist/lifecycle/peer-client.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import type { NativeNetwork } from '../../../test-network/dist/native/start-native.js';
import { standingOf } from '../../../test-network/dist/organization-life/orderer-standing.js';
import { prepareNetwork, readNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { requireOrSkip } from '../../support/require.js';
import { anchor, attest, bundleOf, PREFIX, sealed, SERIES, SUITE } from '../native/anchored-batch.js';
import { CONTRACT } from '../upgrade/contract-build.js';
import { networkCommand } from '../upgrade/network-command.js';

const FOUR = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];
const PORT_BASE = 31_100;

describe('the life of organizations on the native network', function () {
  this.timeout(180_000);
  let folder: string;
  let running: NativeNetwork | undefined;
  let tax: PeerClient;
  let documents: readonly SealedDocument[];
  let withFive: Bundle;
  let next = { batch: 2, first: 4 };

  before(async function () {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-life-'));
    requireOrSkip(this, 'native', findBinary('peer'), 'peer of Fabric v3.1.5 in FABRIC_BIN or PATH');
    await start();
    const endorsingOrganizations = FOUR.slice(0, 2);
    const series = [SERIES, 'invoice', 'sha256-p256', PREFIX];
    await tax.submit('tax', 'openSeries', { arguments: series, endorsingOrganizations });
    await tax.submit('tax', 'tick', { endorsingOrganizations });
    documents = sealed(running!.network.network, 3);
    await anchor(tax, documents, endorsingOrganizations);
  });

  after(async () => {
    if (running) tax.close();
    await running?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const wanted = defaultDescription('native', { portBase: PORT_BASE });
    running = await startNative(await prepareNetwork(wanted, join(folder, 'network')), {
      chaincodeSource: CONTRACT,
    });
    tax = await PeerClient.open(running.network, 'tax', 'gateway');
  }

  const present = (): Promise<PreparedNetwork> => readNetwork(join(folder, 'network'));
  const channel = async (): Promise<ChannelState> => currentConfig(await present());
  const run = (args: readonly string[], killAt?: RegExp): ReturnType<typeof networkCommand> =>
    networkCommand([...args, '--home', join(folder, 'network')], killAt);

  async function succeeds(args: readonly string[]): Promise<Record<string, unknown>> {
    const { code, out, said } = await run(args);
    assert.equal(code, 0, said);
    return JSON.parse(out) as Record<string, unknown>;
  }

  async function fails(args: readonly string[], code: string): Promise<void> {
    const before = (await channel()).block;
    const outcome = await run(args);
    assert.equal(outcome.code, 1, outcome.out);
    assert.match(outcome.said, new RegExp(`^${code}: `, 'm'));
    assert.equal((await channel()).block, before);
  }

  async function anchorOne(): Promise<void> {
    const { batch, first } = next;
    const hash = randomBytes(32);
    const root = toHex(batchTree(SUITE.hash, first, [hash]).head);
    await tax.submit('tax', 'anchor', {
      arguments: [SERIES, String(batch), String(first), root, hash],
      endorsingOrganizations: ['TaxMSP', 'CourtMSP'],
    });
    next = { batch: batch + 1, first: first + 1 };
  }

  /** Every peer pulls blocks itself: until each has them, they disagree. */
  async function attested(endorsers: readonly string[]): Promise<Bundle> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return bundleOf(documents, 1, await attest(tax, documents, endorsers));
      } catch (error) {
        if (!(error instanceof EndorseError) || attempt === 100)
          throw new Error(reasonOf(error), { cause: error });
        await delay(100);
      }
    }
  }

  async function verdictOf(bundle: Bundle): Promise<string> {
    const { layout } = await present();
    const profile = parseTrustProfile(await readFile(layout.trustProfile));
    const { verdict } = await verifyBundle(bundle, [profile], { crypto: nodeCrypto, now: new Date() });
    return verdict;
  }

  const names = (key: string): string[] =>
    Object.keys(running!.pids())
      .filter((name) => name.endsWith(`-${key}`))
      .sort();

  const processesOf = (key: string): string[] => [`chaincode-${key}`, `orderer-${key}`, `peer-${key}`];

  async function certificatesOf(key: string): Promise<{ identity: X509Certificate; tls: X509Certificate }> {
    const node = (await present()).layout.organization(key).node('orderer');
    const [identity, tls] = await Promise.all([readFile(node.certificate), readFile(node.tls.certificate)]);
    return { identity: new X509Certificate(identity), tls: new X509Certificate(tls) };
  }

  /** With one orderer frozen, the others order only if this one takes part. */
  async function assertOrdersWithout(frozen: string): Promise<void> {
    const pid = running!.pids()[`orderer-${frozen}`]!;
    process.kill(pid, 'SIGSTOP');
    try {
      await anchorOne();
    } finally {
      process.kill(pid, 'SIGCONT');
    }
  }

  describe('renew-orderer', () => {
    it('issues new certificates for the same key without a word to the channel', async () => {
      const [before, block] = [await certificatesOf('court'), (await channel()).block];

      const result = await succeeds(['renew-orderer', 'court']);

      const after = await certificatesOf('court');
      assert.deepEqual(result, { renewed: 'court', withNewKey: false });
      assert.notEqual(after.identity.serialNumber, before.identity.serialNumber);
      assert.notEqual(after.tls.serialNumber, before.tls.serialNumber);
      assert.ok(after.identity.publicKey.equals(before.identity.publicKey));
      assert.ok(after.tls.publicKey.equals(before.tls.publicKey));
      assert.equal((await channel()).block, block);
      await assertOrdersWithout('operator');
    });

    it('gives the orderer a new key that the channel knows', async () => {
      const before = await certificatesOf('court');

      await succeeds(['renew-orderer', 'court', '--new-key']);

      const after = await certificatesOf('court');
      assert.ok(!after.identity.publicKey.equals(before.identity.publicKey));
      const entry = consentersOf((await channel()).group).find((each) => each.getMspId() === 'CourtMSP')!;
      const known = new X509Certificate(entry.getIdentity_asU8());
      assert.ok(
        createPublicKey(known.publicKey.export({ format: 'pem', type: 'spki' })).equals(
          after.identity.publicKey,
        ),
      );
      assert.equal(entry.getId(), 3);
      await assertOrdersWithout('operator');
    });

    it('goes on with the certificates that it made before it was killed', async () => {
      const before = await certificatesOf('affairs');
      await run(['renew-orderer', 'affairs', '--new-key'], /signed by the admins/);

      const result = await succeeds(['renew-orderer', 'affairs']);

      assert.deepEqual(result, { renewed: 'affairs', withNewKey: true });
      assert.ok(!(await certificatesOf('affairs')).identity.publicKey.equals(before.identity.publicKey));
      const { layout } = await present();
      await assert.rejects(access(join(layout.home, 'life', 'renewal-affairs')));
      await assertOrdersWithout('operator');
    });

    it('knows no orderer of an organization that is not there', () =>
      fails(['renew-orderer', 'city'], 'ORGANIZATION_UNKNOWN'));
  });

  describe('ensureConfig', () => {
    it('tells what the orderers refuse, and changes nothing', async () => {
      const before = (await channel()).block;
      const apply = (group: common.ConfigGroup): void => {
        const value = group.getGroupsMap().get('Orderer')!.getValuesMap().get('BatchSize')!;
        value.setValue(new orderer.BatchSize().serializeBinary());
      };

      await assert.rejects(ensureConfig(await present(), { what: 'empty batches', apply }), {
        code: 'CONFIG_REFUSED',
      });

      assert.equal((await channel()).block, before);
    });

    it('names the nodes that do not show it, and goes on when they do', async () => {
      const pid = running!.pids()['peer-operator']!;
      const apply = (group: common.ConfigGroup): void => {
        const value = group.getGroupsMap().get('Orderer')!.getValuesMap().get('BatchSize')!;
        const size = orderer.BatchSize.deserializeBinary(value.getValue_asU8());
        size.setMaxMessageCount(99);
        value.setValue(size.serializeBinary());
      };
      const edit = { what: 'smaller batches', apply, patienceMs: 2_000 };
      process.kill(pid, 'SIGSTOP');
      try {
        await assert.rejects(
          ensureConfig(await present(), edit),
          (error: { code: string; detail: string }) => {
            assert.equal(error.code, 'CONFIG_NOT_SEEN');
            assert.match(error.detail, /peer-operator/);
            assert.doesNotMatch(error.detail, /peer-tax|orderer-/);
            return true;
          },
        );
      } finally {
        process.kill(pid, 'SIGCONT');
      }

      const { block } = await ensureConfig(await present(), { ...edit, patienceMs: 30_000 });

      assert.equal(block, (await channel()).block);
    });
  });

  describe('add-organization', () => {
    for (const [what, args] of [
      ['a key that is no file name', ['../city', '--name', 'Sandbox City']],
      ['an organization that is there', ['court', '--name', 'Sandbox City']],
      ['an empty name', ['city', '--name', ' ']],
    ] as const) {
      it(`refuses ${what}`, () => fails(['add-organization', ...args], 'ORGANIZATION_REFUSED'));
    }

    it('adds one with peer, orderer and chaincode server', async () => {
      const result = await succeeds([
        'add-organization',
        'city',
        '--name',
        'Sandbox City',
        '--locality',
        'Wuhan',
      ]);

      assert.deepEqual(result, { added: 'CityMSP' });
      assert.deepEqual(names('city'), processesOf('city'));
      const { group } = await channel();
      assert.ok(isMember(group, 'CityMSP'));
      assert.deepEqual(
        consentersOf(group).map((entry) => [entry.getId(), entry.getMspId()]),
        [...FOUR, 'CityMSP'].map((mspId, place) => [place + 1, mspId]),
      );
      const network = await present();
      const city = network.description.organizations.find(({ key }) => key === 'city')!;
      assert.deepEqual(await standingRelation(network, city), ['consenter', 'active']);
    });

    it('is content when it is there already', async () => {
      const { block } = await channel();

      assert.deepEqual(await succeeds(['add-organization', 'city', '--name', 'Sandbox City']), {
        added: 'CityMSP',
      });

      assert.equal((await channel()).block, block);
    });

    it('lets its peer sign statements that the trust profile accepts', async () => {
      withFive = await attested([...FOUR, 'CityMSP']);
      const three = await attested(['TaxMSP', 'CourtMSP', 'CityMSP']);

      assert.equal(withFive.statement!.endorsements.length, 5);
      assert.equal(await verdictOf(withFive), 'valid');
      assert.equal(await verdictOf(three), 'valid');
    });

    it('lets its orderer make the quorum when another is down', () => assertOrdersWithout('operator'));

    it('does not let its endorsement stand for one that a policy names', async () => {
      const hash = randomBytes(32);
      const root = toHex(batchTree(SUITE.hash, next.first, [hash]).head);
      const attempt = tax.submit('tax', 'anchor', {
        arguments: [SERIES, String(next.batch), String(next.first), root, hash],
        endorsingOrganizations: ['TaxMSP', 'CityMSP'],
      });

      await assert.rejects(attempt, { code: 10 });
    });

    it('is there after a restart', async () => {
      tax.close();
      await running!.stop();

      await start();

      assert.deepEqual(names('city'), processesOf('city'));
      assert.equal(await verdictOf(await attested([...FOUR, 'CityMSP'])), 'valid');
    });
  });

  describe('remove-organization', () => {
    it('keeps an organization that a policy names', () =>
      fails(['remove-organization', 'operator'], 'ORGANIZATION_NEEDED'));

    it('knows no organization that is not there', () =>
      fails(['remove-organization', 'village'], 'ORGANIZATION_UNKNOWN'));

    it('takes it out of ordering and channel, and keeps what it had', async () => {
      const { kept } = await succeeds(['remove-organization', 'city']);

      assert.deepEqual(names('city'), []);
      const { group } = await channel();
      assert.equal(isMember(group, 'CityMSP'), false);
      assert.deepEqual(
        consentersOf(group).map((entry) => entry.getMspId()),
        FOUR,
      );
      const { description } = await present();
      assert.deepEqual(description.formerConsenters, [5]);
      await access(join(String(kept), 'peer-city'));
      await assertOrdersWithout('operator');
    });

    it('leaves statements valid that the others signed, too', async () => {
      assert.equal(await verdictOf(withFive), 'valid');
    });

    for (const stage of ['making keys', 'starting orderer', 'consenter [0-9]+: signed']) {
      it(`adds it again although it was killed while ${stage} …`, async () => {
        const add = ['add-organization', 'city', '--name', 'Sandbox City'];
        await run(add, new RegExp(stage));
        if (stage.startsWith('consenter')) {
          tax.close();
          await running!.stop();
          await start();
        }

        await succeeds(add);

        assert.equal(await verdictOf(await attested([...FOUR, 'CityMSP'])), 'valid');
        await run(['remove-organization', 'city'], /out of the channel: signed/);
        await succeeds(['remove-organization', 'city']);
        assert.deepEqual(names('city'), []);
      });
    }
  });

  async function standingRelation(
    network: PreparedNetwork,
    organization: PreparedNetwork['description']['organizations'][number],
  ): Promise<string[]> {
    const { relation, status } = await standingOf(network, organization);
    return [relation, status];
  }
});
