import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { prepareTrust, parseTrustProfile } from '@chopmark/core/verify';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { mergeProfiles } from '../../../test-network/dist/split/merge-profiles.js';
import { writeTrustProfile } from '../../../test-network/dist/trust/trust-profile.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { KEYS, splitPlan } from './support/split-network.js';

const bundle = 'ab'.repeat(32);
const VERSIONS = new Map([
  ['tax', { block: 5, position: 0, bundle }],
  ['affairs', { block: 6, position: 0, bundle }],
  ['court', { block: 7, position: 0, bundle }],
]);

describe('mergeProfiles', () => {
  let folder: string;
  let network: PreparedNetwork;
  const at = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-merge-'));
    network = await prepareNetwork(splitPlan(), at('home'));
    for (const key of KEYS) await signAs(key, `${key}.json`);
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('gathers the signatures that each organization made at home, and the verifier takes them', async () => {
    await mergeProfiles([...KEYS.map((key) => at(`${key}.json`)), at('tax.json')], at('merged.json'));

    const profile = parseTrustProfile(await readFile(at('merged.json'), 'utf8'));
    const { signedBy } = await prepareTrust(profile, nodeCrypto);
    assert.deepEqual([...signedBy].sort(), ['AffairsMSP', 'CourtMSP', 'OperatorMSP', 'TaxMSP']);
    assert.equal(profile.signatures.length, KEYS.length, 'a copy adds nothing');
  });

  it('writes nothing when one says something else', async () => {
    await signAs(
      'court',
      'behind.json',
      new Map([...VERSIONS, ['court', { block: 9, position: 0, bundle }]]),
    );

    await assertNothingWritten([at('tax.json'), at('behind.json')]);
  });

  for (const [what, content] of [
    ['no JSON', 'trust me'],
    ['another format', '{"format":"chopmark/trust/9","signatures":[]}'],
    ['a profile without signatures', '{"format":"chopmark/trust/1"}'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await writeFile(at('bad.json'), content);

      await assertNothingWritten([at('tax.json'), at('bad.json')]);
    });
  }

  it('refuses to merge nothing, or what is not there', async () => {
    await assertNothingWritten([]);
    await assertNothingWritten([at('nowhere.json')]);
  });

  async function assertNothingWritten(files: readonly string[]): Promise<void> {
    await assert.rejects(mergeProfiles(files, at('none.json')), { code: 'PROFILES_DIFFER' });
    assert.equal((await readdir(folder)).includes('none.json'), false);
  }

  /** The profile as one organization makes it: its own signature alone. */
  async function signAs(key: string, name: string, versions = VERSIONS): Promise<void> {
    const mine = { ...network, layout: { ...network.layout, trustProfile: at(name) } };
    const { signatures } = await writeTrustProfile(mine, versions, [key]);
    assert.equal(signatures.length, 1);
  }
});
