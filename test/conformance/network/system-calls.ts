/** Questions to system chaincodes, through the gateway. */
import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { evaluate } from './calls.js';
import type { Observation } from './case.js';
import { propose, type Argument } from './proposals.js';
import type { Subject } from './subject.js';

export const CHANNEL = 'conformance';

export type Show = (payload: Uint8Array) => Observation;

export async function asked(
  subject: Subject,
  chaincode: string,
  args: readonly Argument[],
  show: Show = () => 'answered',
  identity: SigningIdentity = subject.tax.identity,
  channel = CHANNEL,
): Promise<Observation> {
  const { signed } = propose(channel, identity, { args, chaincode });
  return subject.outcome(evaluate(subject, signed), (answer) => ({
    status: answer.getResult()?.getStatus() ?? -1,
    answer: show(answer.getResult()?.getPayload_asU8() ?? new Uint8Array()),
  }));
}

export const blockShown = (payload: Uint8Array): Observation => {
  const block = common.Block.deserializeBinary(payload);
  return {
    transactions: block.getData()?.getDataList().length ?? -1,
    metadata: block.getMetadata()?.getMetadataList().length ?? -1,
  };
};
