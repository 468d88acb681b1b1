/**
 * Transactions that no honest peer endorsed, past the gateway's checks and the orderers': what every committer says of
 * them. Codes that an orderer never lets through (no payload, a bad creator's signature, another type) are held to the
 * embedded committer by its own tests; an envelope of another type is not even tried here, for the orderers of
 * Fabric v3.1.5 take it, and then no leader can propose a block until it is given up.
 */
import type { gateway } from '@hyperledger/fabric-protos';
import { ledger, peer } from '@hyperledger/fabric-protos';
import { randomBytes } from 'node:crypto';
import { highSTwin } from '../../../test-network/embedded/support/high-s.js';
import type { SetDraft } from '../../../test-network/embedded/support/transactions.js';
import { ask, call, commit, fateOf, submit } from '../calls.js';
import type { Case, Observation } from '../case.js';
import { crafted, put, type CraftedDraft } from '../crafted.js';
import { CODE_NAMES } from '../names.js';
import { foreign, issued } from '../people.js';
import { transactionId } from '../proposals.js';
import { statusRequest } from '../signed-requests.js';
import { RANGES } from '../start.js';
import type { Subject } from '../subject.js';

function wrong(name: string, draft: (subject: Subject) => CraftedDraft | Promise<CraftedDraft>): Case {
  return { name, run: async (subject) => fateOf(subject, crafted(subject, await draft(subject))) };
}

function event(chaincode: string): Uint8Array {
  const message = new peer.ChaincodeEvent();
  message.setChaincodeId(chaincode);
  message.setEventName('crafted');
  return message.serializeBinary();
}

function reading(key: string, version: { block: number; position: number } | undefined): SetDraft {
  return { namespace: RANGES, reads: [[key, version]], writes: [['validation-target', 'x']] };
}

function range(
  start: string,
  end: string,
  exhausted: boolean,
  reads: readonly (readonly [string, number, number])[],
): ledger.rwset.kvrwset.RangeQueryInfo {
  const { kvrwset } = ledger.rwset;
  const info = new kvrwset.RangeQueryInfo();
  info.setStartKey(start);
  info.setEndKey(end);
  info.setItrExhausted(exhausted);
  const raw = new kvrwset.QueryReads();
  for (const [key, block, position] of reads) {
    const read = new kvrwset.KVRead();
    read.setKey(key);
    const version = new kvrwset.Version();
    version.setBlockNum(block);
    version.setTxNum(position);
    read.setVersion(version);
    raw.addKvReads(read);
  }
  info.setRawReads(raw);
  return info;
}

async function twice(subject: Subject, first: CraftedDraft, second: CraftedDraft): Promise<Observation> {
  return [await fateOf(subject, crafted(subject, first)), await fateOf(subject, crafted(subject, second))];
}

export const cases: readonly Case[] = [
  wrong('nothing', () => ({})),
  wrong('an epoch', () => ({ epoch: 1 })),
  wrong('no nonce', () => ({ nonce: new Uint8Array() })),
  wrong('a transaction id of another nonce', () => ({ txId: randomBytes(32).toString('hex') })),
  wrong('no transaction id', () => ({ txId: '' })),
  wrong('two actions', () => ({ actions: 2 })),
  wrong('the hash of another proposal', () => ({ proposalHash: randomBytes(32) })),
  wrong('no hash of a proposal', () => ({ proposalHash: new Uint8Array() })),
  wrong('nothing that was asked', () => ({ proposalPayload: new Uint8Array() })),
  wrong('something asked that cannot be read', () => ({ proposalPayload: Buffer.from([0xff, 0xff]) })),
  wrong('no endorsement', () => ({ endorsers: [] })),
  wrong('the endorsement of the authority alone', () => ({ endorsers: ['tax'] })),
  wrong('the authority twice', () => ({ endorsers: ['tax', 'tax'] })),
  wrong('all others without the authority', () => ({ endorsers: ['affairs', 'court', 'operator'] })),
  wrong('too few and a client of the authority', ({ tax }) => ({
    endorsers: ['affairs'],
    others: [tax.identity],
  })),
  wrong('enough and a stranger besides', async ({ network }) => ({
    others: [await foreign(network, 'court')],
  })),
  wrong('a stranger in place of the authority', async ({ network }) => ({
    endorsers: ['affairs'],
    others: [await foreign(network, 'tax')],
  })),
  wrong('another peer of the authority, with a certificate of today', async ({ network }) => ({
    endorsers: ['affairs'],
    others: [await issued(network, 'tax', { units: ['peer'] })],
  })),
  wrong('a peer of the authority whose certificate has expired', async ({ network }) => ({
    endorsers: ['affairs'],
    others: [await issued(network, 'tax', { units: ['peer'], from: -3, until: -1 })],
  })),
  wrong('an admin of the authority in place of its peer', async ({ network }) => ({
    endorsers: ['affairs'],
    others: [await issued(network, 'tax', { units: ['admin'] })],
  })),
  wrong('a broken endorsement among enough', () => ({
    endorsers: ['tax', 'affairs', 'court'],
    endorse: (message, endorser) =>
      endorser.mspId === 'CourtMSP' ? Buffer.from('signed') : endorser.sign(message),
  })),
  wrong('a broken endorsement of the authority', () => ({
    endorse: (message, endorser) =>
      endorser.mspId === 'TaxMSP' ? endorser.sign(Buffer.from('else')) : endorser.sign(message),
  })),
  wrong('an endorsement of the authority with a high s', () => ({
    endorse: (message, endorser) =>
      endorser.mspId === 'TaxMSP' ? highSTwin(endorser.sign(message)) : endorser.sign(message),
  })),
  wrong('results that are no read-write set', () => ({ results: Buffer.from([0xff, 0xff]) })),
  wrong('no results', () => ({ results: new Uint8Array() })),
  wrong('a namespace whose set cannot be read', () => {
    const results = new ledger.rwset.TxReadWriteSet();
    const entry = new ledger.rwset.NsReadWriteSet();
    entry.setNamespace(RANGES);
    entry.setRwset(Buffer.from([0xff, 0xff]));
    results.addNsRwset(entry);
    return { results: results.serializeBinary() };
  }),
  wrong('a namespace twice', () => ({ sets: [put('a'), put('b')] })),
  wrong('a write into a namespace that is not defined', () => ({
    sets: [put('a'), put('a', 'x', 'nowhere')],
  })),
  wrong('a write into the namespace of another policy', () => ({
    sets: [put('a'), put('a', 'x', 'second')],
  })),
  wrong('a write into _lifecycle', () => ({ sets: [put('a', 'x', '_lifecycle'), put('a')] })),
  wrong('a write into qscc', () => ({ sets: [put('a', 'x', 'qscc'), put('a')] })),
  wrong('a write into lscc', () => ({ sets: [put('a', 'x', 'lscc'), put('a')] })),
  wrong('a write into the namespace without a name', () => ({ sets: [put('a', 'x', ''), put('a')] })),
  wrong('only a write into another namespace', () => ({
    sets: [put('validation-1', 'x', 'ranges2')],
    endorsers: ['tax', 'affairs'],
  })),
  wrong('another chaincode in the result than in the header', () => ({ actionChaincode: 'ranges2' })),
  wrong('a chaincode that is not defined', () => ({ chaincode: 'nowhere', sets: [] })),
  wrong('no chaincode in the header', () => ({ chaincode: '', actionChaincode: RANGES })),
  wrong('a header extension that cannot be read', () => ({ extension: Buffer.from([0xff]) })),
  wrong('no header extension', () => ({ extension: new Uint8Array() })),
  wrong('no version', () => ({ version: '' })),
  wrong('another version', () => ({ version: '2' })),
  wrong('an event of its own', () => ({ events: event(RANGES) })),
  wrong('an event of another chaincode', () => ({ events: event('ranges2') })),
  wrong('an event that cannot be read', () => ({ events: Buffer.from([0xff, 0xff]) })),
  wrong('the response of a refusal', () => ({ status: 500 })),
  wrong('no reads and no writes', () => ({ sets: [] })),
  wrong('a read of an absent key as present', () => ({
    sets: [reading('validation-absent', { block: 1, position: 0 })],
  })),
  wrong('a read of an absent key as absent', () => ({ sets: [reading('validation-absent', undefined)] })),
  wrong('a read of a namespace that is not defined', () => ({
    sets: [{ namespace: 'nowhere', reads: [['a', undefined]] }, put('validation-2')],
  })),
  wrong('an empty key', () => ({ sets: [put('')] })),
  wrong('the same key twice', () => ({
    sets: [
      {
        namespace: RANGES,
        writes: [
          ['validation-3', 'one'],
          ['validation-3', 'two'],
        ],
      },
    ],
  })),
  // These must be alone in their blocks: beside a valid transaction they end, or stop for ever, every peer of Fabric
  // v3.1.5, at each start anew (docs/decisions/0011).
  {
    ...wrong('data that are no transaction', () => ({ data: Buffer.from([0xff, 0xff]) })),
    needs: 'solitude',
  },
  { ...wrong('no action', () => ({ actions: 0 })), needs: 'solitude' },
  { ...wrong('no data', () => ({ data: new Uint8Array() })), needs: 'solitude' },
  {
    name: 'a read of a key at the right version, and at others',
    run: async (subject) => {
      const block = await commit(subject, ['put', 'validation-4', 'x']);
      const envelope = (version: { block: number; position: number }): Promise<Observation> =>
        fateOf(subject, crafted(subject, { sets: [reading('validation-4', version)] }));
      const blockOf = subject.chain.block(block).getData()?.getDataList().length ?? 1;
      // Which place the write got in its block is chance: one of them is right.
      const codes = await Promise.all(
        Array.from({ length: blockOf }, (_, position) => envelope({ block, position })),
      );
      return {
        right: codes.filter((code) => JSON.stringify(code).includes('"VALID"')).length,
        wrong: [
          await envelope({ block, position: blockOf }),
          await envelope({ block: block - 1, position: 0 }),
          await fateOf(subject, crafted(subject, { sets: [reading('validation-4', undefined)] })),
        ],
      };
    },
  },
  {
    name: 'a range that gives something else',
    run: async (subject) => {
      await commit(subject, ['put', 'validation-5-a', 'x']);
      const counted = (info: ledger.rwset.kvrwset.RangeQueryInfo): Promise<Observation> =>
        fateOf(
          subject,
          crafted(subject, {
            sets: [{ namespace: RANGES, ranges: [info], writes: [['validation-target', 'x']] }],
          }),
        );
      return [
        await counted(range('validation-5-', 'validation-5-~', true, [])),
        await counted(range('validation-5-', 'validation-5-~', true, [['validation-5-a', 1, 0]])),
        await counted(range('validation-5-b', 'validation-5-~', true, [])),
        await counted(range('validation-5-b', 'validation-5-~', true, [['validation-5-c', 1, 0]])),
      ];
    },
  },
  {
    name: 'a transaction id that is in a block already',
    run: async (subject) => {
      const nonce = randomBytes(24);
      const txId = transactionId(nonce, subject.tax.identity.serialized);
      // Another member's envelope claims the id first; then its owner comes.
      const thief = subject.clients.court.identity;
      const codes = await twice(
        subject,
        { creator: thief, txId, sets: [put('validation-6', 'stolen')] },
        { nonce, sets: [put('validation-6', 'rightful')] },
      );
      const answer = await call<gateway.CommitStatusResponse>((options, done) =>
        subject.tax.bare.gateway.commitStatus(statusRequest(subject, txId), options, done),
      );
      return {
        codes,
        commitStatus: CODE_NAMES[answer.getResult()] ?? '',
        state: await ask(subject, 'get', 'validation-6'),
      };
    },
  },
  {
    name: 'a transaction id of an invalid transaction',
    run: async (subject) => {
      const nonce = randomBytes(24);
      const first = await crafted(subject, {
        nonce,
        endorsers: ['tax'],
        sets: [put('validation-7', 'alone')],
      });
      const code = await fateOf(subject, first);
      const second = await crafted(subject, { nonce, sets: [put('validation-7', 'with another')] });
      // Orderers know the request by creator and nonce, and remember it for some seconds.
      const refused = await subject.outcome(submit(subject, second), () => 'taken');
      const failed = (refused as { failed?: { code: string; details: { message: string }[] } }).failed;
      return {
        code,
        again: {
          code: failed?.code ?? 'taken',
          details: [...new Set(failed?.details.map(({ message }) => message))],
        },
      };
    },
  },
  {
    name: 'values and deletes as they are written',
    run: async (subject) => {
      await commit(subject, ['put', 'validation-8-a', 'x']);
      await fateOf(
        subject,
        crafted(subject, {
          sets: [
            {
              namespace: RANGES,
              writes: [
                ['validation-8-a', undefined],
                ['validation-8-b', ''],
                ['validation-8-c', 'value'],
              ],
            },
          ],
        }),
      );
      return ask(subject, 'keys', 'validation-8-', 'validation-8-~');
    },
  },
  {
    name: 'reads after invalid transactions see nothing of them',
    run: async (subject) => {
      await fateOf(subject, crafted(subject, { endorsers: ['tax'], sets: [put('validation-9')] }));
      await fateOf(subject, crafted(subject, { proposalHash: randomBytes(32), sets: [put('validation-9')] }));
      return [await ask(subject, 'get', 'validation-9'), await ask(subject, 'history', 'validation-9')];
    },
  },
];
