import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { layoutOf } from '../../../test-network/dist/layout.js';
import { networkIdOf } from '../../../test-network/dist/channel/genesis.js';
import { readNetwork } from '../../../test-network/dist/prepare-network.js';
import { assemble, enroll, handOut } from '../../../test-network/dist/split/ceremony.js';
import { privateKeysBelow } from '../../../test-network/dist/split/private-keys.js';
import { KEYS, splitPlan } from './support/split-network.js';

type Key = (typeof KEYS)[number];

describe('the ceremony of the genesis block', () => {
  let folder: string;
  const at = (...parts: string[]): string => join(folder, ...parts);
  const others = (key: Key): string[] =>
    KEYS.filter((other) => other !== key).map((other) => at('public', other));
  /** A fresh copy of what an organization has before it takes anything in. */
  const homeOf = async (key: Key): Promise<string> => {
    const home = await mkdtemp(at(`home-${key}-`));
    await cp(at('enrolled', key), home, { recursive: true });
    return home;
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-ceremony-'));
    for (const key of KEYS) {
      await enroll(splitPlan(), key, at('enrolled', key));
      await handOut(at('enrolled', key), key, at('public', key));
    }
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('hands out no private key', async () => {
    assert.deepEqual(await privateKeysBelow(at('public')), []);
  });

  it('gives all the same network, each with its own keys only', async () => {
    const first = await assemble(await homeOf('tax'), others('tax'));
    const genesis = await readFile(first.layout.genesisBlock);

    for (const key of ['affairs', 'court', 'operator'] as const) {
      const network = await assemble(await homeOf(key), others(key), genesis);

      assert.equal(network.network, networkIdOf(genesis), key);
      assert.deepEqual(await readFile(network.layout.genesisBlock), genesis);
      assert.deepEqual(await readFile(network.layout.tlsRoots), await readFile(first.layout.tlsRoots));
      assert.deepEqual({ ...(await readNetwork(network.layout.home)), layout: network.layout }, network);
      await assert.rejects(readFile(network.layout.organization('tax').ca.key), { code: 'ENOENT' });
    }
  });

  it('refuses a genesis block with a byte changed, and completes nothing', async () => {
    const first = await assemble(await homeOf('tax'), others('tax'));
    const genesis = await readFile(first.layout.genesisBlock);
    genesis.write('kourt', genesis.lastIndexOf(Buffer.from('court.split.test')));
    const home = await homeOf('court');

    await assert.rejects(assemble(home, others('court'), genesis), { code: 'GENESIS_DIFFERS' });

    assert.equal((await readdir(home)).includes('network.json'), false);
    assert.equal((await readdir(home)).includes('genesis.block'), false);
  });

  it('refuses a genesis block of the same plan with the certificates of somebody else', async () => {
    const impostor = await mkdtemp(at('impostor-'));
    for (const key of KEYS) await enroll(splitPlan(), key, join(impostor, 'home', key));
    const parts = KEYS.map((key) => join(impostor, 'home', key));
    const forged = await assemble(join(impostor, 'home', 'tax'), parts.slice(1));

    const attempt = assemble(
      await homeOf('court'),
      others('court'),
      await readFile(forged.layout.genesisBlock),
    );

    await assert.rejects(attempt, { code: 'GENESIS_DIFFERS' });
  });

  for (const [what, bytes] of [
    ['no block', Buffer.from('a block')],
    ['nothing', Buffer.alloc(0)],
  ] as const) {
    it(`refuses ${what} in the place of the genesis block`, async () => {
      await assert.rejects(assemble(await homeOf('court'), others('court'), bytes), {
        code: 'GENESIS_DIFFERS',
      });
    });
  }

  it('refuses to go on while a part is missing', async () => {
    await assert.rejects(assemble(await homeOf('tax'), others('tax').slice(1)), {
      code: 'PUBLIC_PART_REFUSED',
    });
  });

  it('refuses a folder that holds no public part', async () => {
    await assert.rejects(assemble(await homeOf('tax'), [at('nowhere')]), { code: 'PUBLIC_PART_REFUSED' });
  });

  it('refuses an organization that is not in the plan', async () => {
    const part = await mkdtemp(at('stranger-'));
    await cp(at('public', 'court', 'organizations', 'court'), join(part, 'organizations', 'stranger'), {
      recursive: true,
    });

    await assert.rejects(assemble(await homeOf('tax'), [part]), { code: 'PUBLIC_PART_REFUSED' });
  });

  it('refuses a part that changed after it was taken in', async () => {
    const home = await homeOf('tax');
    await assemble(home, others('tax'));
    const part = await mkdtemp(at('changed-'));
    await enroll(splitPlan(), 'court', part);

    await assert.rejects(assemble(home, [part]), { code: 'PUBLIC_PART_REFUSED' });
  });

  const faults: readonly (readonly [string, (part: string) => Promise<void>])[] = [
    ['an incomplete part', (part) => rm(layoutOf(part).organization('court').node('orderer').certificate)],
    [
      'a file that is no certificate',
      (part) => writeFile(layoutOf(part).organization('court').ca.certificate, 'CA'),
    ],
    ['one authority for identities and TLS', (part) => replace(part, 'ca', 'tlsca')],
    ['an orderer of another authority', (part) => replace(part, 'orderer', 'other')],
    ['a TLS certificate for another host', (part) => replace(part, 'tls', 'other')],
  ];

  for (const [what, damage] of faults) {
    it(`refuses ${what}`, async () => {
      const part = await mkdtemp(at('faulty-'));
      await cp(at('public', 'court'), part, { recursive: true });
      await damage(part);
      const good = others('tax').filter((path) => path !== at('public', 'court'));

      await assert.rejects(assemble(await homeOf('tax'), [...good, part]), { code: 'PUBLIC_PART_REFUSED' });
    });
  }

  /** Puts another certificate of the court, or of another organization, where it does not belong. */
  async function replace(part: string, what: 'ca' | 'orderer' | 'tls', by: 'tlsca' | 'other'): Promise<void> {
    const court = layoutOf(part).organization('court');
    const affairs = layoutOf(at('public', 'affairs')).organization('affairs');
    const target = {
      ca: court.ca.certificate,
      orderer: court.node('orderer').certificate,
      tls: court.node('orderer').tls.certificate,
    }[what];
    const source = {
      tlsca: court.tlsca.certificate,
      other: what === 'tls' ? affairs.node('orderer').tls.certificate : affairs.node('orderer').certificate,
    }[by];
    await cp(source, target);
  }

  it('enrolls into an empty folder only', async () => {
    const before = await readFile(layoutOf(at('enrolled', 'tax')).organization('tax').ca.key);

    await assert.rejects(enroll(splitPlan(), 'tax', at('enrolled', 'tax')), { code: 'FOLDER_NOT_EMPTY' });

    assert.deepEqual(await readFile(layoutOf(at('enrolled', 'tax')).organization('tax').ca.key), before);
  });
});
