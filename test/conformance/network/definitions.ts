/** Calls of `_lifecycle` by an organization's admin, with any arguments. */
import { peer } from '@hyperledger/fabric-protos';
import { applicationPolicyBytes, type PolicyRule } from '../../../test-network/dist/channel/policy.js';
import type { SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { endorse, evaluate, order, processProposal, signedBy } from './calls.js';
import type { Observation } from './case.js';
import { CODE_NAMES } from './names.js';
import { propose, type Argument } from './proposals.js';
import type { Subject } from './subject.js';

export const LIFECYCLE = '_lifecycle';
export const MAJORITY = ['TaxMSP', 'AffairsMSP', 'CourtMSP'];

export type DefinitionDraft = {
  readonly name: string;
  readonly sequence?: number;
  readonly version?: string;
  /** Absent: the channel's default policy. */
  readonly policy?: PolicyRule;
  readonly policyBytes?: Uint8Array;
  readonly initRequired?: boolean;
  readonly endorsementPlugin?: string;
  readonly validationPlugin?: string;
};

type Arguments = Pick<
  peer.lifecycle.CommitChaincodeDefinitionArgs,
  | 'setName'
  | 'setSequence'
  | 'setVersion'
  | 'setValidationParameter'
  | 'setInitRequired'
  | 'setEndorsementPlugin'
  | 'setValidationPlugin'
>;

function described<T extends Arguments>(args: T, draft: DefinitionDraft): T {
  args.setName(draft.name);
  args.setSequence(draft.sequence ?? 1);
  args.setVersion(draft.version ?? '1');
  args.setInitRequired(draft.initRequired ?? false);
  args.setEndorsementPlugin(draft.endorsementPlugin ?? '');
  args.setValidationPlugin(draft.validationPlugin ?? '');
  const policy = draft.policyBytes ?? (draft.policy ? applicationPolicyBytes(draft.policy) : undefined);
  if (policy) args.setValidationParameter(policy);
  return args;
}

/** @param packageId None: the organization approves without having the code. */
export function approval(draft: DefinitionDraft, packageId?: string): Uint8Array {
  const args = described(new peer.lifecycle.ApproveChaincodeDefinitionForMyOrgArgs(), draft);
  const source = new peer.lifecycle.ChaincodeSource();
  if (packageId === undefined) {
    source.setUnavailable(new peer.lifecycle.ChaincodeSource.Unavailable());
  } else {
    const local = new peer.lifecycle.ChaincodeSource.Local();
    local.setPackageId(packageId);
    source.setLocalPackage(local);
  }
  args.setSource(source);
  return args.serializeBinary();
}

export function commitment(draft: DefinitionDraft): Uint8Array {
  return described(new peer.lifecycle.CommitChaincodeDefinitionArgs(), draft).serializeBinary();
}

export function readinessQuestion(draft: DefinitionDraft): Uint8Array {
  return described(new peer.lifecycle.CheckCommitReadinessArgs(), draft).serializeBinary();
}

/** Endorses by the organizations and submits; by the tax bureau's admin unless told otherwise. */
export async function changed(
  subject: Subject,
  name: string,
  input: Uint8Array,
  organizations: readonly string[],
  identity: SigningIdentity = subject.admins.tax.identity,
): Promise<Observation> {
  const { signed } = propose(subject.channel, identity, { args: [name, input], chaincode: LIFECYCLE });
  const placed = async (): Promise<number> => {
    const envelope = signedBy(
      (await endorse(subject, signed, organizations)).getPreparedTransaction(),
      identity.sign,
    );
    await order(subject, envelope);
    return (await subject.chain.placeOf(envelope)).code;
  };
  return subject.outcome(placed(), (code) => CODE_NAMES[code] ?? code);
}

type Key = keyof Subject['admins'];

const MSP_IDS: Readonly<Record<Key, string>> = {
  tax: 'TaxMSP',
  affairs: 'AffairsMSP',
  court: 'CourtMSP',
  operator: 'OperatorMSP',
};

/** The approval of one organization, by its own admin and peer. */
export function approve(
  subject: Subject,
  key: Key,
  draft: DefinitionDraft,
  packageId?: string,
): Promise<Observation> {
  return changed(
    subject,
    'ApproveChaincodeDefinitionForMyOrg',
    approval(draft, packageId),
    [MSP_IDS[key]],
    subject.admins[key].identity,
  );
}

export async function approveByMajority(subject: Subject, draft: DefinitionDraft): Promise<void> {
  for (const key of ['tax', 'affairs', 'court'] as const) {
    const packageId = subject.installed.packages.get(key)?.packageId;
    const seen = (await approve(subject, key, draft, packageId)) as { ok?: string };
    if (seen.ok !== 'VALID') throw new Error(`${key} could not approve: ${JSON.stringify(seen)}`);
  }
}

export function commitDefinition(
  subject: Subject,
  draft: DefinitionDraft,
  organizations: readonly string[] = MAJORITY,
): Promise<Observation> {
  return changed(subject, 'CommitChaincodeDefinition', commitment(draft), organizations);
}

/** Evaluates at the tax bureau's peer. */
export async function queried(
  subject: Subject,
  args: readonly Argument[],
  show: (payload: Uint8Array) => Observation,
  identity: SigningIdentity = subject.admins.tax.identity,
): Promise<Observation> {
  const { signed } = propose(subject.channel, identity, { args, chaincode: LIFECYCLE });
  return subject.outcome(evaluate(subject, signed), (answer) =>
    show(answer.getResult()?.getPayload_asU8() ?? new Uint8Array()),
  );
}

/** Asks the tax bureau's peer without a channel, as installing does. */
export async function atPeer(
  subject: Subject,
  args: readonly Argument[],
  show: (payload: Uint8Array) => Observation = (payload) => payload.length,
  identity: SigningIdentity = subject.admins.tax.identity,
): Promise<Observation> {
  const { signed } = propose('', identity, { args, chaincode: LIFECYCLE });
  return subject.outcome(processProposal(subject, signed), (answer) => {
    const response = answer.getResponse();
    return {
      status: response?.getStatus() ?? -1,
      ...(response?.getMessage() ? { message: subject.text(response.getMessage()) } : {}),
      ...(response?.getStatus() === 200 ? { answer: show(response.getPayload_asU8()) } : {}),
    };
  });
}
