/** Submit: what the gateway and the orderers take, and what they do not. */
import { common } from '@hyperledger/fabric-protos';
import type { SigningIdentity } from '../../../../test-network/dist/identities/identity.js';
import { highSTwin } from '../../../test-network/embedded/support/high-s.js';
import { BOTH, endorse, endorsed, fateOf, signedBy, submit } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { foreign, issued } from '../people.js';
import { propose } from '../proposals.js';
import { MAX_ENVELOPE_BYTES } from '../start.js';
import type { Subject } from '../subject.js';

const NO_QUORUM =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';

type Detail = { readonly message: string };

/**
 * Submits and shows the answer. The gateway gives up as soon as a quorum is out of reach: which orderers had answered
 * by then is chance, what they said is not.
 */
async function answerTo(
  subject: Subject,
  envelope: common.Envelope | undefined,
  channel?: string,
): Promise<Observation> {
  const seen = await subject.outcome(submit(subject, envelope, channel), () => 'taken');
  const { failed } = seen as { failed?: { details?: readonly Detail[] } };
  if (!failed?.details) return seen;
  return { failed: { ...failed, details: [...new Set(failed.details.map(({ message }) => message))] } };
}

const newEnvelope = (subject: Subject, key: string): Promise<common.Envelope> =>
  endorsed(subject, { args: ['put', key, 'value'] });

/** The envelope with one part of its payload changed, signed again. */
function changed(
  envelope: common.Envelope,
  { sign }: SigningIdentity,
  change: (parts: {
    payload: common.Payload;
    channelHeader: common.ChannelHeader;
    signatureHeader: common.SignatureHeader;
  }) => void,
): common.Envelope {
  const payload = common.Payload.deserializeBinary(envelope.getPayload_asU8());
  const header = payload.getHeader() ?? new common.Header();
  const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
  const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
  change({ payload, channelHeader, signatureHeader });
  header.setChannelHeader(channelHeader.serializeBinary());
  header.setSignatureHeader(signatureHeader.serializeBinary());
  if (payload.hasHeader()) payload.setHeader(header);
  const copy = new common.Envelope();
  copy.setPayload(payload.serializeBinary());
  return signedBy(copy, sign);
}

/** Endorsed for somebody, submitted by him. */
async function by(
  subject: Subject,
  key: string,
  endorser: SigningIdentity,
  sender: SigningIdentity,
): Promise<Observation> {
  const { signed } = propose(subject.channel, endorser, { args: ['put', key, 'value'] });
  const envelope = (await endorse(subject, signed, BOTH)).getPreparedTransaction() ?? new common.Envelope();
  return answerTo(
    subject,
    changed(envelope, sender, ({ signatureHeader }) => signatureHeader.setCreator(sender.serialized)),
  );
}

export const cases: readonly Case[] = [
  {
    name: 'takes an endorsed and signed transaction',
    run: async (subject) => fateOf(subject, await newEnvelope(subject, 'submit-1')),
  },
  { name: 'needs a transaction', run: (subject) => answerTo(subject, undefined) },
  { name: 'needs a transaction with content', run: (subject) => answerTo(subject, new common.Envelope()) },
  {
    name: 'needs a signature',
    run: async (subject) => {
      const envelope = await newEnvelope(subject, 'submit-2');
      envelope.setSignature('');
      return answerTo(subject, envelope);
    },
  },
  {
    name: 'needs a payload',
    run: (subject) => answerTo(subject, signedBy(new common.Envelope(), subject.tax.identity.sign)),
  },
  {
    name: 'refuses a payload that cannot be read',
    run: (subject) => {
      const envelope = new common.Envelope();
      envelope.setPayload(Buffer.from([0xff, 0xff]));
      return answerTo(subject, signedBy(envelope, subject.tax.identity.sign));
    },
  },
  {
    name: 'refuses a payload without header',
    run: async (subject) =>
      answerTo(
        subject,
        changed(await newEnvelope(subject, 'submit-3'), subject.tax.identity, ({ payload }) =>
          payload.clearHeader(),
        ),
      ),
  },
  {
    name: 'refuses a channel that is not there, in the request',
    run: async (subject) => [
      await answerTo(subject, await newEnvelope(subject, 'submit-4'), 'elsewhere'),
      await answerTo(subject, await newEnvelope(subject, 'submit-4'), ''),
    ],
  },
  {
    name: 'refuses a channel that is not there, in the envelope',
    run: async (subject) => {
      const envelope = await newEnvelope(subject, 'submit-5');
      const moved = (channel: string): common.Envelope =>
        changed(envelope, subject.tax.identity, ({ channelHeader }) => channelHeader.setChannelId(channel));
      return [await answerTo(subject, moved('elsewhere')), await answerTo(subject, moved(''))];
    },
  },
  {
    name: 'refuses a signature of something else',
    run: async (subject) => {
      const envelope = await newEnvelope(subject, 'submit-6');
      envelope.setSignature(subject.tax.identity.sign(Buffer.from('else')));
      return answerTo(subject, envelope);
    },
  },
  {
    name: 'refuses a signature with a high s',
    run: async (subject) => {
      const envelope = await newEnvelope(subject, 'submit-7');
      envelope.setSignature(highSTwin(envelope.getSignature_asU8()));
      return answerTo(subject, envelope);
    },
  },
  {
    name: 'refuses a stranger',
    run: async (subject) =>
      by(subject, 'submit-8', subject.tax.identity, await foreign(subject.network, 'tax')),
  },
  {
    name: 'refuses an organization that is not there',
    run: async (subject) =>
      by(subject, 'submit-9', subject.tax.identity, await foreign(subject.network, 'tax', 'NobodyMSP')),
  },
  {
    name: 'refuses a certificate that has expired',
    run: async (subject) =>
      by(
        subject,
        'submit-10',
        subject.tax.identity,
        await issued(subject.network, 'tax', { units: ['client'], from: -3, until: -1 }),
      ),
  },
  {
    name: 'refuses a peer as sender',
    run: async (subject) =>
      by(
        subject,
        'submit-11',
        subject.tax.identity,
        await issued(subject.network, 'tax', { units: ['peer'] }),
      ),
  },
  {
    name: 'refuses a creator that is no identity',
    run: async (subject) => {
      const { identity } = subject.tax;
      return by(subject, 'submit-12', identity, { ...identity, serialized: Buffer.from('nobody') });
    },
  },
  {
    name: 'refuses an envelope beyond the limit',
    run: (subject) => {
      const { identity } = subject.tax;
      return newEnvelope(subject, 'submit-13')
        .then((envelope) =>
          answerTo(
            subject,
            changed(envelope, identity, ({ payload }) => payload.setData(new Uint8Array(MAX_ENVELOPE_BYTES))),
          ),
        )
        .then(
          (seen) =>
            JSON.parse(JSON.stringify(seen).replace(/is \d+ bytes/, 'is <many> bytes')) as Observation,
        );
    },
  },
  {
    name: 'refuses a configuration that is sent as it is',
    run: async (subject) =>
      answerTo(
        subject,
        changed(await newEnvelope(subject, 'submit-14'), subject.tax.identity, ({ channelHeader }) =>
          channelHeader.setType(common.HeaderType.CONFIG),
        ),
      ),
  },
  {
    name: 'refuses a transaction of orderers',
    run: async (subject) =>
      answerTo(
        subject,
        changed(await newEnvelope(subject, 'submit-15'), subject.tax.identity, ({ channelHeader }) =>
          channelHeader.setType(common.HeaderType.ORDERER_TRANSACTION),
        ),
      ),
  },
  {
    name: 'refuses a configuration update that is none',
    difference: {
      why: 'the embedded network keeps the configuration it was made with: it refuses every update, by name',
      embedded: {
        failed: {
          code: 'UNAVAILABLE',
          message: NO_QUORUM,
          details: [
            'received unsuccessful response from orderer: status=NOT_IMPLEMENTED, info=configuration updates are not implemented by the embedded network',
          ],
        },
      },
    },
    run: async (subject) =>
      answerTo(
        subject,
        changed(await newEnvelope(subject, 'submit-16'), subject.tax.identity, ({ channelHeader }) =>
          channelHeader.setType(common.HeaderType.CONFIG_UPDATE),
        ),
      ),
  },
  {
    name: 'says of an envelope that is in a block already that it was processed',
    needs: 'solitude',
    run: async (subject) => {
      const envelope = await newEnvelope(subject, 'submit-17');
      const first = await fateOf(subject, envelope);
      return [first, await answerTo(subject, envelope)];
    },
  },
  {
    name: 'takes one envelope that is sent twice at once',
    run: async (subject) => {
      const envelope = await newEnvelope(subject, 'submit-18');
      await Promise.allSettled([submit(subject, envelope), submit(subject, envelope)]);
      const places = await subject.chain.placesOf(envelope);
      return { places: places.length, code: places[0]?.code ?? -1 };
    },
  },
];
