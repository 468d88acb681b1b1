/** Questions about definitions, and their answers as plain data. */
import { peer } from '@hyperledger/fabric-protos';
import type { Observation } from './case.js';
import type { approval } from './definitions.js';
import { approve } from './definitions.js';
import type { Subject } from './subject.js';

export type Approvals = { readonly forEach: (visit: (approved: boolean, mspId: string) => void) => void };

export function approvalsOf(map: Approvals): Observation {
  const rows: [string, boolean][] = [];
  map.forEach((approved, mspId) => rows.push([mspId, approved]));
  return Object.fromEntries(rows.sort());
}

export function definitionQuestion(name: string): Uint8Array {
  const args = new peer.lifecycle.QueryChaincodeDefinitionArgs();
  args.setName(name);
  return args.serializeBinary();
}

export const definition = (payload: Uint8Array): Observation => {
  const result = peer.lifecycle.QueryChaincodeDefinitionResult.deserializeBinary(payload);
  return {
    sequence: result.getSequence(),
    version: result.getVersion(),
    endorsementPlugin: result.getEndorsementPlugin(),
    validationPlugin: result.getValidationPlugin(),
    policy: Buffer.from(result.getValidationParameter_asU8()).toString('base64'),
    initRequired: result.getInitRequired(),
    hasCollections: result.hasCollections(),
    approvals: approvalsOf(result.getApprovalsMap()),
  };
};

/** An organization's own approval with these arguments. */
export function approvedAs(subject: Subject, draft: Parameters<typeof approval>[0]): Promise<Observation> {
  return approve(subject, 'tax', draft);
}

export function packageOf(subject: Subject, key: string): { packageId: string; bytes: Uint8Array } {
  const found = subject.installed.packages.get(key);
  if (!found) throw new Error(`no package for ${key}`);
  return found;
}
