import assert from 'node:assert/strict';

import { Metadata, status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';

import {
  blamedIn,
  isDisagreement,
  refusalIn,
  translate,
  translateSubmit,
} from '../../../gateway/dist/ledger/translate.js';

function errorOf(
  code: status,
  message: string,
  ...details: [mspId: string, message: string][]
): GatewayError {
  return new GatewayError({
    code,
    message,
    details: details.map(([mspId, text]) => ({ mspId, message: text, address: 'localhost:1' })),
    cause: Object.assign(new Error(message), {
      code,
      details: message,
      metadata: new Metadata(),
    }),
  });
}

const nameOf = (error: unknown): string => (error as Error).name;

describe('translate', () => {
  const refusals = [
    errorOf(
      status.UNKNOWN,
      'evaluate call to endorser returned error: chaincode response 500, [SERIES_NOT_FOUND] there is no series x',
    ),
    errorOf(status.ABORTED, 'failed to endorse', [
      'CourtMSP',
      'chaincode response 500, [BATCH_CONFLICT] batch 1 has other content',
    ]),
    errorOf(status.ABORTED, 'failed', ['TaxMSP', 'peer is away'], ['CourtMSP', 'x: [NOT_PERMITTED] no']),
  ];
  for (const [at, code] of ['SERIES_NOT_FOUND', 'BATCH_CONFLICT', 'NOT_PERMITTED'].entries()) {
    it(`finds ${code} wherever a peer has put it`, () => {
      assert.equal((translate(refusals[at]) as { code: string }).code, code);
      assert.equal(nameOf(translate(refusals[at])), 'LedgerError');
    });
  }

  const silences = [
    errorOf(status.UNAVAILABLE, 'no connection'),
    errorOf(status.DEADLINE_EXCEEDED, 'too late'),
    errorOf(status.CANCELLED, 'cancelled'),
    errorOf(status.ABORTED, 'failed to endorse', [
      'TaxMSP',
      'error in simulation: failed to execute transaction',
    ]),
    errorOf(status.FAILED_PRECONDITION, 'no combination of peers can be derived'),
    errorOf(status.UNKNOWN, 'too many requests for /gateway.Gateway, exceeding concurrency limit (500)'),
  ];
  for (const silence of silences) {
    it(`takes "${silence.message}" for silence`, () => {
      const translated = translate(silence) as Error & { part: string };
      assert.deepEqual([translated.name, translated.part], ['UnavailableError', 'ledger']);
      assert.equal(translated.cause, silence);
    });
  }

  it("unfolds each peer's own words", () => {
    assert.match((translate(silences[3]) as Error).message, /TaxMSP at localhost:1: error in simulation/);
  });

  it('leaves a fault of ours as it is', () => {
    const faults = [
      errorOf(status.UNKNOWN, 'chaincode response 500, TypeError: x'),
      errorOf(status.PERMISSION_DENIED, 'no'),
      new TypeError('ours'),
    ];
    for (const fault of faults) assert.equal(translate(fault), fault);
  });

  it('does not take an unknown tag for a refusal', () => {
    assert.equal(refusalIn(errorOf(status.ABORTED, 'x', ['TaxMSP', '[NO_SUCH_CODE] x'])), undefined);
  });

  it('knows whom an error blames', () => {
    const both = errorOf(status.ABORTED, 'x', ['TaxMSP', 'a'], ['CourtMSP', 'b']);
    assert.deepEqual([...blamedIn(both)], ['TaxMSP', 'CourtMSP']);
    const missing = errorOf(
      status.UNAVAILABLE,
      'failed to find any endorsing peers for org(s): AffairsMSP, CourtMSP',
    );
    assert.deepEqual([...blamedIn(missing)], ['AffairsMSP', 'CourtMSP']);
    assert.deepEqual([...blamedIn(new Error('x'))], []);
  });

  it('knows a disagreement', () => {
    assert.equal(
      isDisagreement(
        errorOf(status.ABORTED, 'x', ['CourtMSP', 'ProposalResponsePayloads do not match (base64): …']),
      ),
      true,
    );
    assert.equal(isDisagreement(errorOf(status.ABORTED, 'x', ['CourtMSP', 'other'])), false);
  });
});

describe('translateSubmit', () => {
  const cases = [
    {
      error: errorOf(status.UNAVAILABLE, 'insufficient number of orderers', [
        'TaxMSP',
        'status=SERVICE_UNAVAILABLE, info=request already processed',
      ]),
      name: 'UnavailableError',
    },
    { error: errorOf(status.UNAVAILABLE, 'no orderers'), name: 'UnavailableError' },
    { error: errorOf(status.DEADLINE_EXCEEDED, 'x'), name: 'UnavailableError' },
    {
      error: errorOf(
        status.UNAVAILABLE,
        'x',
        ['A', 'status=FORBIDDEN, info=no'],
        ['B', 'status=SERVICE_UNAVAILABLE, info=x'],
      ),
      name: 'UnavailableError',
    },
    {
      error: errorOf(
        status.UNAVAILABLE,
        'x',
        ['A', 'status=FORBIDDEN, info=no'],
        ['B', 'status=BAD_REQUEST, info=x'],
      ),
      name: 'SubmitRefusedError',
    },
    {
      error: errorOf(status.INVALID_ARGUMENT, 'a prepared transaction is required'),
      name: 'SubmitRefusedError',
    },
    { error: errorOf(status.ABORTED, '[BATCH_CONFLICT] in a text of an orderer'), name: 'UnavailableError' },
  ];
  for (const { error, name } of cases) {
    it(`answers ${name} to ${error.code} "${error.message}" of ${error.details.length}`, () => {
      assert.equal(nameOf(translateSubmit(error)), name);
    });
  }

  it('leaves a fault of ours as it is', () => {
    const fault = new TypeError('ours');
    assert.equal(translateSubmit(fault), fault);
  });
});
