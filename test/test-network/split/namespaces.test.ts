import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, symlink } from 'node:fs/promises';
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
const FETCH = fileURLToPath(new URL('support/fetch-metrics.mjs', import.meta.url));
const SPEAK = fileURLToPath(new URL('support/speak.ts', import.meta.url));
const chaincodeSource = join(PROJECT, 'chaincode', 'deploy');

type Key = (typeof KEYS)[number];

describe('four organizations on four hosts', function () {
  this.timeout(2 * PATIENCE_MS);

  const hosts = new Hosts(KEYS);
  const started = new Map<string, ChildProcess>();
  let folder: string | undefined;

  const folderOf = (key: Key): string => join(folder ?? '', 'srv', key);
  const command = (key: Key, verb: string, ...others: string[]): Promise<string> =>
    onHost(hosts.namespace(key), COMMAND, [
      verb,
      '--folder',
      folderOf(key),
      '--organization',
      key,
      ...others,
    ]);
  const startNode = async (key: Key, node: string): Promise<void> => {
    const unit = await readUnit(join(folderOf(key), 'systemd', `chopmark-${node}.service`));
    const log = join(folder ?? '', `${node}-${key}.log`);
    started.set(`${node}-${key}`, startUnit(hosts.namespace(key), unit, log));
  };
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

    for (const key of KEYS) for (const node of NODES) await startNode(key, node);
    await Promise.all(KEYS.map((key) => command(key, 'enter')));
  });

  after(async () => {
    await Promise.all([...started.values()].map(endProcess));
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

    const alone = assert.rejects(speak('court', 'tick', 'TaxMSP,CourtMSP'));
    for (const key of ['tax', 'affairs', 'operator'] as const) await hasBatch(key, '2', anchored);
    await alone;
    assert.deepEqual(await standing('court'), before, 'nothing reached the host that was cut off');

    await hosts.join('court');

    await hasBatch('court', '2', anchored);
    await untilLevel(KEYS);
    await eventually(() => speak('tax', 'whole').then(() => true));
  });

  it('get a host back whose disk was lost, from its folder and the others', async () => {
    for (const node of NODES) await endProcess(started.get(`${node}-operator`)!);
    for (const node of ['orderer', 'peer']) {
      const ledger = join(folderOf('operator'), 'ledger', `${node}-operator`);
      await rm(ledger, { recursive: true });
      await mkdir(ledger);
    }
    for (const node of NODES) await startNode('operator', node);

    await command('operator', 'enter');

    await untilLevel(KEYS);
    await eventually(() => speak('operator', 'whole').then(() => true));
  });

  it('take new code, each in its own time, and none of them stands still', async () => {
    const source = join(folder ?? '', 'new-code');
    await cp(chaincodeSource, source, { recursive: true });
    await appendFile(join(source, 'index.js'), '\n// the next version\n');
    await symlink(join(PROJECT, 'node_modules'), join(source, 'node_modules'), 'dir');
    const bundle = createHash('sha256')
      .update(await readFile(join(source, 'index.js')))
      .digest('hex');
    assert.notEqual((JSON.parse(await speak('tax', 'version')) as { bundle: string }).bundle, bundle);
    for (const key of KEYS) {
      await command(key, 'stage', '--chaincode', source, '--node', process.execPath);
      await startNode(key, 'chaincode-beside');
    }

    const entering = Promise.all(KEYS.map((key) => command(key, 'enter')));
    // While old and new take turns an endorsement may disagree; endorsed anew it holds, and twice is once.
    let anchored = '';
    await eventually(async () => {
      anchored = await speak('tax', 'anchor', '3', 'TaxMSP,AffairsMSP');
      return true;
    });
    await entering;

    assert.equal((JSON.parse(await speak('tax', 'version')) as { bundle: string }).bundle, bundle);
    for (const key of KEYS) await endProcess(started.get(`chaincode-${key}`)!);
    await hasBatch('court', '3', anchored);
    await speak('tax', 'anchor', '4', 'TaxMSP,CourtMSP');
  });

  it('show the metrics that docs/operations.md watches', async () => {
    const document = await readFile(join(PROJECT, 'docs', 'operations.md'), 'utf8');
    const watched = [...document.matchAll(/^\| `([A-Za-z_]+)` \| (orderer|peer) \|/gm)];
    assert.ok(watched.length >= 8);
    for (const node of ['orderer', 'peer'] as const) {
      const text = await onHost(hosts.namespace('tax'), FETCH, [node === 'peer' ? '7053' : '7054']);
      const shown = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
      const missing = watched
        .filter(([, name, of]) => of === node && !shown.has(name))
        .map(([, name]) => name);

      assert.deepEqual(missing, [], `${node} shows ${[...shown].join(' ')}`);
    }
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
