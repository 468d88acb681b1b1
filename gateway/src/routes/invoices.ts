/** Issuing an invoice, and finding those one may see. */
import type { JsonValue } from '@chopmark/core';
import type { AcceptOutcome, InvoiceDesk, RequestKey } from '../invoices/invoice-desk.js';
import type { Fault } from '../problems/faults.js';
import { Refusal } from '../problems/refusal.js';
import { readJson } from '../requests/json-body.js';
import { parseQuery } from '../requests/parse-with.js';
import { hashOfBody, requestKey, waitSeconds } from '../requests/preferences.js';
import { prepareInvoice } from '../requests/prepare-invoice.js';
import { shanghaiDay } from '../requests/shanghai-day.js';
import { withoutUndefined } from '../requests/without-undefined.js';
import { seesReference, shownInvoice } from '../rights/shown-invoice.js';
import { thingOfInvoice } from '../rights/things.js';
import { InvoiceAnswer, InvoicePage } from '../schemas/invoice-answers.js';
import { InvoiceRequest } from '../schemas/invoice-request.js';
import { InvoiceParams, InvoiceQuery, PostHeaders } from '../schemas/parameters.js';
import { answerIssue } from './answer-issue.js';
import { FINDING_PROBLEMS, findVisible, refuseDamaged } from './find-visible.js';
import { listDoc, sendList } from './list-answer.js';
import { JSON_TYPE, requireAccount, type Call, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

export interface InvoiceContext {
  readonly desk: InvoiceDesk;
  readonly now: () => Date;
}

export function invoiceRoutes(context: InvoiceContext): Route[] {
  return [issueRoute(context), listRoute(context), getRoute(context)];
}

function issueRoute({ desk, now }: InvoiceContext): Route {
  const key = 'POST /v1/invoices';
  const invoice = { [JSON_TYPE]: InvoiceAnswer };
  return {
    key,
    doc: {
      id: 'issueInvoice',
      tag: 'invoices',
      summary: 'Issue an invoice',
      description:
        'Checks the invoice, makes it durable and waits (Prefer: wait=N, default 5 s) until it stands on the ledger.',
      headers: PostHeaders,
      body: { [JSON_TYPE]: InvoiceRequest },
      answers: {
        201: { description: 'Anchored.', content: invoice, headers: ['Location', 'Idempotency-Replayed'] },
        202: {
          description: 'Accepted; not anchored yet.',
          content: invoice,
          headers: ['Location', 'Idempotency-Replayed'],
        },
      },
      problems: [
        'MALFORMED_HEADER',
        'SELLER_NOT_OWN',
        'REFERENCE_USED',
        'RULE_VIOLATED',
        'RED_LETTER_NOT_AVAILABLE',
        'IDEMPOTENCY_KEY_REUSED',
        'INVOICE_REFUSED',
        'INVOICE_ERASED',
        'INVOICE_DAMAGED',
        'ACCEPTANCE_UNKNOWN',
      ],
    },
    handle: async (call) => {
      const { outcome, warnings } = await accepted(call, desk, { key, today: shanghaiDay(now()) });
      await answerIssue(call, desk, outcome, { waitMs: waitSeconds(call.req) * 1000, warnings });
    },
  };
}

interface Accepted {
  readonly outcome: AcceptOutcome;
  readonly warnings: readonly Fault[];
}

/** Apart, so that the body is let go of before the wait: a thousand requests wait at once. */
async function accepted(
  call: Call,
  desk: InvoiceDesk,
  { key, today }: { readonly key: string; readonly today: string },
): Promise<Accepted> {
  const body = await readJson(call.req);
  const replay = requestKey(call.req, `${requireAccount(call).id} ${key}`, () => hashOfBody(body));
  return outcomeOf(call, desk, { body, today, replay });
}

interface Asked {
  readonly body: JsonValue;
  readonly today: string;
  readonly replay: RequestKey | undefined;
}

/** What was accepted under its key stays so when the rules do not let it pass any more: the year of issue has ended, say. */
async function outcomeOf(call: Call, desk: InvoiceDesk, { body, today, replay }: Asked): Promise<Accepted> {
  try {
    const issuer = { account: requireAccount(call), access: call.access };
    const { invoice, warnings } = prepareInvoice(body, issuer, today);
    return { outcome: await desk.accept(invoice, replay).catch(refuseDamaged), warnings };
  } catch (error) {
    if (replay === undefined || !(error instanceof Refusal) || error.code !== 'RULE_VIOLATED') throw error;
    const outcome = await desk.earlier(replay).catch(refuseDamaged);
    if (outcome === undefined) throw error;
    return { outcome, warnings: [] };
  }
}

function listRoute({ desk }: InvoiceContext): Route {
  return {
    key: 'GET /v1/invoices',
    doc: {
      id: 'listInvoices',
      tag: 'invoices',
      summary: 'The invoices that one may see, newest first',
      description: 'A page may hold fewer than limit; nextCursor is null on the last one.',
      query: InvoiceQuery,
      answers: { 200: listDoc('A page.', InvoicePage) },
      problems: ['MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const account = requireAccount(call);
      const { limit, cursor, ...filter } = parseQuery(InvoiceQuery, call.req.query);
      const { isUnlimited } = call.access;
      const party = isUnlimited ? undefined : account.organization?.taxId;
      if (party === undefined && !isUnlimited) {
        sendList(call, { items: [], nextCursor: null });
        return;
      }
      const asked = { ...withoutUndefined(filter), ...(party !== undefined && { party }) };
      const page = await desk.list(asked, limit, cursor);
      // The desk filters by party, either side; which side an account may see is decided here.
      const items = page.items
        .filter((invoice) => call.access.allows(thingOfInvoice(invoice)))
        .filter((invoice) => filter.reference === undefined || seesReference(call.access, invoice))
        .map((invoice) => shownInvoice(call.access, invoice));
      sendList(call, { items, nextCursor: page.nextCursor });
    },
  };
}

function getRoute({ desk }: InvoiceContext): Route {
  return {
    key: 'GET /v1/invoices/{number}',
    doc: {
      id: 'getInvoice',
      tag: 'invoices',
      summary: 'An invoice by number or id',
      params: InvoiceParams,
      answers: { 200: taggedDoc('The invoice.', { [JSON_TYPE]: InvoiceAnswer }) },
      problems: FINDING_PROBLEMS,
    },
    handle: async (call) => {
      sendTagged(call, shownInvoice(call.access, await findVisible(call, desk)));
    },
  };
}
