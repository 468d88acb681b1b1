/** Transactions made without any peer: whoever holds the keys can endorse anything, and the committers must notice. */
import { common } from '@hyperledger/fabric-protos';
import { loadIdentity, type SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import {
  transactionOf,
  type Draft,
  type SetDraft,
} from '../../test-network/embedded/support/transactions.js';
import { RANGES } from './start.js';
import type { Subject } from './subject.js';

export type CraftedDraft = Partial<Omit<Draft, 'endorsers'>> & {
  /** Keys of the organizations whose peers endorse. */
  readonly endorsers?: readonly string[];
  /** Others who endorse besides. */
  readonly others?: readonly SigningIdentity[];
};

/** A valid transaction of the tax gateway on the test chaincode, but for what the draft changes. */
export async function crafted(subject: Subject, draft: CraftedDraft = {}): Promise<common.Envelope> {
  const { description, layout } = subject.network;
  const { endorsers: keys = ['tax', 'affairs'], others = [], ...rest } = draft;
  const endorsers = await Promise.all(keys.map((key) => loadIdentity(description, layout, key, 'peer')));
  const bytes = transactionOf({
    channel: subject.channel,
    creator: subject.tax.identity,
    chaincode: RANGES,
    version: '1',
    sets: [put('crafted')],
    ...rest,
    endorsers: [...endorsers, ...others],
  });
  return common.Envelope.deserializeBinary(bytes);
}

export function put(key: string, value: string | undefined = 'value', namespace: string = RANGES): SetDraft {
  return { namespace, writes: [[key, value]] };
}
