/** The functions of `_lifecycle` that bring a definition onto the channel, as `peer lifecycle chaincode` calls them. */
import { peer } from '@hyperledger/fabric-protos';
import { applicationPolicyBytes } from '../channel/policy.js';
import type { Definition } from '../description.js';
import type { PeerClient } from './peer-client.js';

const LIFECYCLE = '_lifecycle';
const PLUGINS = { endorsement: 'escc', validation: 'vscc' };

/** Package ids that the peer has installed. */
export async function queryInstalled(client: PeerClient): Promise<ReadonlySet<string>> {
  const args = new peer.lifecycle.QueryInstalledChaincodesArgs().serializeBinary();
  const payload = await client.propose({ chaincode: LIFECYCLE, args: ['QueryInstalledChaincodes', args] });
  const result = peer.lifecycle.QueryInstalledChaincodesResult.deserializeBinary(payload);
  return new Set(result.getInstalledChaincodesList().map((installed) => installed.getPackageId()));
}

/** @returns The package id that the peer computed. */
export async function install(client: PeerClient, packageBytes: Uint8Array): Promise<string> {
  const args = new peer.lifecycle.InstallChaincodeArgs();
  args.setChaincodeInstallPackage(packageBytes);
  const payload = await client.propose({
    chaincode: LIFECYCLE,
    args: ['InstallChaincode', args.serializeBinary()],
  });
  return peer.lifecycle.InstallChaincodeResult.deserializeBinary(payload).getPackageId();
}

/** Committed definitions by name, with their sequence, as this peer sees them. */
export async function queryCommitted(client: PeerClient): Promise<ReadonlyMap<string, number>> {
  const args = new peer.lifecycle.QueryChaincodeDefinitionsArgs().serializeBinary();
  const payload = await evaluate(client, 'QueryChaincodeDefinitions', args);
  const result = peer.lifecycle.QueryChaincodeDefinitionsResult.deserializeBinary(payload);
  return new Map(result.getChaincodeDefinitionsList().map((row) => [row.getName(), row.getSequence()]));
}

/** The committed definition's sequence, and the MSP ids of the organizations that approved it. */
export async function queryDefinition(
  client: PeerClient,
  name: string,
): Promise<{ readonly sequence: number; readonly approved: ReadonlySet<string> }> {
  const args = new peer.lifecycle.QueryChaincodeDefinitionArgs();
  args.setName(name);
  const payload = await evaluate(client, 'QueryChaincodeDefinition', args.serializeBinary());
  const result = peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(payload);
  return { sequence: result.getSequence(), approved: approversIn(result.getApprovalsMap()) };
}

/** MSP ids of the organizations that approved exactly this definition, while it is not committed. */
export async function queryApprovals(
  client: PeerClient,
  definition: Definition,
): Promise<ReadonlySet<string>> {
  const args = describe(new peer.lifecycle.CheckCommitReadinessArgs(), definition);
  const payload = await evaluate(client, 'CheckCommitReadiness', args.serializeBinary());
  return approversIn(peer.lifecycle.CheckCommitReadinessResult.deserializeBinary(payload).getApprovalsMap());
}

type Approvals = { readonly forEach: (visit: (approved: boolean, mspId: string) => void) => void };

function approversIn(approvals: Approvals): ReadonlySet<string> {
  const approvers = new Set<string>();
  approvals.forEach((approved, mspId) => {
    if (approved) approvers.add(mspId);
  });
  return approvers;
}

/** Approves for the client's own organization, by its own peer; resolves once committed. */
export async function approve(client: PeerClient, definition: Definition, packageId: string): Promise<void> {
  const local = new peer.lifecycle.ChaincodeSource.Local();
  local.setPackageId(packageId);
  const source = new peer.lifecycle.ChaincodeSource();
  source.setLocalPackage(local);
  const args = describe(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), definition);
  args.setSource(source);
  await client.submit(LIFECYCLE, 'ApproveChaincodeDefinitionForMyOrg', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: [client.organization.mspId],
  });
}

/** @param endorsers MSP ids; a majority of the channel. */
export async function commit(
  client: PeerClient,
  definition: Definition,
  endorsers: readonly string[],
): Promise<void> {
  const args = describe(new peer.lifecycle.CommitChaincodeDefinitionArgs(), definition);
  await client.submit(LIFECYCLE, 'CommitChaincodeDefinition', {
    arguments: [args.serializeBinary()],
    endorsingOrganizations: [...endorsers],
  });
}

async function evaluate(client: PeerClient, name: string, args: Uint8Array): Promise<Uint8Array> {
  return client.contract(LIFECYCLE).evaluate(name, {
    arguments: [args],
    endorsingOrganizations: [client.organization.mspId],
  });
}

/** What all organizations must agree on, word for word. */
type Described = Pick<
  peer.lifecycle.CommitChaincodeDefinitionArgs,
  | 'setName'
  | 'setVersion'
  | 'setSequence'
  | 'setEndorsementPlugin'
  | 'setValidationPlugin'
  | 'setValidationParameter'
>;

function describe<T extends Described>(args: T, { name, version, sequence, policy }: Definition): T {
  args.setName(name);
  args.setVersion(version);
  args.setSequence(sequence);
  args.setEndorsementPlugin(PLUGINS.endorsement);
  args.setValidationPlugin(PLUGINS.validation);
  args.setValidationParameter(applicationPolicyBytes(policy));
  return args;
}
