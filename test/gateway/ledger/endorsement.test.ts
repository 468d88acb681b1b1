import assert from 'node:assert/strict';

import { Metadata, status } from '@grpc/grpc-js';
import {
  GatewayError,
  type Proposal,
  type ProposalOptions,
  type Transaction,
} from '@hyperledger/fabric-gateway';
import { common, gateway, peer } from '@hyperledger/fabric-protos';

import { Endorsement } from '../../../gateway/dist/ledger/endorsement.js';
import { Endorsers } from '../../../gateway/dist/ledger/endorsers.js';
import { recordingLog } from '../../support/gateway/desk-world.js';

const ALL = ['TaxMSP', 'AffairsMSP', 'CourtMSP', 'OperatorMSP'];

function errorOf(code: status, ...details: [mspId: string, message: string][]): GatewayError {
  return new GatewayError({
    code,
    message: 'failed to endorse',
    details: details.map(([mspId, message]) => ({ mspId, message, address: '' })),
    cause: Object.assign(new Error('x'), { code, details: '', metadata: new Metadata() }),
  });
}

/** A transaction whose endorsers answered this, without reads. */
function transactionSaying(said: string): Transaction {
  const response = new peer.Response();
  response.setPayload(Buffer.from(said));
  const action = new peer.ChaincodeAction();
  action.setResponse(response);
  const responsePayload = new peer.ProposalResponsePayload();
  responsePayload.setExtension$(action.serializeBinary());
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(responsePayload.serializeBinary());
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setAction(endorsed);
  const transactionAction = new peer.TransactionAction();
  transactionAction.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([transactionAction]);
  const payload = new common.Payload();
  payload.setData(transaction.serializeBinary());
  const envelope = new common.Envelope();
  envelope.setPayload(payload.serializeBinary());
  const prepared = new gateway.PreparedTransaction();
  prepared.setEnvelope(envelope);
  return { getBytes: () => prepared.serializeBinary() } as Transaction;
}

/** Organizations that answer by this function; what it throws is the endorsement's error. */
function endorsementBy(answer: (organizations: readonly string[]) => string) {
  const asked: string[][] = [];
  const log = recordingLog();
  const proposalTo = (organizations: readonly string[]): Proposal => {
    const bytes = new gateway.ProposedTransaction();
    bytes.setEndorsingOrganizationsList([...organizations]);
    return {
      getBytes: () => bytes.serializeBinary(),
      endorse: () => {
        asked.push([...organizations]);
        return Promise.resolve().then(() => transactionSaying(answer(organizations)));
      },
    } as unknown as Proposal;
  };
  const endorsement = new Endorsement({
    contract: {
      newProposal: (_name: string, options?: ProposalOptions) =>
        proposalTo(options?.endorsingOrganizations ?? []),
    },
    gateway: {
      newProposal: (bytes: Uint8Array) =>
        proposalTo(gateway.ProposedTransaction.deserializeBinary(bytes).getEndorsingOrganizationsList()),
    },
    endorsers: new Endorsers('TaxMSP', ALL),
    organizations: ALL,
    log,
  });
  const ask = (others = 1, avoid: readonly string[] = []) =>
    endorsement.ask({ name: 'anchor', args: [], others, avoid }).then(({ organizations }) => organizations);
  return { ask, asked, log };
}

const refusal = (mspId: string, code: string) =>
  errorOf(status.ABORTED, [mspId, `chaincode response 500, [${code}] x`]);
const down = (mspId: string) => errorOf(status.ABORTED, [mspId, 'error in simulation']);
const differ = (mspId: string) => errorOf(status.ABORTED, [mspId, 'ProposalResponsePayloads do not match']);

describe('Endorsement', () => {
  it('asks the authority and one other', async () => {
    const { ask, asked } = endorsementBy(() => 'x');
    assert.deepEqual(await ask(), ['TaxMSP', 'AffairsMSP']);
    assert.deepEqual(await ask(2, ['CourtMSP']), ['TaxMSP', 'AffairsMSP', 'OperatorMSP']);
    assert.equal(asked.length, 2);
  });

  it('takes another when one is down, and does not begin with it the next time', async () => {
    const { ask, asked } = endorsementBy((organizations) => {
      if (organizations.includes('AffairsMSP')) throw down('AffairsMSP');
      return 'x';
    });

    assert.deepEqual(await ask(), ['TaxMSP', 'CourtMSP']);
    assert.deepEqual(await ask(), ['TaxMSP', 'CourtMSP']);
    assert.equal(asked.length, 3);
  });

  it('gives up when everybody was asked', async () => {
    const { ask, asked } = endorsementBy((organizations) => {
      throw down(organizations[1] ?? '');
    });

    await assert.rejects(ask(), { name: 'UnavailableError', part: 'ledger' });

    assert.deepEqual(
      asked.map(([, other]) => other),
      ['AffairsMSP', 'CourtMSP', 'OperatorMSP'],
    );
  });

  it('does not ask others when the authority itself cannot answer', async () => {
    const { ask, asked } = endorsementBy(() => {
      throw down('TaxMSP');
    });

    await assert.rejects(ask(), { name: 'UnavailableError' });

    assert.equal(asked.length, 1);
  });

  it('takes a refusal for an answer, whoever gives it, and another second endorser the next time', async () => {
    const { ask, asked } = endorsementBy(([, other]) => {
      if (other === 'AffairsMSP') throw refusal('AffairsMSP', 'BATCH_OUT_OF_ORDER');
      return 'x';
    });

    await assert.rejects(ask(), { name: 'LedgerError', code: 'BATCH_OUT_OF_ORDER' });

    assert.deepEqual(await ask(), ['TaxMSP', 'CourtMSP']);
    assert.equal(asked.length, 2);
  });

  it('gives peers that differ time to catch up', async () => {
    let differing = 1;
    const { ask, asked, log } = endorsementBy(() => {
      if (differing-- > 0) throw differ('AffairsMSP');
      return 'x';
    });

    assert.deepEqual(await ask(), ['TaxMSP', 'AffairsMSP']);

    assert.equal(asked.length, 2);
    assert.deepEqual(log.errors, []);
  });

  it('reports one that differs over the same versions, and goes on without it', async () => {
    const { ask, log } = endorsementBy((organizations) => {
      const lies = organizations.includes('AffairsMSP');
      if (lies && organizations.length > 1) throw differ('AffairsMSP');
      return lies ? 'lie' : 'truth';
    });

    assert.deepEqual(await ask(), ['TaxMSP', 'CourtMSP']);

    assert.deepEqual(
      log.errors.map(([, fields]) => fields),
      [{ dissenters: ['AffairsMSP'] }],
    );
  });

  it('names the liar although the error blames an honest one', async () => {
    const { ask, log } = endorsementBy((organizations) => {
      if (organizations.length === 3 && organizations.includes('CourtMSP')) throw differ('AffairsMSP');
      return organizations.includes('CourtMSP') ? 'lie' : 'truth';
    });

    assert.deepEqual(new Set(await ask(2)), new Set(['TaxMSP', 'AffairsMSP', 'OperatorMSP']));

    assert.deepEqual(
      log.errors.map(([, fields]) => fields),
      [{ dissenters: ['CourtMSP'] }],
    );
  });

  it('passes a fault of ours through', async () => {
    const { ask } = endorsementBy(() => {
      throw new TypeError('ours');
    });
    await assert.rejects(ask(), TypeError);
  });
});
