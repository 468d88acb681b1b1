/** `cscc`, as far as asking goes (`core/scc/cscc/configure.go`): channels, and the configuration block in force. */
import { common, peer } from '@hyperledger/fabric-protos';
import { channelHeaderOf, parseBlock, toBlockMessage, tryParse, type Block } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import type { Proposal } from '../endorser/proposal.js';
import { READERS, denialByChannel, denialByPeer } from './access.js';
import {
  failed,
  success,
  textOfArgument,
  type SystemCall,
  type SystemChaincode,
} from './system-chaincode.js';

export class ConfigurationQuery implements SystemChaincode {
  readonly #channel: Channel;
  readonly #mspId: string;

  /** @param mspId Organization of the peer: who may ask for its channels. */
  constructor(channel: Channel, mspId: string) {
    this.#channel = channel;
    this.#mspId = mspId;
  }

  async invoke({ proposal, args }: SystemCall): Promise<peer.Response> {
    const [name, argument = new Uint8Array()] = args;
    const functionName = textOfArgument(name);
    if (args.length < (functionName === 'GetChannels' ? 1 : 2))
      return failed(`Incorrect number of arguments, ${args.length}`);
    switch (functionName) {
      case 'GetChannels':
        return this.#channels(proposal);
      case 'GetConfigBlock':
        return this.#configBlock(proposal, textOfArgument(argument));
      case 'GetChannelConfig':
        return this.#channelConfig(proposal, textOfArgument(argument));
      case 'JoinChain':
        return this.#join(proposal, argument);
      default:
        return failed(`Requested function ${functionName} not found.`);
    }
  }

  #channels(proposal: Proposal): peer.Response {
    const denial = denialByPeer('Members', proposal, this.#channel, this.#mspId);
    if (denial !== undefined) return failed(`access denied for [GetChannels]: ${denial}`);
    const info = new peer.ChannelInfo();
    info.setChannelId(this.#channel.name);
    const answer = new peer.ChannelQueryResponse();
    answer.setChannelsList([info]);
    return success(answer.serializeBinary());
  }

  async #configBlock(proposal: Proposal, name: string): Promise<peer.Response> {
    const denial = this.#denialOf(proposal, name);
    if (denial !== undefined) return failed(`access denied for [GetConfigBlock][${name}]: ${denial}`);
    return success(toBlockMessage(await this.#configuration()).serializeBinary());
  }

  async #channelConfig(proposal: Proposal, name: string): Promise<peer.Response> {
    if (name === '') return failed('empty channel name provided');
    const denial = this.#denialOf(proposal, name);
    if (denial !== undefined) return failed(`access denied for [GetChannelConfig][${name}]: ${denial}`);
    const config = configIn(await this.#configuration());
    return config
      ? success(config.serializeBinary())
      : failed('the configuration block holds no configuration');
  }

  /** Admins may ask; there is nothing left to join. */
  #join(proposal: Proposal, blockBytes: Uint8Array): peer.Response {
    const block = tryParse(() => parseBlock(blockBytes));
    const [envelope] = block?.envelopes ?? [];
    const name = envelope && channelHeaderOf(envelope)?.getChannelId();
    if (name === undefined) return failed('Failed to reconstruct the genesis block');
    const denial = denialByPeer('Admins', proposal, this.#channel, this.#mspId);
    if (denial !== undefined) return failed(`access denied for [JoinChain][${name}]: [${denial}]`);
    return name === this.#channel.name
      ? failed(`cannot create ledger from genesis block: ledger [${name}] already exists with state [ACTIVE]`)
      : failed('the embedded network has one channel, made at its start');
  }

  #denialOf(proposal: Proposal, name: string): string | undefined {
    if (name === '') {
      return `Failed getting local MSP principal during channelless check policy with policy [${READERS}]: [MSP Principal role [${READERS}] not recognized]`;
    }
    if (name !== this.#channel.name) return `Failed to get policy manager for channel [${name}]`;
    return denialByChannel(READERS, proposal, this.#channel);
  }

  async #configuration(): Promise<Block> {
    const block = await this.#channel.ledger.block(this.#channel.config.block);
    if (!block) throw new Error('the configuration block is missing');
    return block;
  }
}

function configIn({ envelopes: [envelope = new Uint8Array()] }: Block): common.Config | undefined {
  const payload = common.Payload.deserializeBinary(
    common.Envelope.deserializeBinary(envelope).getPayload_asU8(),
  );
  return common.ConfigEnvelope.deserializeBinary(payload.getData_asU8()).getConfig();
}
