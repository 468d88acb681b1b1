/** ChaincodeEvents: events of valid transactions, block by block, and where a stream starts. */
import { status, type ServiceError } from '@grpc/grpc-js';
import { gateway, orderer } from '@hyperledger/fabric-protos';
import { answered, BOTH, commit, endorse, order, signedBy } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { foreign, issued } from '../people.js';
import { failureOf } from '../plain.js';
import { propose, type ProposalDraft } from '../proposals.js';
import { SECOND } from '../second-chaincode.js';
import { eventOf } from '../shown.js';
import { eventsRequest, type EventsFrom } from '../signed-requests.js';
import type { Subject } from '../subject.js';

const QUIET_MS = 400;
const PATIENCE_MS = 60_000;

type Announced = { readonly txId: string; readonly block: number };

async function transaction(subject: Subject, draft: ProposalDraft, organizations = BOTH): Promise<Announced> {
  const { identity } = subject.tax;
  const { signed, txId } = propose(subject.channel, identity, draft);
  const answer = await endorse(subject, signed, organizations);
  const envelope = signedBy(answer.getPreparedTransaction(), identity.sign);
  await order(subject, envelope);
  return { txId, block: (await subject.chain.placeOf(envelope)).block };
}

function announce(subject: Subject, name: string, organizations = BOTH): Promise<Announced> {
  return transaction(subject, { args: ['announce', name] }, organizations);
}

/**
 * Reads until the event `last` has come, the stream has ended, or nothing came for a while after `quietly`; shows the
 * events whose names begin so: other cases make events, too.
 */
async function read(
  subject: Subject,
  request: gateway.SignedChaincodeEventsRequest,
  prefix: string,
  last?: string,
): Promise<Observation> {
  const stream = subject.tax.bare.gateway.chaincodeEvents(request);
  const seen: Observation[] = [];
  let blockBefore = -1;
  let ascending = true;
  return new Promise((resolve) => {
    const finish = (end: Observation): void => {
      clearTimeout(timer);
      stream.cancel();
      resolve({ events: seen, ascending, end });
    };
    const timer =
      last === undefined
        ? setTimeout(() => void answered(subject).then(() => finish('silent')), QUIET_MS)
        : setTimeout(() => finish('silent'), PATIENCE_MS);
    stream.on('data', (response: gateway.ChaincodeEventsResponse) => {
      ascending &&= response.getBlockNumber() > blockBefore;
      blockBefore = response.getBlockNumber();
      const own = response
        .getEventsList()
        .filter((event) => `${event.getEventName()}-`.startsWith(`${prefix}-`));
      seen.push(...own.map(eventOf));
      if (own.some((event) => event.getEventName() === last)) finish('read');
    });
    stream.on('error', (error: ServiceError) => {
      if (error.code !== status.CANCELLED) finish(failureOf(error, subject.network.description));
    });
    stream.on('end', () => finish('ended'));
  });
}

/** Reads what comes, and makes events until one does: nothing tells when the stream has begun. */
async function announcing(
  subject: Subject,
  request: gateway.SignedChaincodeEventsRequest,
  prefix: string,
): Promise<Observation> {
  let waits = true;
  const reading = read(subject, request, prefix, `${prefix}-last`).finally(() => (waits = false));
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-condition -- the reading ends it
  while (waits) await announce(subject, `${prefix}-last`);
  return reading;
}

/** Nothing but the answer to a request that is refused. */
async function refused(subject: Subject, from: EventsFrom): Promise<Observation> {
  return read(subject, eventsRequest(subject, { block: 0, ...from }), 'no such event');
}

function at(change: (position: orderer.SeekPosition) => void): orderer.SeekPosition {
  const position = new orderer.SeekPosition();
  change(position);
  return position;
}

export const cases: readonly Case[] = [
  {
    name: 'gives the events of valid transactions from a block on, in order',
    run: async (subject) => {
      const { block } = await announce(subject, 'events-1-first');
      await announce(subject, 'events-1-invalid', ['TaxMSP']);
      await announce(subject, 'events-1-second');
      await announce(subject, 'events-1-last');
      return read(subject, eventsRequest(subject, { block }), 'events-1', 'events-1-last');
    },
  },
  {
    name: 'goes on after a transaction',
    run: async (subject) => {
      const { txId } = await announce(subject, 'events-2-first');
      await announce(subject, 'events-2-last');
      return read(subject, eventsRequest(subject, { after: txId }), 'events-2', 'events-2-last');
    },
  },
  {
    name: 'goes on after a transaction whatever block is named besides',
    run: async (subject) => {
      const first = await announce(subject, 'events-3-first');
      const second = await announce(subject, 'events-3-second');
      await announce(subject, 'events-3-last');
      const request = eventsRequest(subject, { after: second.txId, block: first.block });
      return read(subject, request, 'events-3', 'events-3-last');
    },
  },
  {
    name: 'starts at the block when the transaction is not known, and stays silent until it comes',
    run: async (subject) => {
      const { block } = await announce(subject, 'events-4-first');
      const request = eventsRequest(subject, { after: 'f'.repeat(64), block });
      return read(subject, request, 'events-4');
    },
  },
  {
    name: 'stays silent after a transaction that had no event',
    run: async (subject) => {
      const { txId } = await transaction(subject, { args: ['put', 'events-5', 'value'] });
      await announce(subject, 'events-5-later');
      return read(subject, eventsRequest(subject, { after: txId }), 'events-5');
    },
  },
  {
    name: 'stays silent after a transaction that was invalid',
    run: async (subject) => {
      const { txId } = await announce(subject, 'events-6-invalid', ['TaxMSP']);
      await announce(subject, 'events-6-later');
      return read(subject, eventsRequest(subject, { after: txId }), 'events-6');
    },
  },
  {
    name: 'gives what comes when no start is named',
    run: async (subject) => {
      await announce(subject, 'events-7-before');
      return announcing(subject, eventsRequest(subject, {}), 'events-7');
    },
  },
  {
    name: 'gives what comes when the next commit is named',
    run: async (subject) => {
      const position = at((place) => place.setNextCommit(new orderer.SeekNextCommit()));
      return announcing(subject, eventsRequest(subject, { position }), 'events-8');
    },
  },
  {
    name: 'waits for a block that is not there yet',
    run: (subject) => read(subject, eventsRequest(subject, { block: 1_000_000 }), 'events-9'),
  },
  {
    name: 'gives nothing of another chaincode',
    run: async (subject) => {
      const { block } = await announce(subject, 'events-10-of-ranges');
      await transaction(subject, { args: ['announce', 'events-10-of-second'], chaincode: SECOND });
      return [
        await read(
          subject,
          eventsRequest(subject, { block, chaincode: SECOND }),
          'events-10',
          'events-10-of-second',
        ),
        await read(subject, eventsRequest(subject, { block, chaincode: 'nowhere' }), 'events-10'),
      ];
    },
  },
  {
    name: 'gives the last event of a transaction that made two',
    run: async (subject) => {
      const { block } = await transaction(subject, { args: ['announceTwice', 'events-11-a', 'events-11-b'] });
      return read(subject, eventsRequest(subject, { block }), 'events-11', 'events-11-b');
    },
  },
  {
    name: 'gives an event of a transaction that writes nothing',
    run: async (subject) => {
      const { block } = await transaction(subject, { args: ['announceBytes', 'events-12', '20'] });
      return read(subject, eventsRequest(subject, { block }), 'events-12', 'events-12');
    },
  },
  {
    name: 'makes no event without a name',
    run: async (subject) => {
      const { identity } = subject.tax;
      const { signed } = propose(subject.channel, identity, { args: ['announceTwice', 'x', ''] });
      return subject.outcome(endorse(subject, signed), () => 'endorsed');
    },
  },
  {
    name: 'starts nowhere but at a block or the next one',
    run: async (subject) => [
      await refused(subject, { position: at((place) => place.setOldest(new orderer.SeekOldest())) }),
      await refused(subject, { position: at((place) => place.setNewest(new orderer.SeekNewest())) }),
    ],
  },
  {
    name: 'takes a position that says nothing for the next commit',
    run: async (subject) => {
      await commit(subject, ['put', 'events-13', 'value']);
      return read(subject, eventsRequest(subject, { position: at(() => undefined) }), 'events-13');
    },
  },
  {
    name: 'refuses a channel that is not there',
    run: (subject) => refused(subject, { channel: 'elsewhere' }),
  },
  { name: 'needs a channel', run: (subject) => refused(subject, { channel: '' }) },
  { name: 'needs an identity', run: (subject) => refused(subject, { serialized: new Uint8Array() }) },
  {
    name: 'refuses a stranger',
    run: async (subject) => refused(subject, { identity: await foreign(subject.network, 'tax') }),
  },
  {
    name: 'refuses an orderer, which is no reader',
    run: async (subject) =>
      refused(subject, { identity: await issued(subject.network, 'tax', { units: ['orderer'] }) }),
  },
  {
    name: 'refuses a signature of something else',
    run: (subject) => refused(subject, { sign: () => subject.tax.identity.sign(Buffer.from('else')) }),
  },
  {
    name: 'needs a request',
    run: (subject) => read(subject, new gateway.SignedChaincodeEventsRequest(), ''),
  },
  {
    name: 'refuses bytes that are no request',
    run: (subject) => {
      const signed = new gateway.SignedChaincodeEventsRequest();
      signed.setRequest(Buffer.from([0xff, 0xff]));
      return read(subject, signed, '');
    },
  },
];
