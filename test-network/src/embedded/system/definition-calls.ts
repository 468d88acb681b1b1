/**
 * `_lifecycle` about definitions: approve, commit, and the queries about them (`core/chaincode/lifecycle/lifecycle.go`).
 * Definitions stand on the ledger as Fabric writes them; approvals in public keys
 * (docs/decisions/0002-embedded-lifecycle.md).
 */
import { peer } from '@hyperledger/fabric-protos';
import type { Channel } from '../channel.js';
import type { Simulator } from '../simulation/simulator.js';
import { sameBytes } from '../wire/bytes.js';
import {
  LIFECYCLE,
  approvalKey,
  approvalOf,
  currentSequence,
  definitionFrom,
  definitionOf,
  differenceOf,
  metadataKey,
  mismatchesOf,
  serializeDefinition,
  type ChaincodeDefinition,
} from './definitions.js';
import { assertDefinable } from './definable.js';
import { SystemFailure, decodeInput, type Serializable } from './system-chaincode.js';

const messages = peer.lifecycle;

/** The peer that answers: its organization, and the channel. */
export type LifecycleNode = { readonly mspId: string; readonly channel: Channel };

export async function approve(
  input: Uint8Array,
  simulator: Simulator,
  node: LifecycleNode,
): Promise<Serializable> {
  const args = decodeInput(() => messages.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(input));
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
    const difference = committed ? differenceOf(committed, asked) : 'it is no chaincode';
    if (difference !== undefined) {
      throw new Error(
        `attempted to redefine the current committed sequence (${current}) for namespace ${name} with different parameters: ${difference}`,
      );
    }
  }
  const packageId = args.getSource()?.getLocalPackage()?.getPackageId() ?? '';
  const before = await approvalOf(node.mspId, name, asked.sequence, (key) =>
    simulator.getState(LIFECYCLE, key),
  );
  if (before?.packageId === packageId && mismatchesOf(before.definition, asked).length === 0) {
    throw new Error(
      asked.sequence === current
        ? `attempted to redefine the current committed sequence (${current}) for namespace ${name}`
        : `attempted to redefine uncommitted sequence (${asked.sequence}) for namespace ${name} with unchanged content`,
    );
  }
  simulator.setState(LIFECYCLE, approvalKey(node.mspId, name, asked.sequence), args.serializeBinary());
  return new messages.ApproveChaincodeDefinitionForMyOrgResult();
}

export async function queryApproved(
  input: Uint8Array,
  simulator: Simulator,
  node: LifecycleNode,
): Promise<Serializable> {
  const args = decodeInput(() => messages.QueryApprovedChaincodeDefinitionArgs.deserializeBinary(input));
  const get = (key: string): Promise<Uint8Array | undefined> => simulator.getState(LIFECYCLE, key);
  const name = args.getName();
  const current = await currentSequence(name, get);
  const sequences = args.getSequence() === 0 ? [current + 1, current] : [args.getSequence()];
  for (const sequence of sequences) {
    const approved = await approvalOf(node.mspId, name, sequence, get);
    if (!approved) continue;
    const result = describe(new messages.QueryApprovedChaincodeDefinitionResult(), approved.definition);
    result.setSource(sourceOf(approved.packageId));
    return result;
  }
  throw new Error(
    `could not fetch approved chaincode definition (name: '${name}', sequence: '${sequences.at(-1) ?? 0}') on channel '${node.channel.name}'`,
  );
}

export async function checkReadiness(
  input: Uint8Array,
  simulator: Simulator,
  node: LifecycleNode,
): Promise<Serializable> {
  const args = decodeInput(() => messages.CheckCommitReadinessArgs.deserializeBinary(input));
  const asked = definitionFrom(args);
  await assertNext(args.getName(), asked, simulator);
  const result = new messages.CheckCommitReadinessResult();
  for (const [mspId, mismatches] of await approvalsOf(args.getName(), asked, simulator, node)) {
    result.getApprovalsMap().set(mspId, mismatches.length === 0);
    if (mismatches.length === 0) continue;
    const items = new messages.CheckCommitReadinessResult.Mismatches();
    items.setItemsList([...mismatches]);
    result.getMismatchesMap().set(mspId, items);
  }
  return result;
}

export async function commit(
  input: Uint8Array,
  simulator: Simulator,
  node: LifecycleNode,
): Promise<Serializable> {
  const args = decodeInput(() => messages.CommitChaincodeDefinitionArgs.deserializeBinary(input));
  assertDefinable(args);
  const asked = definitionFrom(args);
  await assertNext(args.getName(), asked, simulator);
  const approvals = await approvalsOf(args.getName(), asked, simulator, node);
  if (approvals.get(node.mspId)?.length !== 0)
    throw new Error(`chaincode definition not agreed to by this org (${node.mspId})`);
  for (const [key, value] of serializeDefinition(args.getName(), asked)) {
    const before = await simulator.getState(LIFECYCLE, key);
    if (!before || !sameBytes(before, value)) simulator.setState(LIFECYCLE, key, value);
  }
  return new messages.CommitChaincodeDefinitionResult();
}

export async function queryDefinition(
  input: Uint8Array,
  simulator: Simulator,
  node: LifecycleNode,
): Promise<Serializable> {
  const name = decodeInput(() => messages.QueryChaincodeDefinitionArgs.deserializeBinary(input)).getName();
  const definition = await definitionOf(name, simulator.state);
  if (!definition) throw new SystemFailure(`namespace ${name} is not defined`, 404);
  const result = describe(new messages.QueryChaincodeDefinitionResult(), definition);
  for (const [mspId, mismatches] of await approvalsOf(name, definition, simulator, node)) {
    result.getApprovalsMap().set(mspId, mismatches.length === 0);
  }
  return result;
}

export async function queryDefinitions(simulator: Simulator): Promise<Serializable> {
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
async function approvalsOf(
  name: string,
  asked: ChaincodeDefinition,
  simulator: Simulator,
  node: LifecycleNode,
): Promise<Map<string, readonly string[]>> {
  const rows = new Map<string, readonly string[]>();
  for (const mspId of node.channel.config.applicationMspIds) {
    const approved = await approvalOf(mspId, name, asked.sequence, (key) =>
      simulator.getState(LIFECYCLE, key),
    );
    rows.set(mspId, approved ? mismatchesOf(approved.definition, asked) : ['ChaincodeParameters']);
  }
  return rows;
}

async function assertNext(name: string, asked: ChaincodeDefinition, simulator: Simulator): Promise<void> {
  const current = await currentSequence(name, (key) => simulator.getState(LIFECYCLE, key));
  if (asked.sequence !== current + 1) {
    throw new Error(
      `requested sequence is ${asked.sequence}, but new definition must be sequence ${current + 1}`,
    );
  }
}

/** Where an organization's code is: in a package, or nowhere. */
function sourceOf(packageId: string): peer.lifecycle.ChaincodeSource {
  const source = new messages.ChaincodeSource();
  if (packageId === '') {
    source.setUnavailable(new messages.ChaincodeSource.Unavailable());
    return source;
  }
  const local = new messages.ChaincodeSource.Local();
  local.setPackageId(packageId);
  source.setLocalPackage(local);
  return source;
}

type Described = Pick<
  InstanceType<typeof messages.CommitChaincodeDefinitionArgs>,
  | 'setSequence'
  | 'setVersion'
  | 'setEndorsementPlugin'
  | 'setValidationPlugin'
  | 'setValidationParameter'
  | 'setInitRequired'
  | 'setCollections'
>;

function describe<T extends Described>(message: T, definition: ChaincodeDefinition): T {
  message.setSequence(definition.sequence);
  message.setVersion(definition.version);
  message.setEndorsementPlugin(definition.endorsementPlugin);
  message.setValidationPlugin(definition.validationPlugin);
  message.setValidationParameter(definition.policy);
  message.setInitRequired(definition.initRequired);
  message.setCollections(new peer.CollectionConfigPackage());
  return message;
}
