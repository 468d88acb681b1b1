import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { Metadata, status } from '@grpc/grpc-js';
import { GatewayError } from '@hyperledger/fabric-gateway';
import { causesOf, LEDGER_CAUSES, type LedgerCause } from '../../../gateway/dist/ledger/causes.js';
import { translate } from '../../../gateway/dist/ledger/translate.js';
import { toProblem } from '../../../gateway/dist/problem.js';
import { CAUSES, writeCause } from '../../../gateway/dist/problems/ledger-causes.js';

interface Told {
  readonly code: string;
  readonly message?: string;
  readonly details: readonly ({ readonly mspId?: string; readonly message: string } | string)[];
}

const ADDRESS = 'peer0.court.inner.example:7051';

function errorOf({ code, message = '', details }: Told): GatewayError {
  const grpc = status[code as keyof typeof status];
  return new GatewayError({
    code: grpc,
    message,
    details: details.map((detail) =>
      typeof detail === 'string'
        ? { mspId: '', address: ADDRESS, message: detail }
        : { mspId: detail.mspId ?? '', address: ADDRESS, message: detail.message },
    ),
    cause: Object.assign(new Error(message), { code: grpc, details: message, metadata: new Metadata() }),
  });
}

const EXPECTED = new URL('../../conformance/network/expected/', import.meta.url);

/** Every error with details that real Fabric answered to the conformance suite. */
function recorded(): Told[] {
  const found: Told[] = [];
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if ('details' in value && 'code' in value && Array.isArray(value.details)) found.push(value as Told);
    for (const inner of Object.values(value)) walk(inner);
  };
  for (const name of readdirSync(EXPECTED)) {
    if (name.endsWith('.json')) walk(JSON.parse(readFileSync(new URL(name, EXPECTED), 'utf8')));
  }
  return found;
}

const COLLECT = 'failed to collect enough transaction endorsements, see attached details for more info';
const EVALUATE = 'failed to evaluate transaction, see attached details for more info';
const QUORUM =
  'insufficient number of orderers could successfully process transaction to satisfy quorum requirement';
const FROM_ORDERER = 'received unsuccessful response from orderer: ';
const DIAL =
  'rpc error: code = Unavailable desc = connection error: desc = "transport: Error while dialing: dial tcp 10.1.2.3:7051: connect: connection refused"';

describe('causesOf', () => {
  const court = (code: LedgerCause['code'], reason?: string): LedgerCause[] => [
    { organization: 'CourtMSP', code, ...(reason !== undefined && { reason }) },
  ];
  const cases: readonly [Told, readonly LedgerCause[]][] = [
    [
      { code: 'ABORTED', message: COLLECT, details: [{ mspId: 'CourtMSP', message: DIAL }] },
      court('PEER_UNREACHABLE'),
    ],
    [
      {
        code: 'ABORTED',
        message: EVALUATE,
        details: [
          {
            mspId: 'CourtMSP',
            message:
              'error in simulation: failed to execute transaction 01ab: could not launch chaincode tax:99: connection to tax:99 failed: error creating grpc connection to 10.1.2.3:7052: context deadline exceeded',
          },
        ],
      },
      court('CHAINCODE_UNAVAILABLE'),
    ],
    [
      {
        code: 'ABORTED',
        message: EVALUATE,
        details: [
          {
            mspId: 'CourtMSP',
            message:
              'error in simulation: failed to execute transaction 01ab: error sending: chaincode stream terminated',
          },
        ],
      },
      court('CHAINCODE_UNAVAILABLE'),
    ],
    [
      {
        code: 'ABORTED',
        message: COLLECT,
        details: [
          {
            mspId: 'CourtMSP',
            message:
              'rpc error: code = Unknown desc = access denied: channel [chopmark] creator org [TaxMSP]',
          },
        ],
      },
      court('IDENTITY_REFUSED'),
    ],
    [
      {
        code: 'ABORTED',
        message: COLLECT,
        details: [
          { mspId: 'CourtMSP', message: 'chaincode response 500, [BATCH_OUT_OF_ORDER] batch 3 is not next' },
        ],
      },
      court('CONTRACT_REFUSES', 'BATCH_OUT_OF_ORDER'),
    ],
    [
      {
        code: 'ABORTED',
        message: COLLECT,
        details: [
          {
            mspId: 'CourtMSP',
            message:
              'ProposalResponsePayloads do not match. See [gateway.responsechecker] log warnings for details.',
          },
        ],
      },
      court('ENDORSEMENTS_DIFFER'),
    ],
    [
      {
        code: 'ABORTED',
        message: COLLECT,
        details: [
          {
            mspId: 'CourtMSP',
            message:
              'make sure the chaincode tax has been successfully defined on channel chopmark and try again: chaincode tax not found',
          },
        ],
      },
      court('CHAINCODE_NOT_DEFINED'),
    ],
    [
      {
        code: 'UNAVAILABLE',
        message: 'failed to find any endorsing peers for org(s): AffairsMSP, CourtMSP',
        details: [],
      },
      [
        { organization: 'AffairsMSP', code: 'PEER_UNREACHABLE' },
        { organization: 'CourtMSP', code: 'PEER_UNREACHABLE' },
      ],
    ],
    [
      {
        code: 'UNAVAILABLE',
        message: 'No connection established. Last error: connect ECONNREFUSED',
        details: [],
      },
      [{ organization: null, code: 'PEER_UNREACHABLE' }],
    ],
    [
      {
        code: 'DEADLINE_EXCEEDED',
        message: 'endorsement timeout expired while collecting endorsements',
        details: [],
      },
      [{ organization: null, code: 'PEER_TOO_SLOW' }],
    ],
    [
      {
        code: 'UNKNOWN',
        message: 'too many requests for /gateway.Gateway, exceeding concurrency limit (500)',
        details: [],
      },
      [{ organization: null, code: 'PEER_CROWDED' }],
    ],
    [
      {
        code: 'FAILED_PRECONDITION',
        message: 'no combination of peers can be derived which satisfy the endorsement policy',
        details: [],
      },
      [{ organization: null, code: 'TOO_FEW_PEERS' }],
    ],
    [
      {
        code: 'UNAVAILABLE',
        message: QUORUM,
        details: [
          { mspId: 'CourtMSP', message: `${FROM_ORDERER}status=SERVICE_UNAVAILABLE, info=no Raft leader` },
          { mspId: 'CourtMSP', message: `${FROM_ORDERER}status=SERVICE_UNAVAILABLE, info=stopped` },
          {
            mspId: 'TaxMSP',
            message: `${FROM_ORDERER}status=FORBIDDEN, info=implicit policy evaluation failed`,
          },
        ],
      },
      [...court('ORDERERS_UNREACHABLE'), { organization: 'TaxMSP', code: 'ORDERERS_REFUSE' }],
    ],
    [
      { code: 'UNAVAILABLE', message: 'no orderer nodes available', details: [] },
      [{ organization: null, code: 'ORDERERS_UNREACHABLE' }],
    ],
    [
      { code: 'INTERNAL', message: 'something new', details: [] },
      [{ organization: null, code: 'LEDGER_TROUBLE' }],
    ],
  ];
  for (const [told, causes] of cases) {
    const { message = '', details } = told;
    const words = details.map((detail) => (typeof detail === 'string' ? detail : detail.message));
    it(`reads ${causes.map(({ code }) => code).join(', ')} in "${(words[0] ?? message).slice(0, 60)}…"`, () => {
      assert.deepEqual(causesOf(errorOf(told)), causes);
    });
  }

  it('finds a cause in everything that real Fabric answered, and tells no more than code and organization', () => {
    const all = recorded();
    assert.ok(all.length > 60, `${all.length}`);
    const codes = new Map<string, number>();
    for (const told of all) {
      const causes = causesOf(errorOf(told));
      assert.ok(causes.length > 0);
      for (const { organization, code, ...rest } of causes) {
        assert.deepEqual(rest, {});
        assert.ok(organization === null || /^[A-Z][a-z]+MSP$/.test(organization), String(organization));
        codes.set(code, (codes.get(code) ?? 0) + 1);
      }
    }
    for (const code of [
      'CHAINCODE_NOT_DEFINED',
      'CHAINCODE_UNAVAILABLE',
      'ENDORSEMENTS_DIFFER',
      'IDENTITY_REFUSED',
      'ORDERERS_REFUSE',
      'ORDERERS_UNREACHABLE',
    ])
      assert.ok(codes.has(code), `${code} is not among ${[...codes.keys()].join(', ')}`);
  });
});

describe('a problem of the ledger', () => {
  const problemOf = (language: 'en' | 'zh') =>
    toProblem(
      translate(
        errorOf({ code: 'ABORTED', message: COLLECT, details: [{ mspId: 'CourtMSP', message: DIAL }] }),
      ),
      { language, instance: '/v1/x', traceId: 'ab', helpBase: '' },
    );

  for (const language of ['en', 'zh'] as const) {
    it(`says who, what and whether a retry helps (${language}), and no address`, () => {
      const { status: httpStatus, headers, body } = problemOf(language);

      assert.deepEqual([httpStatus, body['code'], headers['Retry-After']], [503, 'UNAVAILABLE', '5']);
      assert.deepEqual(body['causes'], [
        writeCause({ organization: 'CourtMSP', code: 'PEER_UNREACHABLE' }, language),
      ]);
      assert.doesNotMatch(JSON.stringify(body), /10\.1\.2\.3|inner\.example|7051|rpc error|dial/);
      assert.match(JSON.stringify(body['causes']), language === 'zh' ? /没有应答/ : /does not answer/);
    });
  }

  it('has every code of its causes in docs/error-codes.md', () => {
    const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
    const [, section = ''] = page.split('## Causes at the ledger');
    const rows = [...(section.split('\n## ')[0] ?? '').matchAll(/^\| `([A-Z_]+)` \| (yes|no) \|/gm)];
    assert.deepEqual(
      rows.map(([, code, helps]) => [code, helps]),
      LEDGER_CAUSES.map((code) => [code, CAUSES[code].retryHelps ? 'yes' : 'no']),
    );
  });

  it('has words for every cause in both languages, and leaves no parameter open', () => {
    for (const code of LEDGER_CAUSES) {
      for (const language of ['en', 'zh'] as const) {
        const { detail, advice } = writeCause({ organization: 'TaxMSP', code, reason: 'X' }, language);
        assert.ok(detail.length > 3 && advice.length > 3);
        assert.doesNotMatch(detail + advice, /[{}]/);
      }
    }
  });
});
