import assert from 'node:assert/strict';

import { ledger, peer } from '@hyperledger/fabric-protos';

import { dissentersAmong } from '../../../gateway/dist/ledger/dispute.js';

/** An endorser's answer: one key read at a version, and what was answered. */
function answer(
  mspId: string,
  version: [number, number] | undefined,
  said: string,
): { mspId: string; payload: Uint8Array } {
  const read = new ledger.rwset.kvrwset.KVRead();
  read.setKey('head');
  if (version !== undefined) {
    const at = new ledger.rwset.kvrwset.Version();
    at.setBlockNum(version[0]);
    at.setTxNum(version[1]);
    read.setVersion(at);
  }
  const reads = new ledger.rwset.kvrwset.KVRWSet();
  reads.setReadsList([read]);
  const namespace = new ledger.rwset.NsReadWriteSet();
  namespace.setNamespace('tax');
  namespace.setRwset(reads.serializeBinary());
  const results = new ledger.rwset.TxReadWriteSet();
  results.setNsRwsetList([namespace]);
  const response = new peer.Response();
  response.setPayload(Buffer.from(said));
  const action = new peer.ChaincodeAction();
  action.setResults(results.serializeBinary());
  action.setResponse(response);
  const payload = new peer.ProposalResponsePayload();
  payload.setExtension$(action.serializeBinary());
  return { mspId, payload: payload.serializeBinary() };
}

describe('dissentersAmong', () => {
  it('names nobody when all agree', () => {
    assert.deepEqual(
      dissentersAmong([answer('A', [5, 0], 'x'), answer('B', [5, 0], 'x'), answer('C', [5, 0], 'x')]),
      [],
    );
  });

  it('names the one whose answer differs over the same versions', () => {
    assert.deepEqual(
      dissentersAmong([answer('A', [5, 0], 'x'), answer('B', [5, 0], 'lie'), answer('C', [5, 0], 'x')]),
      ['B'],
    );
  });

  it('names nobody when the versions explain the difference: a peer that lags', () => {
    assert.deepEqual(
      dissentersAmong([
        answer('A', [5, 0], 'x'),
        answer('B', [4, 0], 'older'),
        answer('C', undefined, 'oldest'),
      ]),
      [],
    );
  });

  it('tells an absent version from version zero', () => {
    assert.deepEqual(dissentersAmong([answer('A', [0, 0], 'x'), answer('B', undefined, 'y')]), []);
  });

  it('names all when it is one word against another', () => {
    assert.deepEqual(dissentersAmong([answer('A', [5, 0], 'x'), answer('B', [5, 0], 'y')]), ['A', 'B']);
  });

  it('names nobody of nobody', () => {
    assert.deepEqual(dissentersAmong([]), []);
  });
});
