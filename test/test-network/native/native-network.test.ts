import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setTimeout as delay } from 'node:timers/promises';
import { parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import type { TrustProfile } from '@chopmark/core/verify';
import type { SealedDocument } from '@chopmark/core';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { PeerClient, reasonOf } from '../../../test-network/dist/lifecycle/peer-client.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { startNative } from '../../../test-network/dist/native/start-native.js';
import type { NativeNetwork } from '../../../test-network/dist/native/start-native.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { requireOrSkip } from '../../support/require.js';
import { anchor, attest, bundleOf, PREFIX, sealed, SERIES } from './anchored-batch.js';

const PORT_BASE = 26_200;
const SOURCE = fileURLToPath(new URL('../../../chaincode/deploy', import.meta.url));
const ALL = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];

describe('the native network', function () {
  this.timeout(180_000);
  let home: string;
  let running: NativeNetwork;
  let tax: PeerClient;
  let stop = (): Promise<void> => Promise.resolve();
  let documents: readonly SealedDocument[];
  let profile: TrustProfile;

  before(async function () {
    home = await mkdtemp(join(tmpdir(), 'chopmark-native-'));
    for (const name of ['orderer', 'peer'] as const) {
      requireOrSkip(this, 'native', findBinary(name), `${name} of Fabric v3.1.5 in FABRIC_BIN or PATH`);
    }
    await start();
    documents = sealed(running.network.network, 3);
  });

  after(async () => {
    await stop();
    await rm(home, { recursive: true, force: true });
  });

  async function start(): Promise<void> {
    const network = await prepareNetwork(
      defaultDescription('native', { portBase: PORT_BASE }),
      join(home, 'network'),
    );
    running = await startNative(network, { chaincodeSource: SOURCE });
    stop = () => running.stop();
    profile = parseTrustProfile(await readFile(running.files.trustProfile));
    tax = await PeerClient.open(network, 'tax', 'gateway');
    stop = () => {
      tax.close();
      return running.stop();
    };
  }

  it('tells which definitions of which bundle are on the channel', () => {
    assert.deepEqual(
      profile.namespaces.map(({ namespace, authority, definitions }) => ({
        namespace,
        authority,
        count: definitions.length,
      })),
      [
        { namespace: 'tax', authority: 'TaxMSP', count: 1 },
        { namespace: 'affairs', authority: 'AffairsMSP', count: 1 },
        { namespace: 'court', authority: 'CourtMSP', count: 1 },
      ],
    );
    for (const { definitions } of profile.namespaces)
      assert.equal(definitions[0]!.bundle, running.installed.bundle);
  });

  it('opens a series and sets the clock', async () => {
    await tax.submit('tax', 'openSeries', {
      arguments: [SERIES, 'invoice', 'sha256-p256', PREFIX],
      endorsingOrganizations: ['TaxMSP', 'AffairsMSP'],
    });
    await tax.submit('tax', 'tick', { endorsingOrganizations: ['TaxMSP', 'CourtMSP'] });
  });

  it('refuses an anchor that the authority did not endorse, with code 10', async () => {
    const attempt = anchor(tax, documents, ['AffairsMSP', 'CourtMSP']);

    await assert.rejects(attempt, { code: 10 });
  });

  it('refuses an anchor by the authority alone, with code 10', async () => {
    await assert.rejects(anchor(tax, documents, ['TaxMSP']), { code: 10 });
  });

  it('commits one anchor', async () => {
    await anchor(tax, documents, ['TaxMSP', 'OperatorMSP']);

    const record = await recordAtAll();
    assert.equal(record['size'], 3);
    assert.equal(record['namespace'], 'tax');
  });

  it('attests by all four organizations, and the verifier agrees', async () => {
    const statement = await attest(tax, documents, ALL);

    const verdict = await verifyBundle(bundleOf(documents, 1, statement), [profile], {
      crypto: nodeCrypto,
      now: new Date(),
    });

    assert.equal(statement.endorsements.length, 4);
    assert.deepEqual(
      { verdict: verdict.verdict, inForce: verdict.inForce },
      { verdict: 'valid', inForce: 'yes' },
      JSON.stringify(verdict),
    );
    assert.equal(verdict.embedded, false);
  });

  it('goes on where it was after a stop', async () => {
    const { network, bundle } = { network: running.network.network, bundle: running.installed.bundle };
    const before = await readFile(running.files.trustProfile);
    await stop();

    await start();

    assert.equal(running.network.network, network);
    assert.equal(running.installed.bundle, bundle);
    assert.deepEqual(await readFile(running.files.trustProfile), before);
    const statement = await attest(tax, documents, ALL.slice(0, 3));
    const { verdict } = await verifyBundle(bundleOf(documents, 0, statement), [profile], {
      crypto: nodeCrypto,
      now: new Date(),
    });
    assert.equal(verdict, 'valid');
  });

  /** Every peer pulls blocks itself: the record is there once each of them has it. */
  async function recordAtAll(): Promise<Record<string, unknown>> {
    for (let attempt = 0; ; attempt += 1) {
      try {
        const proposal = tax
          .contract('tax')
          .newProposal('getBatch', { arguments: [SERIES, '1'], endorsingOrganizations: ALL });
        const answer = (await proposal.endorse()).getResult();
        return JSON.parse(Buffer.from(answer).toString()) as Record<string, unknown>;
      } catch (error) {
        if (attempt === 100) throw new Error(reasonOf(error), { cause: error });
        await delay(100);
      }
    }
  }
});
