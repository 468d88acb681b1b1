/**
 * A good request for each operation of the OpenAPI document, about something that belongs to the person named: what the
 * matrix of rights asks with every kind of caller. An operation without one fails there.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type { TestGateway } from '../gateway-app.js';
import { PASSWORD, TODAY } from '../gateway-app.js';
import type { AccessWorld } from './access-world.js';
import type { Answer } from './answer.js';
import { invoiceBody } from './invoice-bodies.js';
import { SELLER, type Person } from './people.js';

export interface Stage {
  readonly world: AccessWorld;
  readonly gateway: TestGateway;
}

export interface SampleRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  /** Of the body; JSON unless told otherwise. */
  readonly type?: string;
  readonly body?: unknown;
  /** Ids that stand for what belongs to the owner. */
  readonly owned?: readonly string[];
}

export interface Sample {
  /** The answer is no text. */
  readonly isBinary?: true;
  readonly request: (stage: Stage, owner: Person) => SampleRequest | Promise<SampleRequest>;
  /**
   * Judges the answer that somebody else with the right role gets, where it is not the usual 404: a list without what is
   * the owner's, an act on one's own things only.
   */
  readonly stranger?: (answer: Answer, request: SampleRequest) => void;
}

const nothing: Sample = { request: () => ({}) };

/** A list of one's own: a stranger gets one too, without what is another's. */
function showsNothingOwned(answer: Answer, { owned = [] }: SampleRequest): void {
  assert.equal(answer.status, 200);
  const body: unknown = answer.body;
  // Names of files stand in an archive as they are.
  const text = Buffer.isBuffer(body) ? body.toString('latin1') : answer.text;
  assert.ok(owned.length > 0, 'the sample names what is the owner’s');
  for (const id of owned) assert.ok(!text.includes(id), `shows ${id}`);
}

/** An anchored invoice from SELLER to BUYER, and the operation that made it, begun by the owner. */
async function invoiceOf(
  { gateway }: Stage,
  owner: Person,
): Promise<{ number: string; operationId: string }> {
  const outcome = await gateway.desk.accept({
    document: invoiceBody({ issuedOn: TODAY, currency: 'CNY', letter: 'blue' }) as never,
    sellerTaxId: SELLER.taxId,
    createdBy: gateway.accountId(owner),
  });
  assert.ok(outcome.outcome === 'accepted');
  const { number, operationId } = await gateway.desk.settle(outcome.invoice.id, 1000);
  return { number: number ?? '', operationId };
}

const ofInvoice: Sample = {
  request: async (stage, owner) => ({ path: { number: (await invoiceOf(stage, owner)).number } }),
};
const ofOperation: Sample = {
  request: async (stage, owner) => ({ path: { id: (await invoiceOf(stage, owner)).operationId } }),
};

export const SAMPLES: Readonly<Record<string, Sample>> = {
  signIn: { request: () => ({ body: { account: 'taxOfficer', password: PASSWORD } }) },
  refreshSession: {
    request: async ({ gateway }) => {
      const { body } = await gateway
        .send('post', '/v1/sessions')
        .send({ account: 'taxOfficer', password: PASSWORD });
      return { body: { refreshToken: body.refreshToken } };
    },
  },
  getMe: nothing,
  listMySessions: {
    request: async ({ world, gateway }, owner) => ({ owned: [await world.openSession(gateway, owner)] }),
    stranger: showsNothingOwned,
  },
  endMySession: {
    request: async ({ world, gateway }, owner) => ({ path: { id: await world.openSession(gateway, owner) } }),
  },
  endMySessions: {
    request: async ({ world, gateway }, owner) => ({ owned: [await world.openSession(gateway, owner)] }),
    stranger: ({ status }) => {
      assert.equal(status, 204);
    },
  },

  issueInvoice: { request: () => ({ body: invoiceBody() }) },
  issueInvoiceBatch: {
    request: () => ({ type: 'application/x-ndjson', body: JSON.stringify(invoiceBody()) }),
    stranger: ({ status, body }) => {
      assert.deepEqual([status, body.accepted, body.refused], [202, 0, 1]);
    },
  },
  listInvoices: {
    request: async (stage, owner) => ({ owned: [(await invoiceOf(stage, owner)).number] }),
    stranger: showsNothingOwned,
  },
  getInvoice: ofInvoice,
  getInvoiceBundle: ofInvoice,
  getInvoiceDocument: ofInvoice,
  getInvoiceBundles: {
    request: async (stage, owner) => ({ owned: [(await invoiceOf(stage, owner)).number] }),
    stranger: showsNothingOwned,
    isBinary: true,
  },
  getOperation: ofOperation,
  getOperationBundles: { ...ofOperation, isBinary: true },
  getOperationResults: ofOperation,

  verify: { request: () => ({ body: { number: '1'.repeat(20), date: '2026-11-22', total: '1.00' } }) },
  getTrustProfile: nothing,
  getOpenApi: nothing,
  getLiveness: nothing,
  getReadiness: nothing,
  getVersion: nothing,
};

/** Who has a role and, of two, whose things the samples are about: SELLER sold to BUYER. */
export const ROLE_HOLDERS: Readonly<Record<string, { readonly owner: Person; readonly stranger?: Person }>> =
  {
    taxOfficer: { owner: 'taxOfficer' },
    limitApprover: { owner: 'limitApprover' },
    issuer: { owner: 'issuer', stranger: 'otherIssuer' },
    receiver: { owner: 'receiver', stranger: 'otherReceiver' },
    certificateOfficer: { owner: 'certificateOfficer' },
    holder: { owner: 'holder' },
    courtClerk: { owner: 'courtClerk' },
    auditor: { owner: 'auditor' },
    administrator: { owner: 'administrator' },
    everyAccount: { owner: 'issuer', stranger: 'auditor' },
  };
