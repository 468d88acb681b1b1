/** `qscc`: blocks and transactions by number, hash or id (`core/scc/qscc/query.go`). */
import { common, peer } from '@hyperledger/fabric-protos';
import { blockHash, flagsOf, toBlockMessage, type Block } from '../blocks/block.js';
import type { Channel } from '../channel.js';
import { READERS, denialByChannel } from './access.js';
import {
  failed,
  success,
  textOfArgument,
  type SystemCall,
  type SystemChaincode,
} from './system-chaincode.js';

export class LedgerQuery implements SystemChaincode {
  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;
  }

  async invoke({ proposal, args }: SystemCall): Promise<peer.Response> {
    const [name, channel, argument] = args;
    if (args.length < 2) return failed(`Incorrect number of arguments, ${args.length}`);
    const functionName = textOfArgument(name);
    const channelName = textOfArgument(channel);
    if (functionName !== 'GetChainInfo' && !argument)
      return failed(`missing 3rd argument for ${functionName}`);
    if (channelName !== this.#channel.name) return failed(`Invalid chain ID, ${channelName}`);
    const denial = FUNCTIONS.has(functionName)
      ? denialByChannel(READERS, proposal, this.#channel)
      : `Unmapped policy for qscc/${functionName}`;
    if (denial !== undefined)
      return failed(`access denied for [${functionName}][${channelName}]: [${denial}]`);
    return this.#answer(functionName, argument ?? new Uint8Array());
  }

  async #answer(functionName: string, argument: Uint8Array): Promise<peer.Response> {
    const text = textOfArgument(argument);
    const { ledger } = this.#channel;
    switch (functionName) {
      case 'GetChainInfo':
        return success(this.#chainInfo());
      case 'GetBlockByNumber':
        if (faultOfNumber(text) !== undefined)
          return failed(
            `Failed to parse block number with error strconv.ParseUint: parsing "${text}": ${faultOfNumber(text) ?? ''}`,
          );
        return blockOr(
          await ledger.block(Number(text)),
          `Failed to get block number ${text}, error no such block number [${text}] in index`,
        );
      case 'GetBlockByHash':
        return blockOr(
          await ledger.blockByHash(argument),
          `Failed to get block hash ${text}, error no such block hash [${Buffer.from(argument).toString('hex')}] in index`,
        );
      case 'GetBlockByTxID': {
        const place = await ledger.transaction(text);
        const block = place && (await ledger.block(place.block));
        return blockOr(
          block,
          `Failed to get block for txID ${text}, error no such transaction ID [${text}] in index`,
        );
      }
      case 'GetTransactionByID':
        return this.#transaction(text);
      default:
        return failed(`Requested function ${functionName} not found.`);
    }
  }

  async #transaction(txId: string): Promise<peer.Response> {
    const place = await this.#channel.ledger.transaction(txId);
    const block = place && (await this.#channel.ledger.block(place.block));
    const envelope = block?.envelopes[place?.position ?? 0];
    if (!place || !block || !envelope) {
      return failed(
        `Failed to get transaction with id ${txId}, error no such transaction ID [${txId}] in index`,
      );
    }
    const processed = new peer.ProcessedTransaction();
    processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope));
    processed.setValidationcode(flagsOf(block)[place.position] ?? 0);
    return success(processed.serializeBinary());
  }

  #chainInfo(): Uint8Array {
    const { ledger } = this.#channel;
    const info = new common.BlockchainInfo();
    info.setHeight(ledger.height);
    info.setCurrentblockhash(blockHash(ledger.last));
    info.setPreviousblockhash(ledger.last.previousHash);
    return info.serializeBinary();
  }
}

const FUNCTIONS: ReadonlySet<string> = new Set([
  'GetChainInfo',
  'GetBlockByNumber',
  'GetBlockByHash',
  'GetTransactionByID',
  'GetBlockByTxID',
]);

/** What Go finds wrong with an unsigned number of 64 bits. */
function faultOfNumber(text: string): string | undefined {
  if (!/^\d+$/.test(text)) return 'invalid syntax';
  return BigInt(text) >= 1n << 64n ? 'value out of range' : undefined;
}

function blockOr(block: Block | undefined, message: string): peer.Response {
  return block ? success(toBlockMessage(block).serializeBinary()) : failed(message);
}
