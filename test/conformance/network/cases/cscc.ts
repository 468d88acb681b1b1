/** cscc: channels and their configuration. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../../test-network/dist/identities/identity.js';
import { call } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { propose, type Argument } from '../proposals.js';
import type { Subject } from '../subject.js';
import { CHANNEL, asked, blockShown } from '../system-calls.js';

/** Asks one peer without a channel, as `peer channel list` does. */
async function alone(
  subject: Subject,
  identity: SigningIdentity,
  ...args: readonly Argument[]
): Promise<Observation> {
  const { signed } = propose('', identity, { args, chaincode: 'cscc' });
  return subject.outcome(
    call<peer.ProposalResponse>((options, done) =>
      subject.tax.bare.endorser.processProposal(signed, options, done),
    ),
    (answer) => ({
      status: answer.getResponse()?.getStatus() ?? -1,
      message: subject.text(answer.getResponse()?.getMessage() ?? ''),
      channels:
        answer.getResponse()?.getStatus() === 200
          ? peer.ChannelQueryResponse.deserializeBinary(
              answer.getResponse()?.getPayload_asU8() ?? new Uint8Array(),
            )
              .getChannelsList()
              .map((channel) => channel.getChannelId())
          : [],
      endorsed: answer.hasEndorsement(),
      payload: answer.getPayload_asU8().length,
    }),
  );
}

export const cases: readonly Case[] = [
  {
    name: 'cscc gives the configuration block',
    run: (subject) => asked(subject, 'cscc', ['GetConfigBlock', CHANNEL], blockShown),
  },
  {
    name: 'cscc gives the configuration of the channel',
    run: (subject) =>
      asked(subject, 'cscc', ['GetChannelConfig', CHANNEL], (payload) => {
        const config = common.Config.deserializeBinary(payload);
        const groups: string[] = [];
        config
          .getChannelGroup()
          ?.getGroupsMap()
          .forEach((_group, name) => groups.push(name));
        return { sequence: config.getSequence(), groups: groups.sort() };
      }),
  },
  {
    name: 'cscc tells a member of the peer’s organization its channels',
    run: (subject) => alone(subject, subject.admins.tax.identity, 'GetChannels'),
  },
  {
    name: 'cscc tells a client of the peer’s organization its channels',
    run: (subject) => alone(subject, subject.tax.identity, 'GetChannels'),
  },
  {
    name: 'cscc tells others no channels',
    run: (subject) => alone(subject, subject.clients.court.identity, 'GetChannels'),
  },
  {
    name: 'cscc says what is wrong with its arguments',
    run: async (subject) => [
      await asked(subject, 'cscc', ['GetConfigBlock', 'elsewhere']),
      await asked(subject, 'cscc', ['GetConfigBlock', '']),
      await asked(subject, 'cscc', ['GetConfigBlock']),
      await asked(subject, 'cscc', ['NoSuchFunction', CHANNEL]),
      await asked(subject, 'cscc', []),
    ],
  },
  {
    name: 'cscc joins no channel twice',
    run: (subject) => {
      const genesis = subject.chain.block(0);
      return alone(subject, subject.admins.tax.identity, 'JoinChain', genesis.serializeBinary());
    },
  },
  {
    name: 'cscc lets no client join a channel',
    run: (subject) => {
      const genesis = subject.chain.block(0);
      return alone(subject, subject.tax.identity, 'JoinChain', genesis.serializeBinary());
    },
  },
];
