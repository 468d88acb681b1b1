/**
 * From a chaincode's name to a call of its server (`core/chaincode/chaincode_support.go`,
 * `lifecycle/endorsement_info.go`): the definition on the channel, the organization's approval of it, the package.
 */
import type { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import type { ChaincodeConnections } from '../chaincode/chaincode-connections.js';
import type { KeyModification } from '../chaincode/invocation.js';
import type { StateReader } from '../ledger/state-store.js';
import { isDelete, parseReadWriteSets, parseTransaction } from '../ledger/transaction.js';
import type { Simulator } from '../simulation/simulator.js';
import {
  LIFECYCLE,
  SYSTEM_CHAINCODES,
  approvalOf,
  definitionOf,
  sequenceKey,
  type ChaincodeDefinition,
} from '../system/definitions.js';
import type { Proposal } from './proposal.js';

/** State key that says which version was initialized, for definitions that demand it. */
const INITIALIZED = '\u{0}\u{10ffff}initialized';

export class ChaincodeInvoker {
  readonly #mspId: string;
  readonly #channel: Channel;
  readonly #connections: ChaincodeConnections;

  constructor(mspId: string, channel: Channel, connections: ChaincodeConnections) {
    this.#mspId = mspId;
    this.#channel = channel;
    this.#connections = connections;
  }

  async canInvoke(name: string, state: StateReader): Promise<boolean> {
    const found = await this.#find(name, state);
    return typeof found !== 'string';
  }

  /** Version of the definition; records the read of its sequence, as every endorsement does. */
  async versionOf({ chaincode, channel }: Proposal, simulator: Simulator): Promise<string> {
    try {
      return (await this.#require(chaincode, simulator)).definition.version;
    } catch (cause) {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `make sure the chaincode ${chaincode} has been successfully defined on channel ${channel} and try again: ${reason}`,
        { cause },
      );
    }
  }

  /** @returns COMPLETED with a response of any status, or ERROR. */
  async invoke(
    name: string,
    input: peer.ChaincodeInput,
    proposal: Proposal,
    simulator: Simulator,
  ): Promise<peer.ChaincodeMessage> {
    const { definition, packageId } = await this.#require(name, simulator).catch((cause: unknown) => {
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `invalid invocation: [channel ${proposal.channel}] failed to get chaincode container info for ${name}: ${reason}`,
        { cause },
      );
    });
    const isInit = await checkInit(name, input, definition, simulator);
    return this.#connections.execute(packageId, {
      channel: proposal.channel,
      txId: proposal.txId,
      namespace: name,
      input,
      isInit,
      signedProposal: proposal.signed,
      simulator,
      history: (key) => this.#history(name, key, simulator),
      invokeOther: (other, otherInput) => {
        if (SYSTEM_CHAINCODES.has(other))
          throw new Error(`calling ${other} from a chaincode is not implemented by the embedded network`);
        return this.invoke(other, otherInput, proposal, simulator);
      },
    });
  }

  async #require(
    name: string,
    simulator: Simulator,
  ): Promise<{ definition: ChaincodeDefinition; packageId: string }> {
    await simulator.getState(LIFECYCLE, sequenceKey(name));
    const found = await this.#find(name, simulator.state);
    if (typeof found === 'string') throw new Error(found);
    return found;
  }

  /** Definition and package; a text when there is none. */
  async #find(
    name: string,
    state: StateReader,
  ): Promise<{ definition: ChaincodeDefinition; packageId: string } | string> {
    const definition = await definitionOf(name, state);
    if (!definition) return `chaincode ${name} not found`;
    const approval = await approvalOf(
      this.#mspId,
      name,
      definition.sequence,
      async (key) => (await state.get(LIFECYCLE, key))?.value,
    );
    if (!approval) {
      return `chaincode definition for '${name}' at sequence ${definition.sequence} on channel '${this.#channel.name}' has not yet been approved by this org`;
    }
    if (!this.#connections.isInstalled(approval.packageId)) {
      return `chaincode definition for '${name}' exists, but chaincode is not installed`;
    }
    return { definition, packageId: approval.packageId };
  }

  async *#history(namespace: string, key: string, simulator: Simulator): AsyncGenerator<KeyModification> {
    for await (const { block: number, position } of simulator.history(namespace, key)) {
      const envelope = (await this.#channel.ledger.block(number))?.envelopes[position];
      if (!envelope) throw new Error(`block ${number} lacks transaction ${position} of the history`);
      const { txId, channelHeader, action } = parseTransaction(envelope);
      const sets = parseReadWriteSets(action.getResults_asU8());
      const write = sets
        .find((set) => set.namespace === namespace)
        ?.set.getWritesList()
        .find((entry) => entry.getKey() === key);
      if (!write) throw new Error(`block ${number} lacks the write of the history`);
      const timestamp = channelHeader.getTimestamp();
      yield {
        txId,
        value: isDelete(write) ? undefined : write.getValue_asU8(),
        timestamp: timestamp && { seconds: timestamp.getSeconds(), nanos: timestamp.getNanos() },
      };
    }
  }
}

/** Enforces "initialized exactly once" where the definition asks for it. @returns Whether this call is the initialization. */
async function checkInit(
  name: string,
  input: peer.ChaincodeInput,
  definition: ChaincodeDefinition,
  simulator: Simulator,
): Promise<boolean> {
  let isNeeded = false;
  if (definition.initRequired) {
    const initialized = await simulator.getState(name, INITIALIZED);
    isNeeded = Buffer.from(initialized ?? []).toString() !== definition.version;
  }
  if (input.getIsInit()) {
    const invalid = (reason: string): Error => new Error(`invalid invocation: chaincode '${name}' ${reason}`);
    if (!definition.initRequired) throw invalid('does not require initialization but called as init');
    if (!isNeeded) throw invalid('is already initialized but called as init');
    simulator.setState(name, INITIALIZED, Buffer.from(definition.version));
    return true;
  }
  if (isNeeded) {
    throw new Error(
      `invalid invocation: chaincode '${name}' has not been initialized for this version, must call as init first`,
    );
  }
  return false;
}
