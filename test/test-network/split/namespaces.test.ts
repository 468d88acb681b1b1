import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { findBinary } from '../../../test-network/dist/native/binaries.js';
import { assemble, enroll, handOut } from '../../../test-network/dist/split/ceremony.js';
import { exportOrganization } from '../../../test-network/dist/split/export-organization.js';
import { mergeProfiles } from '../../../test-network/dist/split/merge-profiles.js';
import type { Standing } from '../../../test-network/dist/split/standing.js';
import { PROJECT } from '../../support/platform.js';
import { requireOrSkip } from '../../support/require.js';
import { endProcess, onHost, readUnit, startUnit } from './support/host-processes.js';
import { Hosts, namespacesHere } from './support/hosts.js';

const KEYS = ['tax', 'affairs', 'court', 'operator'] as const;
const NODES = ['orderer', 'peer', 'chaincode'] as const;
const PATIENCE_MS = 120_000;
const COMMAND = join(PROJECT, 'test-network', 'dist', 'split', 'main.js');
const SPEAK = fileURLToPath(new URL('support/speak.ts', import.meta.url));
const chaincodeSource = join(PROJECT, 'chaincode', 'deploy');

type Key = (typeof KEYS)[number];

describe('four organizations on four hosts', function () {
  this.timeout(2 * PATIENCE_MS);

  const hosts = new Hosts(KEYS);
  const processes: ChildProcess[] = [];
  let folder: string | undefined;

  const folderOf = (key: Key): string => join(folder ?? '', 'srv', key);
  const command = (key: Key, verb: string): Promise<string> =>
    onHost(hosts.namespace(key), COMMAND, [verb, '--folder', folderOf(key), '--organization', key]);
  const speak = (key: Key, ...words: string[]): Promise<string> =>
    onHost(hosts.namespace(key), SPEAK, [folderOf(key), key, ...words]);
  const standing = async (key: Key): Promise<Standing> =>
    JSON.parse(await command(key, 'standing')) as Standing;

  before(async function () {
    const needs = 'root, iproute2, and orderer and peer of Fabric v3.1.5 in FABRIC_BIN or PATH';
    requireOrSkip(this, 'namespaces', await namespacesHere(), needs);
    const orderer = requireOrSkip(this, 'namespaces', findBinary('orderer'), needs);
    const peer = requireOrSkip(this, 'namespaces', findBinary('peer'), needs);
    folder = await mkdtemp(join(tmpdir(), 'chopmark-split-'));
    const names = { tax: 'tax.split.test', affairs: 'affairs.split.test', court: 'court.split.test' };
    await hosts.make(names);
    const plan = defaultDescription('native', {
      portBase: 7050,
      hosts: { ...names, operator: hosts.address('operator') },
    });
    const home = (key: Key): string => join(folder ?? '', 'home', key);
    for (const key of KEYS) {
      await enroll(plan, key, home(key));
      await handOut(home(key), key, join(folder, 'public', key));
    }
    for (const key of KEYS) {
      const others = KEYS.filter((other) => other !== key).map((other) =>
        join(folder ?? '', 'public', other),
      );
      const proposed = key === 'tax' ? undefined : await readFile(join(home('tax'), 'genesis.block'));
      const network = await assemble(home(key), others, proposed);
      const packed = join(folder, 'carried', key);
      await exportOrganization(network, key, {
        to: packed,
        place: folderOf(key),
        programs: { orderer, peer, node: process.execPath },
        chaincodeSource,
      });
      // Carried: what its host starts from is a copy, and the home that made it is not there.
      await mkdir(join(folder, 'srv'), { recursive: true });
      await cp(packed, folderOf(key), { recursive: true, verbatimSymlinks: true });
    }
    for (const place of ['home', 'carried', 'public']) await rm(join(folder, place), { recursive: true });

    for (const key of KEYS) {
      for (const node of NODES) {
        const unit = await readUnit(join(folderOf(key), 'systemd', `chopmark-${node}.service`));
        processes.push(startUnit(hosts.namespace(key), unit, join(folder, `${node}-${key}.log`)));
      }
    }
    await Promise.all(KEYS.map((key) => command(key, 'enter')));
  });

  after(async () => {
    await Promise.all(processes.map(endProcess));
    await hosts.remove();
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  });

  it('agree on one trust profile, each signing at home', async () => {
    const merged = await mergeProfiles(
      KEYS.map((key) => join(folderOf(key), 'trust.json')),
      join(folder ?? '', 'trust.json'),
    );

    assert.deepEqual(
      merged.signatures.map(({ mspId }) => mspId),
      ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'],
    );
  });

  it('anchor, and every one of them has the batch', async () => {
    await speak('tax', 'open');
    const anchored = await speak('tax', 'anchor', '1', 'TaxMSP,AffairsMSP');

    for (const key of KEYS) await hasBatch(key, '1', anchored);
  });

  it('go on without one whose cable is pulled; it gets nothing accepted alone and catches up afterwards', async () => {
    await untilLevel(KEYS);
    const before = await standing('court');
    await hosts.cut('court');

    const anchored = await speak('tax', 'anchor', '2', 'TaxMSP,OperatorMSP');

    const alone = speak('court', 'tick', 'TaxMSP,CourtMSP');
    for (const key of ['tax', 'affairs', 'operator'] as const) await hasBatch(key, '2', anchored);
    await assert.rejects(alone);
    assert.deepEqual(await standing('court'), before, 'nothing reached the host that was cut off');

    await hosts.join('court');

    await hasBatch('court', '2', anchored);
    await untilLevel(KEYS);
    await eventually(() => speak('tax', 'whole').then(() => true));
  });

  /** Until the organization's own peer holds this batch record. */
  async function hasBatch(key: Key, batch: string, record: string): Promise<void> {
    await eventually(async () => {
      assert.equal(await speak(key, 'batch', batch), record);
      return true;
    });
  }

  /** Until all peers stand at one block and all orderers beside them. */
  async function untilLevel(keys: readonly Key[]): Promise<void> {
    await eventually(async () => {
      const all = await Promise.all(keys.map(standing));
      const heights = new Set(all.flatMap(({ peer, orderer }) => [peer.height, orderer.height]));
      const blocks = new Set(all.map(({ peer }) => peer.lastBlock));
      return heights.size === 1 && blocks.size === 1;
    });
  }

  /** Tries until it holds; fails with what stood in the way last. */
  async function eventually(attempt: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    let failure: unknown;
    do {
      try {
        if (await attempt()) return;
        failure = new Error('it does not hold yet');
      } catch (error) {
        failure = error;
      }
      await delay(250);
    } while (Date.now() < deadline);
    throw failure;
  }
});
