/** The answer of a statement: what the peers said and looked at. */
import { ledger, type peer } from '@hyperledger/fabric-protos';
import type { Bundle, FindingCode } from '@chopmark/core/verify';
import { versionOf } from '../../../support/proof-kit.js';
import { type Case, atMessage, bent, world } from './world.js';

const readsOf = (change: (set: ledger.rwset.kvrwset.KVRWSet) => void): Bundle =>
  atMessage('NamespaceReads', change);

function named<T extends { setKey(key: string): void }>(entry: T, key: string): T {
  entry.setKey(key);
  return entry;
}

function zoo(): ledger.rwset.NsReadWriteSet {
  const set = new ledger.rwset.NsReadWriteSet();
  set.setNamespace('zoo');
  return set;
}

export const answers: Case[] = (
  [
    ['another channel', 'STATEMENT_ANSWER_MISMATCH', () => bent({ answer: (a) => a.with(2, 'elsewhere') })],
    ['another namespace', 'STATEMENT_ANSWER_MISMATCH', () => bent({ answer: (a) => a.with(3, 'court') })],
    [
      'another authority than its record',
      'STATEMENT_ANSWER_MISMATCH',
      () => bent({ answer: (a) => a.with(4, 'CourtMSP') }),
    ],
    [
      'another series',
      'STATEMENT_ANSWER_MISMATCH',
      () => bent({ answer: (a) => a.with(6, { ...world.batch.record, series: 'other' }) }),
    ],
    [
      'another batch',
      'STATEMENT_ANSWER_MISMATCH',
      () => bent({ answer: (a) => a.with(6, { ...world.batch.record, batch: 8 }) }),
    ],
    [
      'a record of another namespace',
      'STATEMENT_ANSWER_MISMATCH',
      () => bent({ answer: (a) => a.with(6, { ...world.batch.record, namespace: 'court' }) }),
    ],
    ['a state too few', 'STATEMENT_ANSWER_MISMATCH', () => bent({ answer: (a) => a.with(7, [null, null]) })],
    [
      'another format',
      'STATEMENT_ANSWER_MALFORMED',
      () => bent({ answer: (a) => a.with(0, 'chopmark/attest/2') }),
    ],
    ['a member too many', 'STATEMENT_ANSWER_MALFORMED', () => bent({ answer: (a) => [...a, null] })],
    [
      'an unknown member of the record',
      'STATEMENT_ANSWER_MALFORMED',
      () => bent({ answer: (a) => a.with(6, { ...world.batch.record, extra: 1 }) }),
    ],
    ['an instant that is none', 'STATEMENT_ANSWER_MALFORMED', () => bent({ clock: '2026-13-45T00:00:00Z' })],
    [
      'status 500',
      'STATEMENT_REFUSED',
      () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.getResponse()?.setStatus(500)),
    ],
    [
      'no response',
      'STATEMENT_REFUSED',
      () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.clearResponse()),
    ],
    [
      'a message',
      'STATEMENT_REFUSED',
      () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.getResponse()?.setMessage('x')),
    ],
    [
      'an event',
      'STATEMENT_HAS_EFFECTS',
      () => atMessage('ChaincodeAction', (m: peer.ChaincodeAction) => m.setEvents(Buffer.from('x'))),
    ],
    ['another proposal', 'STATEMENT_PROPOSAL_MISMATCH', () => bent({ proposalHash: Buffer.alloc(32, 7) })],
  ] as [string, FindingCode, () => Bundle][]
).map(([when, code, bundle]) => ({ when: `the answer has ${when}`, bundle, verdict: 'invalid', code }));

export const reads: Case[] = (
  [
    [
      'a write',
      'STATEMENT_HAS_EFFECTS',
      () => readsOf((set) => set.addWrites(named(new ledger.rwset.kvrwset.KVWrite(), 'a'))),
    ],
    [
      'a range',
      'STATEMENT_HAS_EFFECTS',
      () => readsOf((set) => set.addRangeQueriesInfo(new ledger.rwset.kvrwset.RangeQueryInfo())),
    ],
    [
      'a metadata write',
      'STATEMENT_HAS_EFFECTS',
      () => readsOf((set) => set.addMetadataWrites(named(new ledger.rwset.kvrwset.KVMetadataWrite(), 'a'))),
    ],
    [
      'another data model',
      'STATEMENT_HAS_EFFECTS',
      () => atMessage('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) => m.setDataModel(1 as never)),
    ],
    [
      'one key more',
      'STATEMENT_READS_UNEXPECTED',
      () => readsOf((set) => set.addReads(named(new ledger.rwset.kvrwset.KVRead(), 'zzz'))),
    ],
    [
      'one key less',
      'STATEMENT_READS_UNEXPECTED',
      () => readsOf((set) => set.setReadsList(set.getReadsList().slice(0, -1))),
    ],
    [
      'keys out of order',
      'STATEMENT_READS_UNEXPECTED',
      () => readsOf((set) => set.setReadsList(set.getReadsList().reverse())),
    ],
    [
      'a key twice',
      'STATEMENT_READS_UNEXPECTED',
      () => readsOf((set) => set.addReads(set.getReadsList().at(-1))),
    ],
    ['no clock', 'STATEMENT_READS_UNEXPECTED', () => readsOf((set) => set.getReadsList()[1]?.clearVersion())],
    [
      'a version of a document without state',
      'STATEMENT_READS_UNEXPECTED',
      () => readsOf((set) => set.getReadsList()[2]?.setVersion(versionOf({ block: 1, position: 1 }))),
    ],
    [
      'another definition key',
      'STATEMENT_READS_UNEXPECTED',
      () =>
        atMessage('LifecycleReads', (set: ledger.rwset.kvrwset.KVRWSet) =>
          set.getReadsList()[0]?.setKey('namespaces/fields/court/Sequence'),
        ),
    ],
    [
      'a definition that is absent',
      'STATEMENT_READS_UNEXPECTED',
      () =>
        atMessage('LifecycleReads', (set: ledger.rwset.kvrwset.KVRWSet) =>
          set.getReadsList()[0]?.clearVersion(),
        ),
    ],
    [
      'a third namespace',
      'STATEMENT_READS_UNEXPECTED',
      () => atMessage('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) => m.addNsRwset(zoo())),
    ],
    [
      'namespaces out of order',
      'STATEMENT_READS_UNEXPECTED',
      () =>
        atMessage('TxReadWriteSet', (m: ledger.rwset.TxReadWriteSet) =>
          m.setNsRwsetList(m.getNsRwsetList().reverse()),
        ),
    ],
    [
      'no batch record',
      'RECORD_NOT_COMMITTED',
      () => readsOf((set) => set.getReadsList()[0]?.clearVersion()),
    ],
  ] as [string, FindingCode, () => Bundle][]
).map(([when, code, bundle]) => ({ when: `the read set has ${when}`, bundle, verdict: 'invalid', code }));
