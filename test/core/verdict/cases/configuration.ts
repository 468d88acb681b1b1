/** The chain of configurations, from the genesis block to the one that the block names. */
import type { common } from '@hyperledger/fabric-protos';
import type { BundleFile, FindingCode, TrustProfile } from '@chopmark/core/verify';
import { ChannelKit, type ConfigurationOptions } from '../../../support/channel-kit/channel-kit.js';
import {
  type ChannelState,
  identityPrincipal,
  implicitPolicy,
  rolePrincipal,
  signaturePolicy,
} from '../../../support/channel-kit/channel-state.js';
import { type FullCase, after, append, base64, bytesOf, full, on, profileOf } from './full-world.js';

/** A bundle of a channel with one configuration block more, in block 11. */
const configured =
  (
    bend: () => Partial<ConfigurationOptions>,
    change?: (state: ChannelState) => ChannelState,
  ): (() => BundleFile) =>
  () =>
    on(full.channel.configured(11, change, bend()));

/** A bundle of a channel that begins with such a configuration, and the profile that knows it. */
function beginning(
  change: (state: ChannelState) => ChannelState,
  bend: () => Partial<ConfigurationOptions> = () => ({}),
): Pick<FullCase, 'bundle' | 'profiles'> {
  let channel: ChannelKit;
  return {
    bundle: () => {
      const { kit, orderers, configurations } = full.channel;
      const state = change(configurations[0]!.state);
      channel = ChannelKit.withGenesis(kit, orderers, { block: 0, state, ...bend() });
      return on(channel, { block: { lastConfig: 0 } });
    },
    profiles: (): TrustProfile[] => profileOf(channel)(),
  };
}

const CONSENTERS = (...places: readonly number[]) => places.map((place) => full.channel.orderers[place]!);

const bentBlocks: [string, FindingCode, () => Partial<ConfigurationOptions>][] = [
  ['is signed by two orderers', 'CONFIGURATION_NOT_SIGNED', () => ({ signers: CONSENTERS(0, 1) })],
  ['is not signed', 'CONFIGURATION_NOT_SIGNED', () => ({ signers: [] })],
  ['names the configuration before it', 'LAST_CONFIGURATION_MISMATCH', () => ({ lastConfig: 9 })],
  ['has a header that is no DER', 'BLOCK_HEADER_MALFORMED', () => ({ der: append(0) })],
  [
    'has another data hash',
    'CONFIGURATION_DATA_HASH_MISMATCH',
    () => ({ header: (fields) => ({ ...fields, dataHash: Buffer.alloc(32) }) }),
  ],
  [
    'has metadata that is no message',
    'ORDERER_METADATA_MALFORMED',
    () => ({ orderers: { bytes: (name, bytes) => (name === 'Metadata' ? append(0x1a, 0)(bytes) : bytes) } }),
  ],
  [
    'holds a field that nobody knows',
    'CONFIGURATION_MALFORMED',
    () => ({ bytes: (name, bytes) => (name === 'ConfigEnvelope' ? append(0x1a, 0)(bytes) : bytes) }),
  ],
  [
    'is no configuration',
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name === 'ConfigChannelHeader') (message as common.ChannelHeader).setType(3);
      },
    }),
  ],
  [
    'has no header',
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name === 'ConfigPayload') (message as common.Payload).clearHeader();
      },
    }),
  ],
  [
    'configures nothing',
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name === 'ConfigEnvelope') (message as common.ConfigEnvelope).clearConfig();
      },
    }),
  ],
  ...['Orderer', 'Application'].map((section): [string, FindingCode, () => Partial<ConfigurationOptions>] => [
    `has an organization without an MSP in ${section}`,
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name !== 'ConfigGroup') return;
        const group = (message as common.ConfigGroup).getGroupsMap().get(section)!;
        group.getGroupsMap().get('TaxMSP')!.getValuesMap().clear();
      },
    }),
  ]),
  [
    'names no orderers',
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name === 'ConfigGroup') (message as common.ConfigGroup).getGroupsMap().del('Orderer');
      },
    }),
  ],
  [
    'has no consenters',
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name === 'Orderers') (message as common.Orderers).clearConsenterMappingList();
      },
    }),
  ],
  [
    'has no policy for blocks',
    'CONFIGURATION_MALFORMED',
    () => ({
      message: (name, message) => {
        if (name === 'OrdererGroup') (message as common.ConfigGroup).getPoliciesMap().clear();
      },
    }),
  ],
];

const changed: [string, FindingCode, (state: ChannelState) => ChannelState][] = [
  [
    'is of another channel',
    'CONFIGURATION_CHANNEL_MISMATCH',
    (state) => ({ ...state, channel: 'elsewhere' }),
  ],
  ['has left out one before', 'CONFIGURATION_SEQUENCE_GAP', (state) => ({ ...state, sequence: 4 })],
  ['stands twice', 'CONFIGURATION_SEQUENCE_GAP', (state) => ({ ...state, sequence: 2 })],
  [
    'has consensus of another kind',
    'CONFIGURATION_NOT_SUPPORTED',
    (state) => ({ ...state, consensus: 'etcdraft' }),
  ],
  [
    'has a policy of units',
    'CONFIGURATION_NOT_SUPPORTED',
    (state) => ({ ...state, blockValidation: signaturePolicy(1, [ofClass(1)]) }),
  ],
  [
    'has a policy of a kind that nobody knows',
    'CONFIGURATION_NOT_SUPPORTED',
    (state) => {
      const blockValidation = implicitPolicy('ANY');
      blockValidation.setType(2);
      return { ...state, blockValidation };
    },
  ],
  [
    'has a policy that is no message',
    'CONFIGURATION_MALFORMED',
    (state) => {
      const blockValidation = implicitPolicy('ANY');
      blockValidation.setValue(Buffer.from('hello'));
      return { ...state, blockValidation };
    },
  ],
];

export const configuration: FullCase[] = [
  ...bentBlocks.map(([what, code, bend]): FullCase => ({
    when: `a configuration block ${what}`,
    code,
    bundle: configured(bend),
  })),
  ...changed.map(([what, code, change]): FullCase => ({
    when: `a configuration ${what}`,
    code,
    bundle: configured(() => ({}), change),
  })),
  {
    when: 'a configuration block vouches for itself',
    code: 'CONFIGURATION_NOT_SIGNED',
    bundle: () => {
      const strangers = [1, 2, 3, 4].map((id) => ({ id, identity: full.outsider }));
      return on(
        full.channel.configured(11, (state) => ({ ...state, consenters: strangers }), { signers: strangers }),
      );
    },
  },
  {
    when: 'an orderer that joins with a configuration signs it',
    code: 'CONFIGURATION_NOT_SIGNED',
    bundle: () => {
      const consenters = [...full.channel.orderers.slice(0, 3), full.newcomer];
      return on(
        full.channel.configured(11, (state) => ({ ...state, consenters }), {
          signers: [...CONSENTERS(0, 1), full.newcomer],
        }),
      );
    },
  },
  {
    when: 'an orderer that a configuration removed signs the block',
    code: 'ORDERERS_TOO_FEW',
    bundle: () =>
      on(
        full.channel.configured(11, (state) => ({
          ...state,
          consenters: [...state.consenters.slice(0, 3), full.newcomer],
        })),
        { block: { signers: CONSENTERS(0, 1, 3) } },
      ),
  },
  {
    when: 'the policy asks for more than a quorum',
    code: 'ORDERERS_TOO_FEW',
    bundle: configured(
      () => ({}),
      (state) => ({
        ...state,
        blockValidation: signaturePolicy(
          4,
          state.consenters.map(({ identity }) => identityPrincipal(identity)),
        ),
      }),
    ),
  },
  {
    when: 'the policy asks for others than signed',
    code: 'ORDERERS_TOO_FEW',
    bundle: configured(
      () => ({}),
      (state) => ({ ...state, blockValidation: signaturePolicy(1, [rolePrincipal('SchoolMSP', 'MEMBER')]) }),
    ),
  },
  {
    when: 'the policy asks every organization, and three signed',
    code: 'ORDERERS_TOO_FEW',
    bundle: configured(
      () => ({}),
      (state) => ({ ...state, blockValidation: implicitPolicy('ALL') }),
    ),
  },
  {
    when: 'two consenters of a configuration have one certificate',
    code: 'ORDERERS_TOO_FEW',
    bundle: () => {
      const [one, two, three] = full.channel.orderers;
      const consenters = [one!, two!, { ...two!, id: 3 }, { ...three!, id: 4 }];
      return on(
        full.channel.configured(11, (state) => ({ ...state, consenters })),
        {
          block: { signers: consenters.slice(0, 3) },
        },
      );
    },
  },
  {
    when: 'two consenters have one certificate, and any signature would do by policy',
    code: 'ORDERERS_TOO_FEW',
    bundle: () => {
      const [one, two, three] = full.channel.orderers;
      const consenters = [one!, two!, { ...two!, id: 3 }, { ...three!, id: 4 }];
      return on(
        full.channel.configured(11, (state) => ({
          ...state,
          consenters,
          blockValidation: implicitPolicy('ANY'),
        })),
        { block: { signers: [one!, two!] } },
      );
    },
  },
  {
    when: 'the genesis block is another',
    code: 'CONFIGURATION_GENESIS_MISMATCH',
    bundle: () => {
      const other = ChannelKit.withGenesis(full.channel.kit, full.channel.orderers, {
        block: 0,
        state: full.channel.configurations[0]!.state,
      });
      return after(({ configuration: [, ...rest] }) => ({
        configuration: [other.configurations[0]!.part, ...rest],
      }));
    },
  },
  {
    when: 'the chain begins with the second block',
    code: 'CONFIGURATION_GENESIS_MISMATCH',
    bundle: () =>
      after(({ configuration: [, second, ...rest] }) => ({
        configuration: [{ header: second!.header, envelope: second!.envelope }, ...rest],
      })),
  },
  {
    when: 'the genesis block has another envelope',
    code: 'CONFIGURATION_DATA_HASH_MISMATCH',
    bundle: () =>
      after(({ configuration: [first, ...rest] }) => ({
        configuration: [{ ...first!, envelope: base64(append(0)(bytesOf(first!.envelope))) }, ...rest],
      })),
  },
  {
    when: 'a configuration was left out',
    code: 'CONFIGURATION_SEQUENCE_GAP',
    bundle: () => after(({ configuration: [first, , third] }) => ({ configuration: [first!, third!] })),
  },
  {
    when: 'configurations changed places',
    code: 'CONFIGURATION_SEQUENCE_GAP',
    bundle: () =>
      after(({ configuration: [first, second, third] }) => ({ configuration: [first!, third!, second!] })),
  },
  {
    when: 'a block number does not ascend',
    code: 'CONFIGURATION_SEQUENCE_GAP',
    bundle: () => on(full.channel.configured(9)),
  },
  {
    when: 'the newest configuration was left out',
    code: 'LAST_CONFIGURATION_MISMATCH',
    bundle: () => after(({ configuration: parts }) => ({ configuration: parts.slice(0, -1) })),
  },
  {
    when: 'a later configuration was added',
    code: 'LAST_CONFIGURATION_MISMATCH',
    bundle: () =>
      after(() => ({ configuration: full.channel.configured(14).configurations.map(({ part }) => part) })),
  },
  {
    when: 'the channel never had orderers of this kind',
    code: 'CONFIGURATION_NOT_SUPPORTED',
    ...beginning((state) => ({ ...state, consensus: 'etcdraft' })),
  },
  {
    when: 'groups of a configuration are nested deeper than any',
    code: 'CONFIGURATION_MALFORMED',
    ...beginning(
      (state) => state,
      () => ({
        message: (name, message) => {
          if (name !== 'ConfigGroup') return;
          let inner = message as common.ConfigGroup;
          for (let depth = 0; depth < 6; depth += 1) {
            const child = inner.clone();
            child.getGroupsMap().clear();
            inner.getGroupsMap().set('deeper', child);
            inner = inner.getGroupsMap().get('deeper')!;
          }
        },
      }),
    ),
  },
];

function ofClass(classification: number) {
  const principal = rolePrincipal('TaxMSP', 'MEMBER');
  principal.setPrincipalClassification(classification as never);
  return principal;
}
