/** Every validation code that a transaction can get, through blocks that a quorum of orderers signed. */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, peer } from '@hyperledger/fabric-protos';
import { signaturePolicy } from '../../../test-network/dist/channel/policy.js';
import { defaultDescription } from '../../../test-network/dist/description.js';
import {
  LIFECYCLE,
  approvalKey,
  sequenceKey,
} from '../../../test-network/dist/embedded/system/definitions.js';
import { CODE } from '../../../test-network/dist/embedded/validation/codes.js';
import { loadIdentity, type SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import { highSTwin } from './support/high-s.js';
import { NAMESPACE, TestChannel } from './support/test-channel.js';
import { envelopeOf, type SetDraft } from './support/transactions.js';

const put = (key: string, value: string | undefined = 'x'): SetDraft => ({
  namespace: NAMESPACE,
  writes: [[key, value]],
});

describe('validation of transactions', () => {
  let channel: TestChannel;
  let strangers: string;
  let stranger: SigningIdentity;

  before(async () => {
    channel = await TestChannel.create();
    strangers = await mkdtemp(join(tmpdir(), 'chopmark-strangers-'));
    const other = await prepareNetwork(defaultDescription('embedded'), strangers);
    stranger = await loadIdentity(other.description, other.layout, 'tax', 'gateway');
  });

  after(async () => {
    await channel.remove();
    await rm(strangers, { recursive: true, force: true });
  });

  type Transaction = Parameters<TestChannel['transaction']>[0];

  const malformed: readonly {
    readonly what: string;
    readonly code: number;
    readonly draft: () => Transaction;
  }[] = [
    { what: 'an epoch that is not zero', code: CODE.BAD_COMMON_HEADER, draft: () => ({ epoch: 1 }) },
    {
      what: 'an unknown type',
      code: CODE.BAD_COMMON_HEADER,
      draft: () => ({ type: common.HeaderType.MESSAGE }),
    },
    { what: 'no nonce', code: CODE.BAD_COMMON_HEADER, draft: () => ({ nonce: new Uint8Array() }) },
    {
      what: 'a signature over something else',
      code: CODE.BAD_CREATOR_SIGNATURE,
      draft: () => ({ sign: () => channel.client.sign(Buffer.from('else')) }),
    },
    {
      what: 'a high-S signature',
      code: CODE.BAD_CREATOR_SIGNATURE,
      draft: () => ({ sign: (bytes) => highSTwin(channel.client.sign(bytes)) }),
    },
    {
      what: 'a creator of another CA with our MSP id',
      code: CODE.BAD_CREATOR_SIGNATURE,
      draft: () => ({ creator: stranger }),
    },
    { what: 'another channel', code: CODE.BAD_CREATOR_SIGNATURE, draft: () => ({ channel: 'elsewhere' }) },
    {
      what: 'a configuration transaction',
      code: CODE.INVALID_CONFIG_TRANSACTION,
      draft: () => ({ type: common.HeaderType.CONFIG }),
    },
    {
      what: 'a configuration update',
      code: CODE.UNSUPPORTED_TX_PAYLOAD,
      draft: () => ({ type: common.HeaderType.CONFIG_UPDATE }),
    },
    {
      what: 'a transaction id that is not the hash of nonce and creator',
      code: CODE.BAD_PROPOSAL_TXID,
      draft: () => ({ txId: 'a'.repeat(64) }),
    },
    { what: 'two actions', code: CODE.INVALID_ENDORSER_TRANSACTION, draft: () => ({ actions: 2 }) },
    { what: 'no action', code: CODE.INVALID_ENDORSER_TRANSACTION, draft: () => ({ actions: 0 }) },
    {
      what: 'the hash of another proposal',
      code: CODE.INVALID_ENDORSER_TRANSACTION,
      draft: () => ({ proposalHash: randomBytes(32) }),
    },
    {
      what: 'results that are no read-write set',
      code: CODE.BAD_RWSET,
      draft: () => ({ results: Buffer.from([0xff, 0xff]) }),
    },
    {
      what: 'another chaincode in the result',
      code: CODE.INVALID_CHAINCODE,
      draft: () => ({ actionChaincode: 'other' }),
    },
    { what: 'no version', code: CODE.INVALID_CHAINCODE, draft: () => ({ version: '' }) },
    {
      what: 'a chaincode without definition',
      code: CODE.INVALID_CHAINCODE,
      draft: () => ({ chaincode: 'nowhere' }),
    },
    {
      what: 'a namespace twice',
      code: CODE.ILLEGAL_WRITESET,
      draft: () => ({ sets: [put('bad'), put('bad')] }),
    },
    {
      what: 'an event of another chaincode',
      code: CODE.INVALID_OTHER_REASON,
      draft: () => ({ events: eventOf('other') }),
    },
    {
      what: 'a write in a namespace without definition',
      code: CODE.INVALID_CHAINCODE,
      draft: () => ({ sets: [put('bad'), { namespace: 'nowhere', writes: [['k', 'v']] }] }),
    },
  ];
  for (const { what, code, draft } of malformed) {
    it(`gives ${code} to ${what}, and changes nothing`, async () => {
      const flags = await channel.commit([channel.transaction({ sets: [put('bad')], ...draft() })]);

      assert.deepEqual(flags, [code]);
      assert.equal(await channel.valueOf('bad'), undefined);
    });
  }

  it('gives 3 to a payload without header, 2 to one that is no message', async () => {
    const empty = envelopeOf(
      new common.Payload().serializeBinary().length === 0 ? Buffer.from([0x12, 0x01, 0x00]) : Buffer.alloc(1),
      channel.client.sign,
    );
    const garbage = envelopeOf(Buffer.from([0xff, 0xff, 0xff]), channel.client.sign);

    assert.deepEqual(await channel.commit([empty, garbage]), [CODE.BAD_COMMON_HEADER, CODE.BAD_PAYLOAD]);
  });

  describe('endorsement policy AND(TaxMSP.peer, one of the others)', () => {
    const cases: readonly {
      readonly what: string;
      readonly valid: boolean;
      readonly draft: () => Transaction;
    }[] = [
      { what: 'the authority and one other', valid: true, draft: () => ({ endorsers: ['tax', 'court'] }) },
      {
        what: 'all four',
        valid: true,
        draft: () => ({ endorsers: ['operator', 'court', 'affairs', 'tax'] }),
      },
      { what: 'the authority alone', valid: false, draft: () => ({ endorsers: ['tax'] }) },
      { what: 'the authority twice', valid: false, draft: () => ({ endorsers: ['tax', 'tax'] }) },
      {
        what: 'all others without the authority',
        valid: false,
        draft: () => ({ endorsers: ['affairs', 'court', 'operator'] }),
      },
      { what: 'nobody', valid: false, draft: () => ({ endorsers: [] }) },
      {
        what: 'one whose signature is wrong',
        valid: false,
        draft: () => ({
          endorse: (message, { mspId, sign }) => sign(mspId === 'AffairsMSP' ? Buffer.from('else') : message),
        }),
      },
      {
        what: 'one whose signature is the high twin',
        valid: false,
        draft: () => ({
          endorse: (message, { mspId, sign }) =>
            mspId === 'AffairsMSP' ? highSTwin(sign(message)) : Buffer.from(sign(message)),
        }),
      },
    ];
    for (const { what, valid, draft } of cases) {
      it(`${valid ? 'takes' : 'refuses'} ${what}`, async () => {
        const key = `policy-${what}`;

        const flags = await channel.commit([channel.transaction({ sets: [put(key)], ...draft() })]);

        assert.deepEqual(flags, [valid ? CODE.VALID : CODE.ENDORSEMENT_POLICY_FAILURE]);
        assert.equal(await channel.valueOf(key), valid ? 'x' : undefined);
      });
    }

    it('refuses a client of the authority where its peer is asked for', async () => {
      const transaction = channel.transaction({
        endorsers: [channel.client, 'affairs'],
        sets: [put('client')],
      });

      assert.deepEqual(await channel.commit([transaction]), [CODE.ENDORSEMENT_POLICY_FAILURE]);
    });
  });

  describe('transaction ids', () => {
    it('gives 9 to the same envelope again, in a later block and in the same one', async () => {
      const envelope = channel.transaction({ sets: [put('once', '1')] });
      assert.deepEqual(await channel.commit([envelope, envelope]), [CODE.VALID, CODE.DUPLICATE_TXID]);

      assert.deepEqual(await channel.commit([envelope]), [CODE.DUPLICATE_TXID]);
    });

    it('uses an id up with an invalid transaction; look-ups give the first', async () => {
      const nonce = randomBytes(24);
      const bad = channel.transaction({ nonce, endorsers: [], sets: [put('used')] });
      const good = channel.transaction({ nonce, sets: [put('used')] });
      assert.deepEqual(await channel.commit([bad]), [CODE.ENDORSEMENT_POLICY_FAILURE]);
      const { number } = channel.ledger.last;

      assert.deepEqual(await channel.commit([good]), [CODE.DUPLICATE_TXID]);

      const header = common.ChannelHeader.deserializeBinary(
        common.Payload.deserializeBinary(common.Envelope.deserializeBinary(good).getPayload_asU8())
          .getHeader()!
          .getChannelHeader_asU8(),
      );
      const place = await channel.ledger.transaction(header.getTxId());
      assert.deepEqual(place, { block: number, position: 0, code: CODE.ENDORSEMENT_POLICY_FAILURE });
    });

    it('takes an id in the same block after an invalid one of that id', async () => {
      const nonce = randomBytes(24);
      const bad = channel.transaction({ nonce, endorsers: [], sets: [put('second')] });
      const good = channel.transaction({ nonce, sets: [put('second')] });

      assert.deepEqual(await channel.commit([bad, good]), [CODE.ENDORSEMENT_POLICY_FAILURE, CODE.VALID]);
    });
  });

  describe('versions', () => {
    it('gives 11 to what was read at another version, and to all but the first of a block that read and write a key', async () => {
      await channel.commit([channel.transaction({ sets: [put('counter', '1')] })]);
      const version = { block: channel.ledger.last.number, position: 0 };
      const bump = (value: string): Uint8Array =>
        channel.transaction({
          sets: [{ namespace: NAMESPACE, reads: [['counter', version]], writes: [['counter', value]] }],
        });

      assert.deepEqual(await channel.commit([bump('2'), bump('3')]), [CODE.VALID, CODE.MVCC_READ_CONFLICT]);
      assert.deepEqual(await channel.commit([bump('4')]), [CODE.MVCC_READ_CONFLICT]);

      assert.equal(await channel.valueOf('counter'), '2');
    });

    it('lets one of two creations win', async () => {
      const create = (): Uint8Array =>
        channel.transaction({
          sets: [{ namespace: NAMESPACE, reads: [['unique', undefined]], writes: [['unique', 'mine']] }],
        });

      assert.deepEqual(await channel.commit([create(), create()]), [CODE.VALID, CODE.MVCC_READ_CONFLICT]);
      assert.deepEqual(await channel.commit([create()]), [CODE.MVCC_READ_CONFLICT]);
    });

    it('counts versions by the place in the block, invalid transactions included', async () => {
      await channel.commit([
        channel.transaction({ endorsers: [], sets: [put('place')] }),
        channel.transaction({ sets: [put('place')] }),
      ]);
      const read = (position: number): Uint8Array =>
        channel.transaction({
          sets: [
            { namespace: NAMESPACE, reads: [['place', { block: channel.ledger.last.number, position }]] },
          ],
        });
      const [wrong, right] = [read(0), read(1)];

      assert.deepEqual(await channel.commit([wrong, right]), [CODE.MVCC_READ_CONFLICT, CODE.VALID]);
    });

    it('gives 11 to the reader of a definition that has changed', async () => {
      const stale = { block: 0, position: 0 };
      const transaction = channel.transaction({
        sets: [{ namespace: LIFECYCLE, reads: [[sequenceKey(NAMESPACE), stale]] }, put('old')],
      });

      assert.deepEqual(await channel.commit([transaction]), [CODE.MVCC_READ_CONFLICT]);
    });

    it('takes an empty value for a delete', async () => {
      await channel.commit([channel.transaction({ sets: [put('gone', 'here')] })]);

      await channel.commit([channel.transaction({ sets: [put('gone', '')] })]);

      assert.equal(await channel.valueOf('gone'), undefined);
    });
  });

  describe('_lifecycle', () => {
    const approval = (
      mspId: string,
      endorsers: readonly ('tax' | 'affairs' | 'court' | 'operator')[],
    ): Uint8Array =>
      channel.transaction({
        chaincode: LIFECYCLE,
        version: 'syscc',
        endorsers,
        sets: [{ namespace: LIFECYCLE, writes: [[approvalKey(mspId, 'later', 1), 'approved']] }],
      });

    it('takes an approval by the organization itself and by nobody else', async () => {
      assert.deepEqual(await channel.commit([approval('CourtMSP', ['court'])]), [CODE.VALID]);
      assert.deepEqual(await channel.commit([approval('AffairsMSP', ['tax', 'court', 'operator'])]), [
        CODE.ENDORSEMENT_POLICY_FAILURE,
      ]);
    });

    it('asks a majority of organizations for everything else', async () => {
      const define = (endorsers: readonly ('tax' | 'affairs' | 'court' | 'operator')[]): Uint8Array =>
        channel.transaction({
          chaincode: LIFECYCLE,
          version: 'syscc',
          endorsers,
          sets: [{ namespace: LIFECYCLE, writes: [[sequenceKey('later'), 'two']] }],
        });

      assert.deepEqual(await channel.commit([define(['tax', 'court'])]), [CODE.ENDORSEMENT_POLICY_FAILURE]);
      assert.deepEqual(await channel.commit([define(['tax', 'court', 'operator'])]), [CODE.VALID]);
    });

    it('keeps other chaincodes from writing there with their own policy', async () => {
      const intruder = channel.transaction({
        sets: [put('fine'), { namespace: LIFECYCLE, writes: [[sequenceKey(NAMESPACE), 'mine']] }],
      });

      assert.deepEqual(await channel.commit([intruder]), [CODE.ENDORSEMENT_POLICY_FAILURE]);
      assert.equal(await channel.valueOf('fine'), undefined);
    });
  });

  describe('a key with a policy of its own', () => {
    const courtOnly = signaturePolicy({ mspId: 'CourtMSP', role: 'peer' }).serializeBinary();
    const writeKey = (endorsers: readonly ('tax' | 'court' | 'affairs')[], value: string): Uint8Array =>
      channel.transaction({ endorsers, sets: [put('guarded', value)] });

    it('is judged by that policy from the next block on', async () => {
      await channel.commit([
        channel.transaction({
          sets: [{ namespace: NAMESPACE, writes: [['guarded', '1']], keyPolicies: [['guarded', courtOnly]] }],
        }),
      ]);

      assert.deepEqual(await channel.commit([writeKey(['tax', 'affairs'], '2')]), [
        CODE.ENDORSEMENT_POLICY_FAILURE,
      ]);
      assert.deepEqual(await channel.commit([writeKey(['court'], '3')]), [CODE.VALID]);
      assert.deepEqual(
        await channel.commit([writeKey(['tax', 'affairs'], '4')]),
        [CODE.ENDORSEMENT_POLICY_FAILURE],
        'a value write keeps the policy',
      );
      assert.equal(await channel.valueOf('guarded'), '3');
    });

    it('refuses a write after a change of the policy in the same block', async () => {
      const change = channel.transaction({
        sets: [{ namespace: NAMESPACE, writes: [['fresh', '1']], keyPolicies: [['fresh', courtOnly]] }],
      });
      const after = channel.transaction({ sets: [put('fresh', '2')] });

      assert.deepEqual(await channel.commit([change, after]), [CODE.VALID, CODE.ENDORSEMENT_POLICY_FAILURE]);
    });

    it('raises the version of a key whose policy alone is written, and ignores an absent key', async () => {
      await channel.commit([channel.transaction({ sets: [put('policy-only', 'kept')] })]);
      const before = (await channel.ledger.state.get(NAMESPACE, 'policy-only'))!.version;

      await channel.commit([
        channel.transaction({
          sets: [
            {
              namespace: NAMESPACE,
              keyPolicies: [
                ['policy-only', courtOnly],
                ['absent', courtOnly],
              ],
            },
          ],
        }),
      ]);

      const after = (await channel.ledger.state.get(NAMESPACE, 'policy-only'))!;
      assert.ok(after.version.block > before.block);
      assert.equal(Buffer.from(after.value).toString(), 'kept');
      assert.equal(await channel.valueOf('absent'), undefined);
    });
  });
});

function eventOf(chaincode: string): Uint8Array {
  const event = new peer.ChaincodeEvent();
  event.setChaincodeId(chaincode);
  event.setEventName('event');
  return event.serializeBinary();
}
