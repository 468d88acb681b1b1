import assert from 'node:assert/strict';
import {
  type ConfigurationCheck,
  checkConfiguration,
  formatBundle,
  parseConfigurationChain,
} from '@chopmark/core/verify';
import { ChannelKit } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { recordedConfiguration, recordedProfile } from '../../support/recorded-fabric.js';
import { TestAuthority } from '../../support/test-authority.js';

describe('checkConfiguration', () => {
  let channel: ChannelKit;
  before(async () => {
    channel = await ChannelKit.create();
  });

  const check = (of: ChannelKit): Promise<ConfigurationCheck> =>
    checkConfiguration(
      channel.kit.profile(),
      of.configurations.map(({ part }) => part),
      nodeCrypto,
    );

  it('finds a profile as the channel has it', async () => {
    assert.deepEqual(await check(channel), { sequence: 2, block: '9', changes: [] });
    assert.deepEqual(await checkConfiguration(recordedProfile(), recordedConfiguration(), nodeCrypto), {
      sequence: 1,
      block: '608',
      changes: [],
    });
  });

  it('tells an organization by its certificates: the same id with another root is a change', async () => {
    const other = await TestAuthority.create('CourtMSP');
    const list = await channel.kit.authorities.AffairsMSP.revocationList([channel.kit.peers.AffairsMSP]);
    const changed = channel.configured(11, ({ organizations, ...state }) => ({
      ...state,
      organizations: organizations.map((one) => {
        if (one.mspId === 'CourtMSP') return { ...one, roots: [other.rootPem] };
        return one.mspId === 'AffairsMSP' ? { ...one, revocationLists: [list] } : one;
      }),
    }));

    assert.deepEqual(await check(changed), {
      sequence: 3,
      block: '11',
      changes: [
        { mspId: 'AffairsMSP', change: 'revocationLists' },
        { mspId: 'CourtMSP', change: 'roots' },
      ],
    });
  });

  it('believes no chain that the channel did not sign', async () => {
    const unsigned = await check(channel.configured(11, undefined, { signers: [] }));
    const foreign = await checkConfiguration(
      recordedProfile(),
      channel.configurations.map(({ part }) => part),
      nodeCrypto,
    );

    assert.equal(unsigned.finding?.code, 'CONFIGURATION_NOT_SIGNED');
    assert.equal(foreign.finding?.code, 'CONFIGURATION_GENESIS_MISMATCH');
  });

  it('takes the chain alone or out of a full bundle', () => {
    const full = channel.batch().full();

    assert.deepEqual(parseConfigurationChain(formatBundle(full)), full.configuration);
    assert.deepEqual(parseConfigurationChain(JSON.stringify(full.configuration)), full.configuration);
    for (const text of [
      '',
      '[]',
      '{}',
      JSON.stringify({ ...full, configuration: `sha256:${'00'.repeat(32)}` }),
    ])
      assert.throws(() => parseConfigurationChain(text), { code: 'BUNDLE_UNREADABLE' });
  });
});
