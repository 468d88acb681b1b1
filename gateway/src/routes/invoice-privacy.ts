/** Destroying an invoice's contents, and holding them for a court or an audit. */
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import type { ErasureOutcome } from '../privacy/invoice-privacy.js';
import { Refusal } from '../problems/refusal.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import {
  ErasureAnswer,
  ErasureRequest,
  HoldAnswer,
  HoldParams,
  HoldRequest,
  Holds,
} from '../schemas/privacy.js';
import { InvoiceParams } from '../schemas/parameters.js';
import { FINDING_PROBLEMS, findVisible, refusalOfErased } from './find-visible.js';
import { listDoc, sendWhole } from './list-answer.js';
import { JSON_TYPE, pathParameter, requireAccount, type Route } from './route.js';

export function invoicePrivacyRoutes({ desk }: { readonly desk: InvoiceDesk }): Route[] {
  return [erasureRoute(desk), holdsRoute(desk), holdRoute(desk), liftRoute(desk)];
}

function erasureRoute(desk: InvoiceDesk): Route {
  return {
    key: 'POST /v1/invoices/{number}/erasure',
    doc: {
      id: 'eraseInvoice',
      tag: 'invoices',
      summary: 'Destroy the contents of an invoice for good',
      description:
        'Key, document, secret and everything that finds it are destroyed; id, number, time, reason and who remain. ' +
        'A legal hold and the retention period come first. Proofs of its siblings stay as they are.',
      params: InvoiceParams,
      body: { [JSON_TYPE]: ErasureRequest },
      answers: { 200: { description: 'It is destroyed.', content: { [JSON_TYPE]: ErasureAnswer } } },
      problems: [...FINDING_PROBLEMS, 'NOT_SETTLED', 'LEGAL_HOLD', 'RETENTION_RUNS'],
    },
    handle: async (call) => {
      const { id } = await findVisible(call, desk);
      const { reason } = parseBody(ErasureRequest, await readJson(call.req));
      const outcome = await desk.erase(id, reason, requireAccount(call).id);
      if (outcome.outcome === 'notFound') throw await refusalOfGone(desk, id);
      if (outcome.outcome !== 'erased') throw refusalOf(outcome);
      call.res.json(outcome.erasure);
    },
  };
}

/** Somebody else was quicker. */
async function refusalOfGone(desk: InvoiceDesk, id: string): Promise<Refusal> {
  return (await refusalOfErased(desk, id)) ?? new Refusal('INVOICE_NOT_FOUND');
}

function refusalOf(outcome: Exclude<ErasureOutcome, { outcome: 'erased' | 'notFound' }>): Refusal {
  switch (outcome.outcome) {
    case 'notSettled':
      return new Refusal('NOT_SETTLED', { headers: { 'Retry-After': '1' } });
    case 'held':
      return new Refusal('LEGAL_HOLD', {
        parameters: { count: outcome.holds.length },
        members: { holds: outcome.holds.map(({ id, reason, setAt }) => ({ id, reason, setAt })) },
      });
    case 'retained':
      return new Refusal('RETENTION_RUNS', {
        parameters: { until: outcome.until },
        members: { until: outcome.until },
      });
  }
}

function holdsRoute(desk: InvoiceDesk): Route {
  return {
    key: 'GET /v1/invoices/{number}/holds',
    doc: {
      id: 'listInvoiceHolds',
      tag: 'invoices',
      summary: 'Legal holds of an invoice, lifted ones too',
      params: InvoiceParams,
      answers: { 200: listDoc('All of them.', Holds) },
      problems: FINDING_PROBLEMS,
    },
    handle: async (call) => {
      const { id } = await findVisible(call, desk);
      sendWhole(call, await desk.holds(id));
    },
  };
}

function holdRoute(desk: InvoiceDesk): Route {
  return {
    key: 'POST /v1/invoices/{number}/holds',
    doc: {
      id: 'holdInvoice',
      tag: 'invoices',
      summary: 'Keep an invoice from being erased until the hold is lifted',
      params: InvoiceParams,
      body: { [JSON_TYPE]: HoldRequest },
      answers: { 201: { description: 'It is held.', content: { [JSON_TYPE]: HoldAnswer } } },
      problems: FINDING_PROBLEMS,
    },
    handle: async (call) => {
      const { id } = await findVisible(call, desk);
      const { reason, caseReference = null } = parseBody(HoldRequest, await readJson(call.req));
      const hold = await desk.hold(id, { reason, caseReference }, requireAccount(call).id);
      if (hold === undefined) throw await refusalOfGone(desk, id);
      call.res.status(201).json(hold);
    },
  };
}

function liftRoute(desk: InvoiceDesk): Route {
  return {
    key: 'DELETE /v1/invoices/{number}/holds/{hold}',
    doc: {
      id: 'liftInvoiceHold',
      tag: 'invoices',
      summary: 'Lift a legal hold',
      params: HoldParams,
      answers: { 204: { description: 'It holds no more.' } },
      problems: [...FINDING_PROBLEMS, 'HOLD_NOT_FOUND'],
    },
    handle: async (call) => {
      const { id } = await findVisible(call, desk);
      const lifted = await desk.liftHold(id, pathParameter(call, 'hold'), requireAccount(call).id);
      if (!lifted) throw new Refusal('HOLD_NOT_FOUND');
      call.res.status(204).end();
    },
  };
}
