/**
 * `_lifecycle` of one organization's peer (`core/chaincode/lifecycle/scc.go`): who may call which function, and how a
 * failure is told.
 */
import type { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import { WRITERS, denialByChannel, denialByPeer } from './access.js';
import {
  approve,
  checkReadiness,
  commit,
  queryApproved,
  queryDefinition,
  queryDefinitions,
} from './definition-calls.js';
import { LIFECYCLE } from './definitions.js';
import { install, installedPackage, queryInstalled, queryInstalledOne } from './installed-packages.js';
import type { PackageStore } from './package-store.js';
import {
  SystemFailure,
  UndecodableInput,
  failed,
  success,
  textOfArgument,
  type Serializable,
  type SystemCall,
  type SystemChaincode,
} from './system-chaincode.js';

type Operation = {
  /** Only an admin of the peer's own organization may; else whoever may write to the channel. */
  readonly adminOnly: boolean;
  readonly run: (input: Uint8Array, call: SystemCall) => Promise<Serializable>;
};

export class Lifecycle implements SystemChaincode {
  readonly #mspId: string;
  readonly #channel: Channel;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(mspId: string, channel: Channel, packages: PackageStore) {
    this.#mspId = mspId;
    this.#channel = channel;
    const node = { mspId, channel };
    const admin = (run: Operation['run']): Operation => ({ adminOnly: true, run });
    const writer = (run: Operation['run']): Operation => ({ adminOnly: false, run });
    this.#operations = {
      InstallChaincode: admin((input) => install(input, packages)),
      QueryInstalledChaincode: admin((input) => queryInstalledOne(input, packages)),
      QueryInstalledChaincodes: admin(() => queryInstalled(packages)),
      GetInstalledChaincodePackage: admin((input) => installedPackage(input, packages)),
      ApproveChaincodeDefinitionForMyOrg: admin((input, { simulator }) => approve(input, simulator, node)),
      QueryApprovedChaincodeDefinition: admin((input, { simulator }) =>
        queryApproved(input, simulator, node),
      ),
      CheckCommitReadiness: writer((input, { simulator }) => checkReadiness(input, simulator, node)),
      CommitChaincodeDefinition: writer((input, { simulator }) => commit(input, simulator, node)),
      QueryChaincodeDefinition: writer((input, { simulator }) => queryDefinition(input, simulator, node)),
      QueryChaincodeDefinitions: writer((_input, { simulator }) => queryDefinitions(simulator)),
    };
  }

  async invoke(call: SystemCall): Promise<peer.Response> {
    const { args } = call;
    if (args.length === 0) return failed('lifecycle scc must be invoked with arguments');
    if (args.length !== 2)
      return failed(`lifecycle scc operations require exactly two arguments but received ${args.length}`);
    const [name, input] = [textOfArgument(args[0]), args[1] ?? new Uint8Array()];
    const operation = Object.hasOwn(this.#operations, name) ? this.#operations[name] : undefined;
    const denial = operation ? this.#denialOf(operation, call) : `Unmapped policy for ${LIFECYCLE}/${name}`;
    if (!operation || denial !== undefined)
      return failed(`Failed to authorize invocation due to failed ACL check: ${denial ?? ''}`);
    try {
      return success((await operation.run(input, call)).serializeBinary());
    } catch (error) {
      if (error instanceof SystemFailure && error.status !== 500) return failed(error.message, error.status);
      const words = error instanceof Error ? error.message : String(error);
      const reason =
        error instanceof UndecodableInput
          ? `could not decode input arg for *lifecycle.Invocation.${name}: ${words}`
          : words;
      return failed(`failed to invoke backing implementation of '${name}': ${reason}`);
    }
  }

  #denialOf({ adminOnly }: Operation, { proposal }: SystemCall): string | undefined {
    return adminOnly
      ? denialByPeer('Admins', proposal, this.#channel, this.#mspId)
      : denialByChannel(WRITERS, proposal, this.#channel);
  }
}
