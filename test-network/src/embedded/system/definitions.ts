/**
 * Chaincode definitions as the state of `_lifecycle` holds them (`core/chaincode/lifecycle/{serializer,lifecycle}.go`).
 * What an organization approved stands in public keys here, not in its private collection
 * (docs/decisions/0002-embedded-lifecycle.md).
 */
import { common, peer } from '@hyperledger/fabric-protos';
import type { StateReader } from '../ledger/state-store.js';
import { tryParse } from '../blocks/block.js';
import { sameBytes } from '../wire/bytes.js';

const { StateMetadata, StateData, ChaincodeEndorsementInfo, ChaincodeValidationInfo } = peer.lifecycle;

export const LIFECYCLE = '_lifecycle';
export const DEFAULT_POLICY = '/Channel/Application/Endorsement';
export const LIFECYCLE_POLICY = '/Channel/Application/LifecycleEndorsement';
/** Version of a system chaincode in what endorsers sign. */
export const SYSTEM_VERSION = 'syscc';
export const SYSTEM_CHAINCODES: ReadonlySet<string> = new Set([LIFECYCLE, 'qscc', 'cscc']);

export type ChaincodeDefinition = {
  readonly sequence: number;
  readonly version: string;
  readonly endorsementPlugin: string;
  readonly validationPlugin: string;
  /** Bytes of `protos.ApplicationPolicy`. */
  readonly policy: Uint8Array;
  readonly initRequired: boolean;
};

/** What stands in one key: the getter is how the caller reads, with or without a record. */
type Get = (key: string) => Promise<Uint8Array | undefined>;

export function metadataKey(name: string): string {
  return `namespaces/metadata/${name}`;
}

export function fieldKey(name: string, field: string): string {
  return `namespaces/fields/${name}/${field}`;
}

/** Every application transaction reads this key: a changed definition voids what was endorsed under the old one. */
export function sequenceKey(name: string): string {
  return fieldKey(name, 'Sequence');
}

const APPROVALS = 'approvals';

/** Key of what one organization approved for one sequence: bytes of `ApproveChaincodeDefinitionForMyOrgArgs`. */
export function approvalKey(mspId: string, name: string, sequence: number): string {
  return `${APPROVALS}/${mspId}/${name}#${sequence}`;
}

/** Organization whose approval a key of `_lifecycle` is; `undefined` for the keys that belong to the channel. */
export function approverOf(key: string): string | undefined {
  const [first, mspId] = key.split('/');
  return first === APPROVALS ? mspId : undefined;
}

export async function currentSequence(name: string, get: Get): Promise<number> {
  const bytes = await get(sequenceKey(name));
  return bytes ? StateData.deserializeBinary(bytes).getInt64() : 0;
}

/** The committed definition; `undefined` when the channel has none of this name. */
export async function definitionOf(
  name: string,
  state: StateReader,
): Promise<ChaincodeDefinition | undefined> {
  const get: Get = async (key) => (await state.get(LIFECYCLE, key))?.value;
  const metadata = await get(metadataKey(name));
  if (!metadata || StateMetadata.deserializeBinary(metadata).getDatatype() !== DATATYPE) return undefined;
  const endorsement = ChaincodeEndorsementInfo.deserializeBinary(await bytesOf(get, name, 'EndorsementInfo'));
  const validation = ChaincodeValidationInfo.deserializeBinary(await bytesOf(get, name, 'ValidationInfo'));
  return {
    sequence: await currentSequence(name, get),
    version: endorsement.getVersion(),
    endorsementPlugin: endorsement.getEndorsementPlugin(),
    initRequired: endorsement.getInitRequired(),
    validationPlugin: validation.getValidationPlugin(),
    policy: validation.getValidationParameter_asU8(),
  };
}

const DATATYPE = 'ChaincodeDefinition';
const FIELDS = ['Sequence', 'EndorsementInfo', 'ValidationInfo', 'Collections'];

async function bytesOf(get: Get, name: string, field: string): Promise<Uint8Array> {
  const bytes = await get(fieldKey(name, field));
  return bytes ? StateData.deserializeBinary(bytes).getBytes_asU8() : new Uint8Array();
}

/** Keys and values of a definition, in Fabric's own form and order. */
export function serializeDefinition(
  name: string,
  definition: ChaincodeDefinition,
): [key: string, value: Uint8Array][] {
  const endorsement = new ChaincodeEndorsementInfo();
  endorsement.setVersion(definition.version);
  endorsement.setEndorsementPlugin(definition.endorsementPlugin);
  endorsement.setInitRequired(definition.initRequired);
  const validation = new ChaincodeValidationInfo();
  validation.setValidationPlugin(definition.validationPlugin);
  validation.setValidationParameter(definition.policy);
  const metadata = new StateMetadata();
  metadata.setDatatype(DATATYPE);
  metadata.setFieldsList(FIELDS);
  const sequence = new StateData();
  sequence.setInt64(definition.sequence);
  return [
    [sequenceKey(name), sequence.serializeBinary()],
    [fieldKey(name, 'EndorsementInfo'), bytesData(endorsement.serializeBinary())],
    [fieldKey(name, 'ValidationInfo'), bytesData(validation.serializeBinary())],
    [fieldKey(name, 'Collections'), bytesData(new peer.CollectionConfigPackage().serializeBinary())],
    [metadataKey(name), metadata.serializeBinary()],
  ];
}

function bytesData(bytes: Uint8Array): Uint8Array {
  const data = new StateData();
  data.setBytes(bytes);
  return data.serializeBinary();
}

/** What an organization approved, and the package that its peer shall use; `undefined` when it approved nothing. */
export async function approvalOf(
  mspId: string,
  name: string,
  sequence: number,
  get: Get,
): Promise<{ definition: ChaincodeDefinition; packageId: string } | undefined> {
  const bytes = await get(approvalKey(mspId, name, sequence));
  const approved =
    bytes && tryParse(() => peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs.deserializeBinary(bytes));
  if (!approved) return undefined;
  return {
    definition: definitionFrom(approved),
    packageId: approved.getSource()?.getLocalPackage()?.getPackageId() ?? '',
  };
}

type DefinitionArguments = Pick<
  InstanceType<typeof peer.lifecycle.CommitChaincodeDefinitionArgs>,
  | 'getSequence'
  | 'getVersion'
  | 'getEndorsementPlugin'
  | 'getValidationPlugin'
  | 'getValidationParameter_asU8'
  | 'getInitRequired'
>;

/** The definition that lifecycle arguments describe, empty parts filled with the channel's defaults. */
export function definitionFrom(args: DefinitionArguments): ChaincodeDefinition {
  const policy = args.getValidationParameter_asU8();
  return {
    sequence: args.getSequence(),
    version: args.getVersion(),
    endorsementPlugin: args.getEndorsementPlugin() || 'escc',
    validationPlugin: args.getValidationPlugin() || 'vscc',
    policy: policy.length > 0 ? policy : defaultPolicy(),
    initRequired: args.getInitRequired(),
  };
}

function defaultPolicy(): Uint8Array {
  const policy = new common.ApplicationPolicy();
  policy.setChannelConfigPolicyReference(DEFAULT_POLICY);
  return policy.serializeBinary();
}

/** The first part in which two definitions differ, in Fabric's words; `undefined` when they are equal. */
export function differenceOf(defined: ChaincodeDefinition, asked: ChaincodeDefinition): string | undefined {
  const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');
  const parts: readonly (readonly [name: string, expected: string, passed: string])[] = [
    ['Version', defined.version, asked.version],
    ['EndorsementPlugin', defined.endorsementPlugin, asked.endorsementPlugin],
    ['InitRequired', String(defined.initRequired), String(asked.initRequired)],
    ['ValidationPlugin', defined.validationPlugin, asked.validationPlugin],
    ['ValidationParameter', hex(defined.policy), hex(asked.policy)],
  ];
  const different = parts.find(([, expected, passed]) => expected !== passed);
  if (!different) return undefined;
  const [name, expected, passed] = different;
  return `expected ${name} '${expected}' does not match passed ${name} '${passed}'`;
}

/** Names of the parts in which two definitions differ, as Fabric's readiness check reports them. */
export function mismatchesOf(approved: ChaincodeDefinition, asked: ChaincodeDefinition): string[] {
  const mismatches: string[] = [];
  if (
    approved.version !== asked.version ||
    approved.endorsementPlugin !== asked.endorsementPlugin ||
    approved.initRequired !== asked.initRequired
  ) {
    mismatches.push('EndorsementInfo');
  }
  if (approved.validationPlugin !== asked.validationPlugin || !sameBytes(approved.policy, asked.policy)) {
    mismatches.push('ValidationInfo');
  }
  return mismatches;
}
