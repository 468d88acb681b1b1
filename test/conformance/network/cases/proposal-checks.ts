/**
 * What a peer checks before it runs anything: seen at the peer itself, through Evaluate, and through Endorse.
 *
 * A gateway of real Fabric takes a remote peer's refusal for a peer that is gone and closes the connection
 * (`registry.removeEndorser`): whoever else waits for an answer on it gets "the client connection is closing". So each
 * of these cases runs alone.
 */
import { common, peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../../test-network/dist/identities/identity.js';
import { highSTwin } from '../../../test-network/embedded/support/high-s.js';
import { commit, endorse, endorsed, evaluate, order, processProposal } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { foreign, issued } from '../people.js';
import { propose, type ProposalDraft } from '../proposals.js';
import type { Subject } from '../subject.js';

const MINUTE_MS = 60_000;
const READ: ProposalDraft = { args: ['get', 'nothing-here'] };

async function everywhere(
  subject: Subject,
  identity: SigningIdentity,
  draft: ProposalDraft,
): Promise<Observation> {
  const { signed } = propose(subject.channel, identity, draft);
  return {
    peer: await subject.outcome(processProposal(subject, signed), (answer) => ({
      status: answer.getResponse()?.getStatus() ?? -1,
      message: subject.text(answer.getResponse()?.getMessage() ?? ''),
    })),
    evaluate: await subject.outcome(evaluate(subject, signed), () => 'answered'),
    endorse: await subject.outcome(endorse(subject, signed), () => 'endorsed'),
  };
}

/** By the tax gateway, wrong in one part. */
function wrong(name: string, draft: (subject: Subject) => Partial<ProposalDraft>): Case {
  return {
    name,
    needs: 'solitude',
    run: (subject) => everywhere(subject, subject.tax.identity, { ...READ, ...draft(subject) }),
  };
}

/** Right in every part, by somebody who may be refused. */
function by(name: string, who: (subject: Subject) => Promise<SigningIdentity>): Case {
  return { name, needs: 'solitude', run: async (subject) => everywhere(subject, await who(subject), READ) };
}

function later(minutes: number): Partial<ProposalDraft> {
  return { at: new Date(Date.now() + minutes * MINUTE_MS) };
}

export const cases: readonly Case[] = [
  wrong('a proposal that is right', () => ({})),
  wrong('type of a message', () => ({ type: common.HeaderType.MESSAGE })),
  wrong('type of a configuration update', () => ({ type: common.HeaderType.CONFIG_UPDATE })),
  wrong('type of a configuration, which no peer minds', () => ({ type: common.HeaderType.CONFIG })),
  wrong('a type that does not exist', () => ({ type: 99 })),
  wrong('an epoch', () => ({ epoch: 1 })),
  wrong('no nonce', () => ({ nonce: new Uint8Array() })),
  wrong('no creator', () => ({ creator: new Uint8Array() })),
  wrong('a creator that is no identity', () => ({ creator: Buffer.from('nobody') })),
  wrong('a transaction id of another nonce', () => ({ txId: 'f'.repeat(64) })),
  wrong('a transaction id in capitals', () => ({ txId: 'F'.repeat(64) })),
  wrong('no transaction id', () => ({ txId: '' })),
  wrong('no signature', () => ({ sign: () => new Uint8Array() })),
  wrong('a signature of something else', ({ tax }) => ({
    sign: () => tax.identity.sign(Buffer.from('else')),
  })),
  wrong('a signature that is no signature', () => ({ sign: () => Buffer.from('signed') })),
  wrong('a signature with a high s', ({ tax }) => ({ sign: (bytes) => highSTwin(tax.identity.sign(bytes)) })),
  wrong('a time 14 minutes ahead', () => later(14)),
  wrong('a time 14 minutes ago', () => later(-14)),
  wrong('a time 16 minutes ahead', () => later(16)),
  wrong('a time 16 minutes ago', () => later(-16)),
  wrong('no time', () => ({ at: undefined })),
  wrong('no extension', () => ({ extension: new Uint8Array() })),
  wrong('an extension that cannot be read', () => ({ extension: Buffer.from([0xff]) })),
  wrong('an extension without a name', () => {
    const extension = new peer.ChaincodeHeaderExtension();
    extension.setChaincodeId(new peer.ChaincodeID());
    return { extension: extension.serializeBinary() };
  }),
  wrong('no payload', () => ({ payload: new Uint8Array() })),
  wrong('a payload that cannot be read', () => ({ payload: Buffer.from([0xff]) })),
  wrong('an invocation without input', () => {
    const calls = new peer.ChaincodeInvocationSpec();
    calls.setChaincodeSpec(new peer.ChaincodeSpec());
    const payload = new peer.ChaincodeProposalPayload();
    payload.setInput(calls.serializeBinary());
    return { payload: payload.serializeBinary() };
  }),
  by('a certificate of a stranger', ({ network }) => foreign(network, 'tax')),
  by('an organization that is not there', ({ network }) => foreign(network, 'tax', 'NobodyMSP')),
  by('an identity of another organization than it claims', async ({ network, clients }) =>
    foreign(network, 'tax', clients.court.identity.mspId),
  ),
  by('a certificate that has expired', ({ network }) =>
    issued(network, 'tax', { units: ['client'], from: -3, until: -1 }),
  ),
  by('a certificate that is not valid yet', ({ network }) =>
    issued(network, 'tax', { units: ['client'], from: 60, until: 120 }),
  ),
  by('a certificate that is older than its authority', ({ network }) =>
    issued(network, 'tax', { units: ['client'], from: -60 }),
  ),
  by('a certificate without a role', ({ network }) => issued(network, 'tax', { units: [] })),
  by('a certificate with two roles', ({ network }) => issued(network, 'tax', { units: ['client', 'peer'] })),
  by('a certificate with another unit besides', ({ network }) =>
    issued(network, 'tax', { units: ['client', 'cashiers'] }),
  ),
  by('a peer, which may not write', ({ network }) => issued(network, 'tax', { units: ['peer'] })),
  by('an orderer, which may not write', ({ network }) => issued(network, 'tax', { units: ['orderer'] })),
  by('an admin, which may', ({ network }) => issued(network, 'tax', { units: ['admin'] })),
  by('a client of another organization, which may', ({ network }) =>
    issued(network, 'operator', { units: ['client'] }),
  ),
  {
    name: 'a transaction id that is in a block',
    needs: 'solitude',
    run: async (subject) => {
      const nonce = Buffer.from('a nonce that is used twice');
      const draft = { args: ['put', 'checks-1', 'value'], nonce };
      const envelope = await endorsed(subject, draft);
      await order(subject, envelope);
      await subject.chain.placeOf(envelope);
      return everywhere(subject, subject.tax.identity, draft);
    },
  },
  {
    name: 'a proposal that is asked twice before it is in a block',
    run: async (subject) => {
      await commit(subject, ['put', 'checks-2', 'value']);
      const { signed } = propose(subject.channel, subject.tax.identity, { args: ['get', 'checks-2'] });
      const first = await processProposal(subject, signed);
      const second = await processProposal(subject, signed);
      return {
        same: Buffer.compare(first.getPayload_asU8(), second.getPayload_asU8()) === 0,
        status: second.getResponse()?.getStatus() ?? -1,
      };
    },
  },
];
