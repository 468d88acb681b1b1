/** CommitStatus: what became of a transaction, for readers of the channel. */
import { gateway } from '@hyperledger/fabric-protos';
import { highSTwin } from '../../../test-network/embedded/support/high-s.js';
import { BOTH, call, endorse, endorsed, order, signedBy } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { CODE_NAMES } from '../names.js';
import { foreign, issued } from '../people.js';
import { propose } from '../proposals.js';
import { statusRequest, type Signing } from '../signed-requests.js';
import type { Subject } from '../subject.js';

const UNKNOWN_ID = '0'.repeat(64);

function statusOf(
  subject: Subject,
  signed: gateway.SignedCommitStatusRequest,
): Promise<gateway.CommitStatusResponse> {
  return call((options, done) => subject.tax.bare.gateway.commitStatus(signed, options, done));
}

function shown(subject: Subject, signed: gateway.SignedCommitStatusRequest): Promise<Observation> {
  return subject.outcome(statusOf(subject, signed), (answer) => CODE_NAMES[answer.getResult()] ?? 'unknown');
}

/** Somebody asks for a transaction that is on the ledger. */
async function asked(subject: Subject, signing: Signing): Promise<Observation> {
  const { txId } = await committed(subject);
  return shown(subject, statusRequest(subject, txId, signing));
}

let place = 0;

async function committed(subject: Subject, organizations = BOTH): Promise<{ txId: string; block: number }> {
  place += 1;
  const { identity } = subject.tax;
  const { signed, txId } = propose(subject.channel, identity, { args: ['put', `status-${place}`, 'value'] });
  const answer = await endorse(subject, signed, organizations);
  const envelope = signedBy(answer.getPreparedTransaction(), identity.sign);
  await order(subject, envelope);
  return { txId, block: (await subject.chain.placeOf(envelope)).block };
}

export const cases: readonly Case[] = [
  {
    name: 'tells code and block of a valid transaction',
    run: async (subject) => {
      const { txId, block } = await committed(subject);
      const answer = await statusOf(subject, statusRequest(subject, txId));
      return { code: CODE_NAMES[answer.getResult()] ?? '', isItsBlock: answer.getBlockNumber() === block };
    },
  },
  {
    name: 'tells the code of an invalid transaction',
    run: async (subject) => {
      const { txId } = await committed(subject, ['TaxMSP']);
      return shown(subject, statusRequest(subject, txId));
    },
  },
  {
    name: 'tells it of one that is asked for before it is submitted',
    run: async (subject) => {
      const { identity } = subject.tax;
      const { signed, txId } = propose(subject.channel, identity, { args: ['put', 'status-early', 'value'] });
      const envelope = signedBy((await endorse(subject, signed)).getPreparedTransaction(), identity.sign);
      const waiting = shown(subject, statusRequest(subject, txId));
      await new Promise((resolve) => setTimeout(resolve, 100));
      await order(subject, envelope);
      return waiting;
    },
  },
  {
    name: 'waits for one that never comes until the client’s deadline',
    run: (subject) => {
      const request = statusRequest(subject, UNKNOWN_ID);
      return new Promise<Observation>((resolve) => {
        subject.tax.bare.gateway.commitStatus(request, { deadline: Date.now() + 300 }, (error) =>
          // The words are the client's own.
          resolve(error?.code ?? 'answered'),
        );
      });
    },
  },
  {
    name: 'tells it to any organization, and to peers and admins',
    run: async (subject) => [
      await asked(subject, { identity: subject.clients.court.identity }),
      await asked(subject, { identity: subject.admins.operator.identity }),
      await asked(subject, { identity: await issued(subject.network, 'tax', { units: ['peer'] }) }),
    ],
  },
  {
    name: 'refuses an orderer, which is no reader',
    run: async (subject) =>
      asked(subject, { identity: await issued(subject.network, 'tax', { units: ['orderer'] }) }),
  },
  {
    name: 'refuses a stranger',
    run: async (subject) => asked(subject, { identity: await foreign(subject.network, 'tax') }),
  },
  {
    name: 'refuses an organization that is not there',
    run: async (subject) => asked(subject, { identity: await foreign(subject.network, 'tax', 'NobodyMSP') }),
  },
  {
    name: 'refuses a certificate without a role',
    run: async (subject) => asked(subject, { identity: await issued(subject.network, 'tax', { units: [] }) }),
  },
  {
    name: 'takes a certificate that has expired',
    run: async (subject) =>
      asked(subject, {
        identity: await issued(subject.network, 'tax', { units: ['client'], from: -3, until: -1 }),
      }),
  },
  {
    name: 'refuses a signature of something else',
    run: (subject) => asked(subject, { sign: () => subject.tax.identity.sign(Buffer.from('else')) }),
  },
  {
    name: 'refuses a signature with a high s',
    run: (subject) => asked(subject, { sign: (bytes) => highSTwin(subject.tax.identity.sign(bytes)) }),
  },
  { name: 'needs a signature', run: (subject) => asked(subject, { sign: () => new Uint8Array() }) },
  { name: 'needs an identity', run: (subject) => asked(subject, { serialized: new Uint8Array() }) },
  {
    name: 'refuses an identity that is none',
    run: (subject) => asked(subject, { serialized: Buffer.from('nobody') }),
  },
  { name: 'needs a channel', run: (subject) => asked(subject, { channel: '' }) },
  { name: 'refuses a channel that is not there', run: (subject) => asked(subject, { channel: 'elsewhere' }) },
  { name: 'needs a transaction id', run: (subject) => shown(subject, statusRequest(subject, '')) },
  {
    name: 'needs a request',
    run: (subject) => shown(subject, new gateway.SignedCommitStatusRequest()),
  },
  {
    name: 'refuses bytes that are no request',
    run: (subject) => {
      const signed = new gateway.SignedCommitStatusRequest();
      signed.setRequest(Buffer.from([0xff, 0xff]));
      signed.setSignature(subject.tax.identity.sign(signed.getRequest_asU8()));
      return shown(subject, signed);
    },
  },
  {
    name: 'tells the same at another organization’s gateway',
    run: async (subject) => {
      const envelope = await endorsed(subject, { args: ['put', 'status-other', 'value'] });
      await order(subject, envelope);
      const { block } = await subject.chain.placeOf(envelope);
      const { txId } = await committed(subject);
      const request = statusRequest(subject, txId);
      const answer = await call<gateway.CommitStatusResponse>((options, done) =>
        subject.clients.court.bare.gateway.commitStatus(request, options, done),
      );
      return { code: CODE_NAMES[answer.getResult()] ?? '', isLater: answer.getBlockNumber() >= block };
    },
  },
];
