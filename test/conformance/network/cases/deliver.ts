/** Deliver and DeliverFiltered: who may read, where a request starts and stops, how it ends. */
import type { ClientDuplexStream } from '@grpc/grpc-js';
import { common, orderer, type peer } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../../test-network/dist/identities/identity.js';
import { seekEnvelope, type Seek } from '../../../test-network/embedded/support/grpc.js';
import { highSTwin } from '../../../test-network/embedded/support/high-s.js';
import { answered, commit } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { CODE_NAMES, STATUS_NAMES, TYPE_NAMES } from '../names.js';
import { foreign, issued } from '../people.js';
import type { Subject } from '../subject.js';

const MINUTE_MS = 60_000;
/** Whoever waits this long for a block of a chain that stands still, and as long as the peer is busy, waits for ever. */
const QUIET_MS = 1_000;

type Sought = Seek & {
  /** Time of the request, from now. */
  readonly atMinutes?: number;
};
type Stream = ClientDuplexStream<common.Envelope, peer.DeliverResponse>;

/** Sends requests on one stream, each after the status of the one before; shows block numbers as `height-1` and so on. */
async function sent(
  subject: Subject,
  stream: Stream,
  envelopes: readonly common.Envelope[],
  height: number,
): Promise<Observation> {
  const seen: Observation[] = [];
  const waiting = [...envelopes];
  return new Promise((resolve) => {
    let heard = 0;
    const finish = (end: string): void => {
      clearTimeout(timer);
      stream.cancel();
      resolve([...seen, end]);
    };
    const wait = (): NodeJS.Timeout => setTimeout(() => void look(), QUIET_MS);
    const look = async (): Promise<void> => {
      const before = heard;
      await answered(subject);
      if (heard === before) finish('silent');
    };
    let timer = wait();
    const sendNext = (): void => {
      const next = waiting.shift();
      if (next) stream.write(next);
    };
    stream.on('data', (response: peer.DeliverResponse) => {
      heard += 1;
      clearTimeout(timer);
      timer = wait();
      if (response.hasStatus()) {
        seen.push(STATUS_NAMES[response.getStatus()] ?? response.getStatus());
        sendNext();
      } else {
        const number =
          response.getBlock()?.getHeader()?.getNumber() ?? response.getFilteredBlock()?.getNumber() ?? -1;
        seen.push(number < 3 ? number : `height${number - height < 0 ? '' : '+'}${number - height}`);
      }
    });
    stream.on('error', (error: { code?: number }) => finish(`error ${error.code ?? ''}`));
    stream.on('end', () => finish('ended'));
    sendNext();
  });
}

async function sought(
  subject: Subject,
  seeks: readonly Seek[],
  identity: SigningIdentity = subject.tax.identity,
): Promise<Observation> {
  const { bare } = subject.tax;
  const { height } = subject.chain;
  const envelopes = (): common.Envelope[] =>
    seeks.map((each) => seekEnvelope(identity, subject.channel, resolved(each, height)));
  const [whole, filtered] = await Promise.all([
    sent(subject, bare.deliver.deliver(), envelopes(), height),
    sent(subject, bare.deliver.deliverFiltered(), envelopes(), height),
  ]);
  return { whole, filtered };
}

/** A negative number counts from the end: -1 is the last block. */
function resolved({ atMinutes, ...seek }: Sought, height: number): Seek {
  const place = (position: Seek['start']): Seek['start'] =>
    typeof position === 'number' && position < 0 ? height + position : position;
  return {
    ...seek,
    start: place(seek.start),
    stop: place(seek.stop),
    ...(atMinutes === undefined ? {} : { at: new Date(Date.now() + atMinutes * MINUTE_MS) }),
  };
}

function seeks(name: string, ...list: readonly Sought[]): Case {
  return { name, needs: 'stillness', run: (subject) => sought(subject, list) };
}

const OLDEST: Seek = { start: 'oldest', stop: 'oldest' };
const FAR = 1_000_000;

function by(name: string, who: (subject: Subject) => Promise<SigningIdentity>): Case {
  return { name, needs: 'stillness', run: async (subject) => sought(subject, [OLDEST], await who(subject)) };
}

function bare(name: string, envelope: (subject: Subject) => common.Envelope): Case {
  return {
    name,
    run: async (subject) => ({
      whole: await sent(subject, subject.tax.bare.deliver.deliver(), [envelope(subject)], 0),
      filtered: await sent(subject, subject.tax.bare.deliver.deliverFiltered(), [envelope(subject)], 0),
    }),
  };
}

export const cases: readonly Case[] = [
  seeks('the oldest', OLDEST),
  seeks('the newest', { start: 'newest', stop: 'newest' }),
  seeks('a range', { start: 0, stop: 2 }),
  seeks('up to the newest', { start: -3, stop: 'newest' }),
  seeks('the newest, up to the oldest', { start: 'newest', stop: 'oldest' }),
  seeks('the oldest, up to the newest, the last three of which follow', { start: -2, stop: -1 }),
  seeks('a range backwards', { start: 2, stop: 1 }),
  seeks('a start beyond the next block', { start: FAR, stop: FAR }),
  seeks('a start beyond the next block, without patience', { start: FAR, stop: FAR, failIfNotReady: true }),
  seeks('a stop beyond the height, without patience', { start: -2, stop: FAR, failIfNotReady: true }),
  seeks('a stop beyond the height, with patience', { start: -2, stop: FAR }),
  seeks('the next commit, without patience', { start: 'next', stop: FAR, failIfNotReady: true }),
  seeks('the next commit, with patience', { start: 'next', stop: FAR }),
  seeks('the next commit, up to the newest', { start: 'next', stop: 'newest' }),
  seeks('up to the next commit', { start: -2, stop: 'next' }),
  seeks('the oldest, up to the next commit', { start: 'oldest', stop: 'next' }),
  seeks('no start', { start: undefined, stop: 0 }),
  seeks('no stop', { start: 0, stop: undefined }),
  seeks('nothing at all', { start: undefined, stop: undefined }),
  seeks('one request after another', OLDEST, { start: 1, stop: 2 }, { start: 'newest', stop: 'newest' }),
  seeks('a request after a refused one', { start: 2, stop: 1 }, OLDEST),
  {
    // Never of filtered blocks: that request ends a peer of Fabric v3.1.5 (docs/decisions/0011).
    name: 'headers alone',
    needs: 'stillness',
    run: (subject) => {
      const envelope = seekEnvelope(subject.tax.identity, subject.channel, {
        start: 0,
        stop: 2,
        headersOnly: true,
      });
      return sent(subject, subject.tax.bare.deliver.deliver(), [envelope], subject.chain.height);
    },
  },
  seeks('bytes that are no request', { start: 0, stop: 0, data: Buffer.from([0xff, 0xff]) }),
  seeks('an empty request', { start: 0, stop: 0, data: new Uint8Array() }),
  seeks('a time 14 minutes ago', { ...OLDEST, atMinutes: -14 }),
  seeks('a time 16 minutes ago', { ...OLDEST, atMinutes: -16 }),
  seeks('a time 16 minutes ahead', { ...OLDEST, atMinutes: 16 }),
  seeks('no time', { ...OLDEST, at: undefined }),
  seeks('a channel that is not there', { ...OLDEST, channel: 'elsewhere' }),
  seeks('no channel', { ...OLDEST, channel: '' }),
  seeks('a binding to a TLS certificate, without one', { ...OLDEST, tlsCertHash: Buffer.alloc(32, 1) }),
  seeks('no signature', { ...OLDEST, sign: () => new Uint8Array() }),
  seeks('a signature that is none', { ...OLDEST, sign: () => Buffer.from('signed') }),
  {
    name: 'a signature with a high s',
    run: (subject) =>
      sought(subject, [{ ...OLDEST, sign: (bytes) => highSTwin(subject.tax.identity.sign(bytes)) }]),
  },
  by('a reader of another organization', ({ clients }) => Promise.resolve(clients.court.identity)),
  by('a peer', ({ network }) => issued(network, 'tax', { units: ['peer'] })),
  by('an admin', ({ admins }) => Promise.resolve(admins.operator.identity)),
  by('an orderer, which is no reader', ({ network }) => issued(network, 'tax', { units: ['orderer'] })),
  by('a stranger', ({ network }) => foreign(network, 'tax')),
  by('an organization that is not there', ({ network }) => foreign(network, 'tax', 'NobodyMSP')),
  by('a certificate that has expired', ({ network }) =>
    issued(network, 'tax', { units: ['client'], from: -3, until: -1 }),
  ),
  by('a creator that is none', ({ tax }) =>
    Promise.resolve({ ...tax.identity, serialized: Buffer.from('nobody') }),
  ),
  bare('an empty envelope', () => new common.Envelope()),
  bare('an envelope whose payload cannot be read', ({ tax }) => {
    const envelope = new common.Envelope();
    envelope.setPayload(Buffer.from([0xff, 0xff]));
    envelope.setSignature(tax.identity.sign(envelope.getPayload_asU8()));
    return envelope;
  }),
  bare('an envelope without header', ({ tax }) => {
    const payload = new common.Payload();
    payload.setData(new orderer.SeekInfo().serializeBinary());
    const envelope = new common.Envelope();
    envelope.setPayload(payload.serializeBinary());
    envelope.setSignature(tax.identity.sign(envelope.getPayload_asU8()));
    return envelope;
  }),
  {
    name: 'a block that comes while the stream waits for it',
    needs: 'solitude',
    run: async (subject) => {
      const { height } = subject.chain;
      const envelope = seekEnvelope(subject.tax.identity, subject.channel, { start: 'next', stop: height });
      const waiting = sent(subject, subject.tax.bare.deliver.deliver(), [envelope], height);
      await answered(subject);
      await new Promise((resolve) => setTimeout(resolve, QUIET_MS / 10));
      await commit(subject, ['put', 'deliver-1', 'value']);
      return waiting;
    },
  },
  {
    name: 'what a filtered block holds',
    needs: 'solitude',
    run: async (subject) => {
      const block = await commit(subject, ['announce', 'deliver-2']);
      return filtered(subject, block);
    },
  },
  { name: 'what the filtered genesis block holds', run: (subject) => filtered(subject, 0) },
  {
    name: 'what a block holds when headers alone are asked for',
    needs: 'solitude',
    run: async (subject) => {
      const block = await commit(subject, ['put', 'deliver-3', 'value']);
      return Promise.all([0, block].map((number) => headers(subject, number)));
    },
  },
  {
    name: 'private data beside blocks',
    needs: 'stillness',
    run: (subject) =>
      sent(
        subject,
        subject.tax.bare.deliver.deliverWithPrivateData(),
        [seekEnvelope(subject.tax.identity, subject.channel, OLDEST)],
        subject.chain.height,
      ),
    difference: {
      why: 'the embedded network has no private data, and says so',
      embedded: ['error 12'],
    },
  },
];

function only(subject: Subject, number: number, headersOnly = false): common.Envelope {
  return seekEnvelope(subject.tax.identity, subject.channel, { start: number, stop: number, headersOnly });
}

function first(stream: Stream, envelope: common.Envelope): Promise<peer.DeliverResponse> {
  return new Promise((resolve, reject) => {
    stream.once('data', resolve);
    stream.on('error', reject);
    stream.write(envelope);
  });
}

async function filtered(subject: Subject, number: number): Promise<Observation> {
  const stream = subject.tax.bare.deliver.deliverFiltered();
  const block = (await first(stream, only(subject, number))).getFilteredBlock();
  stream.end();
  return {
    channel: block?.getChannelId() ?? '',
    isTheBlock: block?.getNumber() === number,
    transactions: (block?.getFilteredTransactionsList() ?? []).map((transaction) => ({
      id: subject.text(transaction.getTxid()),
      type: TYPE_NAMES[transaction.getType()] ?? '',
      code: CODE_NAMES[transaction.getTxValidationCode()] ?? '',
      hasActions: transaction.hasTransactionActions(),
      actions: (transaction.getTransactionActions()?.getChaincodeActionsList() ?? []).map((action) => {
        const event = action.getChaincodeEvent();
        return {
          chaincode: event?.getChaincodeId() ?? '',
          name: event?.getEventName() ?? '',
          id: subject.text(event?.getTxId() ?? ''),
          payload: event?.getPayload_asU8().length ?? -1,
        };
      }),
    })),
  };
}

async function headers(subject: Subject, number: number): Promise<Observation> {
  const stream = subject.tax.bare.deliver.deliver();
  const block = (await first(stream, only(subject, number, true))).getBlock();
  stream.end();
  return {
    header: block?.hasHeader() ?? false,
    data: block?.getData()?.getDataList().length ?? 'absent',
    metadata: block?.getMetadata()?.getMetadataList().length ?? 'absent',
  };
}
