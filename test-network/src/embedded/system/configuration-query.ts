/** `cscc`, as far as asking goes (`core/scc/cscc/configure.go`): channels, and the configuration block in force. */
import { peer } from '@hyperledger/fabric-protos';
import { toBlockMessage } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import {
  failed,
  success,
  textOfArgument,
  type SystemCall,
  type SystemChaincode,
} from './system-chaincode.js';

const READERS = '/Channel/Application/Readers';

export class ConfigurationQuery implements SystemChaincode {
  readonly #channel: Channel;
  readonly #mspId: string;

  /** @param mspId Organization of the peer: who may ask for its channels. */
  constructor(channel: Channel, mspId: string) {
    this.#channel = channel;
    this.#mspId = mspId;
  }

  async invoke({ proposal, args }: SystemCall): Promise<peer.Response> {
    const functionName = textOfArgument(args[0]);
    const creator = this.#channel.config.memberships.identityOf(proposal.creator);
    switch (functionName) {
      case 'GetChannels': {
        if (creator.mspId !== this.#mspId)
          return failed(`access denied for [${functionName}]: the identity is not of MSP ${this.#mspId}`);
        const info = new peer.ChannelInfo();
        info.setChannelId(this.#channel.name);
        const answer = new peer.ChannelQueryResponse();
        answer.setChannelsList([info]);
        return success(answer.serializeBinary());
      }
      case 'GetConfigBlock': {
        const name = textOfArgument(args[1]);
        if (name !== this.#channel.name) return failed(`Unknown chain ID, ${name}`);
        if (!this.#channel.config.satisfies(READERS, [creator]))
          return failed(`access denied for [${functionName}][${name}]`);
        const block = await this.#channel.ledger.block(this.#channel.config.block);
        return block
          ? success(toBlockMessage(block).serializeBinary())
          : failed('the configuration block is missing');
      }
      case 'JoinChain':
        return failed('the embedded network has one channel, made at its start');
      default:
        return failed(`Requested function ${functionName} not found.`);
    }
  }
}
