/**
 * `_lifecycle` of one organization's peer (`core/chaincode/lifecycle/scc.go`): install, approve, commit, and the
 * queries about them. Definitions stand on the ledger as Fabric writes them; approvals in public keys
 * (docs/decisions/0002-embedded-lifecycle.md).
 */
import { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import type { Simulator } from '../simulation/simulator.js';
import { sameBytes } from '../wire/bytes.js';
import {
  LIFECYCLE,
  SYSTEM_CHAINCODES,
  approvalKey,
  approvalOf,
  currentSequence,
  definitionFrom,
  definitionOf,
  metadataKey,
  mismatchesOf,
  serializeDefinition,
  type ChaincodeDefinition,
} from './definitions.js';
import type { PackageStore } from './package-store.js';
import {
  SystemFailure,
  failed,
  success,
  textOfArgument,
  type SystemCall,
  type SystemChaincode,
} from './system-chaincode.js';

const messages = peer.lifecycle;
const CHAINCODE_NAME = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const CHAINCODE_VERSION = /^[A-Za-z0-9_.+-]+$/;
const WRITERS = '/Channel/Application/Writers';

type Serializable = { serializeBinary: () => Uint8Array };
type Operation = {
  /** Only an admin of the peer's own organization may; else whoever may write to the channel. */
  readonly adminOnly: boolean;
  readonly run: (input: Uint8Array, call: SystemCall) => Promise<Serializable>;
};

export class Lifecycle implements SystemChaincode {
  readonly #mspId: string;
  readonly #channel: Channel;
  readonly #packages: PackageStore;
  readonly #operations: Readonly<Record<string, Operation>>;

  constructor(mspId: string, channel: Channel, packages: PackageStore) {
    this.#mspId = mspId;
    this.#channel = channel;
    this.#packages = packages;
    const admin = (run: Operation['run']): Operation => ({ adminOnly: true, run });
    const writer = (run: Operation['run']): Operation => ({ adminOnly: false, run });
    this.#operations = {
      InstallChaincode: admin((input) => this.#install(input)),
      QueryInstalledChaincode: admin((input) => this.#queryInstalledOne(input)),
      QueryInstalledChaincodes: admin(() => this.#queryInstalled()),
      GetInstalledChaincodePackage: admin((input) => this.#installedPackage(input)),
      ApproveChaincodeDefinitionForMyOrg: admin((input, call) => this.#approve(input, call.simulator)),
      QueryApprovedChaincodeDefinition: admin((input, call) => this.#queryApproved(input, call.simulator)),
      CheckCommitReadiness: writer((input, call) => this.#checkReadiness(input, call.simulator)),
      CommitChaincodeDefinition: writer((input, call) => this.#commit(input, call.simulator)),
      QueryChaincodeDefinition: writer((input, call) => this.#queryDefinition(input, call.simulator)),
      QueryChaincodeDefinitions: writer((_input, call) => this.#queryDefinitions(call.simulator)),
    };
  }

  async invoke(call: SystemCall): Promise<peer.Response> {
    const { args } = call;
    if (args.length === 0) return failed('lifecycle scc must be invoked with arguments');
    if (args.length !== 2)
      return failed(`lifecycle scc operations require exactly two arguments but received ${args.length}`);
    const [name, input] = [textOfArgument(args[0]), args[1] ?? new Uint8Array()];
    const operation = Object.hasOwn(this.#operations, name) ? this.#operations[name] : undefined;
    if (!operation)
      return failed(
        `failed to invoke backing implementation of '${name}': receiver *lifecycle.Invocation.${name} does not exist`,
      );
    if (!this.#isAllowed(operation, call))
      return failed(
        'Failed to authorize invocation due to failed ACL check: the identity does not satisfy the policy',
      );
    try {
      return success((await operation.run(input, call)).serializeBinary());
    } catch (error) {
      if (error instanceof SystemFailure && error.status !== 500) return failed(error.message, error.status);
      const reason = error instanceof Error ? error.message : String(error);
      return failed(`failed to invoke backing implementation of '${name}': ${reason}`);
    }
  }

  #isAllowed({ adminOnly }: Operation, { proposal }: SystemCall): boolean {
    const { memberships, satisfies } = this.#channel.config;
    const caller = memberships.identityOf(proposal.creator);
    return adminOnly
      ? caller.mspId === this.#mspId && memberships.hasRole(caller, 'admin')
      : satisfies(WRITERS, [caller]);
  }

  async #install(input: Uint8Array): Promise<Serializable> {
    const args = messages.InstallChaincodeArgs.deserializeBinary(input);
    const { packageId, label } = await this.#packages.install(args.getChaincodeInstallPackage_asU8());
    const result = new messages.InstallChaincodeResult();
    result.setPackageId(packageId);
    result.setLabel(label);
    return result;
  }

  #queryInstalledOne(input: Uint8Array): Promise<Serializable> {
    const packageId = messages.QueryInstalledChaincodeArgs.deserializeBinary(input).getPackageId();
    const found = this.#packages.installed.find((content) => content.packageId === packageId);
    if (!found) throw new SystemFailure(`could not find chaincode with package id '${packageId}'`, 404);
    const result = new messages.QueryInstalledChaincodeResult();
    result.setPackageId(packageId);
    result.setLabel(found.label);
    return Promise.resolve(result);
  }

  #queryInstalled(): Promise<Serializable> {
    const result = new messages.QueryInstalledChaincodesResult();
    for (const { packageId, label } of this.#packages.installed) {
      const row = new messages.QueryInstalledChaincodesResult.InstalledChaincode();
      row.setPackageId(packageId);
      row.setLabel(label);
      result.addInstalledChaincodes(row);
    }
    return Promise.resolve(result);
  }

  async #installedPackage(input: Uint8Array): Promise<Serializable> {
    const packageId = messages.GetInstalledChaincodePackageArgs.deserializeBinary(input).getPackageId();
    const bytes = await this.#packages.read(packageId);
    if (!bytes) throw new SystemFailure(`chaincode install package '${packageId}' not found`, 404);
    const result = new messages.GetInstalledChaincodePackageResult();
    result.setChaincodeInstallPackage(bytes);
    return result;
  }

  async #approve(input: Uint8Array, simulator: Simulator): Promise<Serializable> {
    const args = messages.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(input);
    const name = args.getName();
    assertDefinable(args);
    const asked = definitionFrom(args);
    const current = await currentSequence(name, (key) => simulator.getState(LIFECYCLE, key));
    if (asked.sequence === 0 && current === 0)
      throw new Error('requested sequence is 0, but first definable sequence number is 1');
    if (asked.sequence < current)
      throw new Error(
        `currently defined sequence ${current} is larger than requested sequence ${asked.sequence}`,
      );
    if (asked.sequence > current + 1) {
      throw new Error(
        `requested sequence ${asked.sequence} is larger than the next available sequence number ${current + 1}`,
      );
    }
    if (asked.sequence === current) {
      const committed = await definitionOf(name, simulator.state);
      if (!committed || mismatchesOf(committed, asked).length > 0) {
        throw new Error(
          `attempted to redefine the current committed sequence (${current}) for namespace ${name} with different parameters`,
        );
      }
    }
    const packageId = args.getSource()?.getLocalPackage()?.getPackageId() ?? '';
    const before = await approvalOf(this.#mspId, name, asked.sequence, (key) =>
      simulator.getState(LIFECYCLE, key),
    );
    if (before?.packageId === packageId && mismatchesOf(before.definition, asked).length === 0) {
      const which = asked.sequence === current ? 'the current committed' : 'uncommitted';
      throw new Error(
        `attempted to redefine ${which} sequence (${asked.sequence}) for namespace ${name} with unchanged content`,
      );
    }
    simulator.setState(LIFECYCLE, approvalKey(this.#mspId, name, asked.sequence), args.serializeBinary());
    return new messages.ApproveChaincodeDefinitionForMyOrgResult();
  }

  async #queryApproved(input: Uint8Array, simulator: Simulator): Promise<Serializable> {
    const args = messages.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(input);
    const get = (key: string): Promise<Uint8Array | undefined> => simulator.getState(LIFECYCLE, key);
    const name = args.getName();
    const current = await currentSequence(name, get);
    const sequences = args.getSequence() === 0 ? [current + 1, current] : [args.getSequence()];
    for (const sequence of sequences) {
      const approved = await approvalOf(this.#mspId, name, sequence, get);
      if (!approved) continue;
      const result = describe(new messages.QueryApprovedChaincodeDefinitionResult(), approved.definition);
      const local = new messages.ChaincodeSource.Local();
      local.setPackageId(approved.packageId);
      const source = new messages.ChaincodeSource();
      source.setLocalPackage(local);
      result.setSource(source);
      return result;
    }
    throw new Error(
      `could not fetch approved chaincode definition (name: '${name}', sequence: '${sequences.at(-1) ?? 0}') on channel '${this.#channel.name}'`,
    );
  }

  async #checkReadiness(input: Uint8Array, simulator: Simulator): Promise<Serializable> {
    const args = messages.CheckCommitReadinessArgs.deserializeBinary(input);
    const asked = definitionFrom(args);
    await assertNext(args.getName(), asked, simulator);
    const result = new messages.CheckCommitReadinessResult();
    for (const [mspId, mismatches] of await this.#approvals(args.getName(), asked, simulator)) {
      result.getApprovalsMap().set(mspId, mismatches.length === 0);
      if (mismatches.length === 0) continue;
      const items = new messages.CheckCommitReadinessResult.Mismatches();
      items.setItemsList([...mismatches]);
      result.getMismatchesMap().set(mspId, items);
    }
    return result;
  }

  async #commit(input: Uint8Array, simulator: Simulator): Promise<Serializable> {
    const args = messages.CommitChaincodeDefinitionArgs.deserializeBinary(input);
    assertDefinable(args);
    const asked = definitionFrom(args);
    await assertNext(args.getName(), asked, simulator);
    const approvals = await this.#approvals(args.getName(), asked, simulator);
    if (approvals.get(this.#mspId)?.length !== 0)
      throw new Error(`chaincode definition not agreed to by this org (${this.#mspId})`);
    for (const [key, value] of serializeDefinition(args.getName(), asked)) {
      const before = await simulator.getState(LIFECYCLE, key);
      if (!before || !sameBytes(before, value)) simulator.setState(LIFECYCLE, key, value);
    }
    return new messages.CommitChaincodeDefinitionResult();
  }

  async #queryDefinition(input: Uint8Array, simulator: Simulator): Promise<Serializable> {
    const name = messages.QueryChaincodeDefinitionArgs.deserializeBinary(input).getName();
    const definition = await definitionOf(name, simulator.state);
    if (!definition) throw new SystemFailure(`namespace ${name} is not defined`, 404);
    const result = describe(new messages.QueryChaincodeDefinitionResult(), definition);
    for (const [mspId, mismatches] of await this.#approvals(name, definition, simulator)) {
      result.getApprovalsMap().set(mspId, mismatches.length === 0);
    }
    return result;
  }

  async #queryDefinitions(simulator: Simulator): Promise<Serializable> {
    const result = new messages.QueryChaincodeDefinitionsResult();
    const prefix = metadataKey('');
    const rows = simulator.range(LIFECYCLE, prefix, `${prefix}\u{10ffff}`);
    for (let row = await rows.next(); row; row = await rows.next()) {
      const name = row.key.slice(prefix.length);
      const definition = await definitionOf(name, simulator.state);
      if (!definition) continue;
      const entry = describe(new messages.QueryChaincodeDefinitionsResult.ChaincodeDefinition(), definition);
      entry.setName(name);
      result.addChaincodeDefinitions(entry);
    }
    return result;
  }

  /** By MSP id, in what the organization's approval differs from the definition; empty = approved. */
  async #approvals(
    name: string,
    asked: ChaincodeDefinition,
    simulator: Simulator,
  ): Promise<Map<string, readonly string[]>> {
    const rows = new Map<string, readonly string[]>();
    for (const mspId of this.#channel.config.applicationMspIds) {
      const approved = await approvalOf(mspId, name, asked.sequence, (key) =>
        simulator.getState(LIFECYCLE, key),
      );
      rows.set(mspId, approved ? mismatchesOf(approved.definition, asked) : ['ChaincodeParameters']);
    }
    return rows;
  }
}

type Named = Pick<
  InstanceType<typeof messages.CommitChaincodeDefinitionArgs>,
  'getName' | 'getVersion' | 'getCollections' | 'getEndorsementPlugin' | 'getValidationPlugin'
>;

function assertDefinable(args: Named): void {
  const invalid = (reason: string): Error => new Error(`error validating chaincode definition: ${reason}`);
  const [name, version] = [args.getName(), args.getVersion()];
  if (!CHAINCODE_NAME.test(name)) {
    throw invalid(
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  }
  if (SYSTEM_CHAINCODES.has(name) || ['escc', 'lscc', 'vscc'].includes(name))
    throw invalid(`chaincode name '${name}' is the name of a system chaincode`);
  if (!CHAINCODE_VERSION.test(version)) {
    throw invalid(
      `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`,
    );
  }
  if ((args.getCollections()?.getConfigList().length ?? 0) > 0)
    throw invalid('private data collections are not implemented by the embedded network');
  const plugins = [args.getEndorsementPlugin(), args.getValidationPlugin()];
  if (!['', 'escc'].includes(plugins[0] ?? '') || !['', 'vscc'].includes(plugins[1] ?? '')) {
    throw invalid('other plugins than escc and vscc are not implemented by the embedded network');
  }
}

async function assertNext(name: string, asked: ChaincodeDefinition, simulator: Simulator): Promise<void> {
  const current = await currentSequence(name, (key) => simulator.getState(LIFECYCLE, key));
  if (asked.sequence !== current + 1) {
    throw new Error(
      `requested sequence is ${asked.sequence}, but new definition must be sequence ${current + 1}`,
    );
  }
}

type Described = Pick<
  InstanceType<typeof messages.CommitChaincodeDefinitionArgs>,
  | 'setSequence'
  | 'setVersion'
  | 'setEndorsementPlugin'
  | 'setValidationPlugin'
  | 'setValidationParameter'
  | 'setInitRequired'
>;

function describe<T extends Described>(message: T, definition: ChaincodeDefinition): T {
  message.setSequence(definition.sequence);
  message.setVersion(definition.version);
  message.setEndorsementPlugin(definition.endorsementPlugin);
  message.setValidationPlugin(definition.validationPlugin);
  message.setValidationParameter(definition.policy);
  message.setInitRequired(definition.initRequired);
  return message;
}
