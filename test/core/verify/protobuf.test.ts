import assert from 'node:assert/strict';
import fc from 'fast-check';
import { common, ledger, peer } from '@hyperledger/fabric-protos';
import {
  CHANNEL_HEADER,
  KV_READ_WRITE_SET,
  SIGNED_PROPOSAL,
} from '../../../core/dist/fabric-proof/messages.js';
import {
  MAX_FIELDS,
  bytes,
  bytesList,
  flag,
  integer,
  message,
  nested,
  nestedList,
  readMessage,
  text,
} from '../../../core/dist/protobuf/message.js';

const INNER = message<{ a: number }>('Inner', { a: integer(1) });
const SAMPLE = message<{
  n: number;
  s: string;
  b: Uint8Array;
  f: boolean;
  m: { a: number } | undefined;
  l: Uint8Array[];
}>('Sample', {
  n: integer(1),
  s: text(2),
  b: bytes(3),
  f: flag(4),
  m: nested(5, INNER),
  l: bytesList(16),
});
const read = (...list: number[]): unknown => readMessage(SAMPLE, Uint8Array.from(list));

describe('readMessage', () => {
  it('reads so many fields and no more, wherever they stand', () => {
    const LIST = message<{ l: { a: number }[] }>('List', { l: nestedList(1, INNER) });
    const entries = (count: number): Uint8Array => Buffer.alloc(count * 4, Buffer.of(0x0a, 0x02, 0x08, 0x01));

    assert.equal(readMessage(LIST, entries(MAX_FIELDS / 2)).l.length, MAX_FIELDS / 2);
    assert.throws(() => readMessage(LIST, entries(MAX_FIELDS / 2 + 1)), { name: 'ProtobufError' });
    assert.throws(() => readMessage(LIST, Buffer.alloc(2 * MAX_FIELDS + 2, Buffer.of(0x0a, 0x00))), {
      name: 'ProtobufError',
    });
  });

  it('gives defaults for what is absent, and tells an empty message from none', () => {
    assert.deepEqual(read(), { n: 0, s: '', b: new Uint8Array(0), f: false, m: undefined, l: [] });
    assert.deepEqual(read(0x2a, 0x00), { n: 0, s: '', b: new Uint8Array(0), f: false, m: { a: 0 }, l: [] });
  });

  it('keeps empty entries of a list', () => {
    assert.deepEqual(
      (read(0x82, 0x01, 0x00, 0x82, 0x01, 0x01, 0x61) as { l: Uint8Array[] }).l.map((one) => one.length),
      [0, 1],
    );
  });

  const refused: [string, number[]][] = [
    ['an unknown field', [0x30, 0x01]],
    ['field number 0', [0x00, 0x01]],
    ['a field twice', [0x08, 0x01, 0x08, 0x01]],
    ['fields out of order', [0x20, 0x01, 0x08, 0x01]],
    ['a varint where bytes belong', [0x10, 0x01]],
    ['bytes where a varint belongs', [0x0a, 0x00]],
    ['fixed64', [0x09, 0, 0, 0, 0, 0, 0, 0, 0]],
    ['groups', [0x0b, 0x0c]],
    ['fixed32', [0x0d, 0, 0, 0, 0]],
    ['a zero written out', [0x08, 0x00]],
    ['an empty text written out', [0x12, 0x00]],
    ['empty bytes written out', [0x1a, 0x00]],
    ['false written out', [0x20, 0x00]],
    ['true as 2', [0x20, 0x02]],
    ['a varint longer than needed', [0x08, 0x81, 0x00]],
    ['a tag longer than needed', [0x88, 0x00, 0x01]],
    ['a length longer than needed', [0x12, 0x81, 0x00, 0x61]],
    ['a varint above 2^53 - 1', [0x08, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x10]],
    ['a negative number', [0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]],
    ['a varint that ends early', [0x08, 0x80]],
    ['a tag that ends early', [0x80]],
    ['a length beyond the end', [0x12, 0x05, 0x61]],
    ['a length of four gigabytes', [0x12, 0xff, 0xff, 0xff, 0xff, 0x0f]],
    ['text that is not UTF-8', [0x12, 0x01, 0xff]],
    ['a fault inside a nested message', [0x2a, 0x02, 0x08, 0x00]],
  ];
  for (const [what, list] of refused) {
    it(`refuses ${what}`, () => {
      assert.throws(() => read(...list), { name: 'ProtobufError' });
    });
  }

  it('reads 2^53 - 1', () => {
    assert.equal(
      (read(0x08, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f) as { n: number }).n,
      Number.MAX_SAFE_INTEGER,
    );
  });

  it('reads what Fabric’s classes write', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            type: fc.nat(100),
            epoch: fc.maxSafeNat(),
            channelId: fc.string(),
            extension: fc.uint8Array(),
          },
          { noNullPrototype: true },
        ),
        (value) => {
          const header = new common.ChannelHeader();
          header.setType(value.type);
          header.setEpoch(value.epoch);
          header.setChannelId(value.channelId);
          header.setExtension$(value.extension);

          const { type, epoch, channelId, extension } = readMessage(CHANNEL_HEADER, header.serializeBinary());

          assert.deepEqual({ type, epoch, channelId, extension: Uint8Array.from(extension) }, value);
        },
      ),
    );
  });

  it('reads a version of (0, 0) as present', () => {
    const entry = new ledger.rwset.kvrwset.KVRead();
    entry.setKey('k');
    entry.setVersion(new ledger.rwset.kvrwset.Version());
    const set = new ledger.rwset.kvrwset.KVRWSet();
    set.addReads(entry);

    assert.deepEqual(readMessage(KV_READ_WRITE_SET, set.serializeBinary()).reads, [
      { key: 'k', version: { block: 0, position: 0 } },
    ]);
  });

  it('never reads two byte strings as the same message', () => {
    const signed = (value: { a: Uint8Array; b: Uint8Array }): Uint8Array => {
      const proposal = new peer.SignedProposal();
      proposal.setProposalBytes(value.a);
      proposal.setSignature(value.b);
      return proposal.serializeBinary();
    };
    const value = fc.record({ a: fc.uint8Array({ maxLength: 5 }), b: fc.uint8Array({ maxLength: 5 }) });
    fc.assert(
      fc.property(value, fc.uint8Array({ minLength: 1, maxLength: 4 }), fc.nat(12), (one, noise, at) => {
        const honest = signed(one);
        const place = Math.min(at, honest.length);
        const bent = Uint8Array.from([...honest.subarray(0, place), ...noise, ...honest.subarray(place)]);
        try {
          const { proposalBytes, signature } = readMessage(SIGNED_PROPOSAL, bent);
          assert.deepEqual(Uint8Array.from(signed({ a: proposalBytes, b: signature })), bent);
        } catch (error) {
          assert.equal((error as Error).name, 'ProtobufError');
        }
      }),
      { numRuns: 2000 },
    );
  });
});
