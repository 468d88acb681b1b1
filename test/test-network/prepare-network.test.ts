import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { defaultDescription } from '../../test-network/dist/description.js';
import { layoutOf } from '../../test-network/dist/layout.js';
import { prepareNetwork } from '../../test-network/dist/prepare-network.js';

describe('prepareNetwork', () => {
  let home: string;

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-prepare-'));
  });

  afterEach(() => rm(home, { recursive: true, force: true }));

  it('makes a network once; afterwards the folder says what it is, ports included', async () => {
    const made = await prepareNetwork(defaultDescription('embedded', { portBase: 26_400 }), home);

    const opened = await prepareNetwork(defaultDescription('embedded', { portBase: 26_500 }), home);

    assert.deepEqual(opened, { ...made, layout: opened.layout });
    assert.equal(opened.description.organizations[0]!.ports.orderer, 26_400);
  });

  it('makes two networks that share nothing', async () => {
    const wanted = defaultDescription('embedded', { portBase: 26_400 });
    const [one, other] = await Promise.all(
      ['one', 'other'].map((name) => prepareNetwork(wanted, join(home, name))),
    );

    assert.notEqual(one!.network, other!.network);
    const [a, b] = await Promise.all(
      [one!, other!].map(({ layout }) => readFile(layout.organization('tax').ca.certificate)),
    );
    assert.notDeepEqual(a, b);
  });

  it('completes a folder that was left half made', async () => {
    const wanted = defaultDescription('embedded', { portBase: 26_400 });
    const first = await prepareNetwork(wanted, home);
    await rm(first.layout.networkFile);

    const again = await prepareNetwork(wanted, home);

    assert.equal((await prepareNetwork(wanted, home)).network, again.network);
  });

  for (const [what, damage] of [
    ['a network of another kind', (path: string) => edit(path, '"kind": "embedded"', '"kind": "native"')],
    [
      'a network file of another form',
      (path: string) => edit(path, 'chopmark/network/1', 'chopmark/network/9'),
    ],
    [
      'a network file cut short',
      async (path: string) => writeFile(path, (await readFile(path)).subarray(0, 40)),
    ],
    ['a network file without content', (path: string) => writeFile(path, '{"format":"chopmark/network/1"}')],
    ['a port that is none', (path: string) => edit(path, '"orderer": 26400', '"orderer": "26400"')],
    ['no consenters', (path: string) => edit(path, '"consenters": [', '"consenters": [], "x": [')],
    [
      'another genesis block than the file names',
      (path: string) => edit(path, '"network": "', '"network": "00'),
    ],
    ['no genesis block', (path: string) => rm(join(path, '..', 'genesis.block'))],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const wanted = defaultDescription('embedded', { portBase: 26_400 });
      await prepareNetwork(wanted, home);

      await damage(layoutOf(home).networkFile);

      await assert.rejects(prepareNetwork(wanted, home), { code: 'NETWORK_DAMAGED' });
    });
  }

  it('makes no other genesis block where blocks lie without their network file', async () => {
    const wanted = defaultDescription('embedded', { portBase: 26_400 });
    const { layout } = await prepareNetwork(wanted, home);
    const genesis = await readFile(layout.genesisBlock);
    await mkdir(layout.ledger);
    await writeFile(join(layout.ledger, 'blocks'), 'a block');
    await rm(layout.networkFile);

    await assert.rejects(prepareNetwork(wanted, home), { code: 'NETWORK_DAMAGED' });

    assert.deepEqual(await readFile(layout.genesisBlock), genesis);
    assert.equal(existsSync(layout.networkFile), false);
  });
});

async function edit(path: string, from: string, to: string): Promise<void> {
  const text = await readFile(path, 'utf8');
  assert.ok(text.includes(from));
  await writeFile(path, text.replace(from, to));
}
