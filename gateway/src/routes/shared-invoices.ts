/** What a secret link opens: the invoice and its proof, for whoever holds it. */
import type { Request, Response } from 'express';
import type { JsonValue } from '@chopmark/core';
import type { InvoiceDesk, InvoiceView } from '../invoices/invoice-desk.js';
import type { InvoiceLinks } from '../links/invoice-links.js';
import type { ProblemCode } from '../problems/catalogue.js';
import { Refusal } from '../problems/refusal.js';
import { RATE_LIMIT_HEADERS, type RequestLimit } from '../requests/rate-limit.js';
import { SecretParams, SharedInvoice } from '../schemas/invoice-link.js';
import { BundleRequest } from '../schemas/verification.js';
import { BUNDLE_MEDIA_TYPE, EVIDENCE_PROBLEMS } from './invoice-bundles.js';
import { refusalOfErased, refuseDamaged } from './find-visible.js';
import { JSON_TYPE, pathParameter, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

export interface SharedInvoiceContext {
  readonly desk: InvoiceDesk;
  readonly links: InvoiceLinks;
  readonly verificationLimit: RequestLimit;
}

export interface OpenedInvoice {
  readonly invoice: InvoiceView;
  readonly document: Readonly<Record<string, JsonValue>>;
}

/** What `openShared` refuses with. */
const OPENING_PROBLEMS = [
  'LINK_NOT_FOUND',
  'INVOICE_ERASED',
  'INVOICE_DAMAGED',
  'TOO_MANY_REQUESTS',
] as const satisfies readonly ProblemCode[];

/** The invoice that a secret opens. @throws {Refusal} one of `OPENING_PROBLEMS` */
export async function openShared(
  req: Request,
  res: Response,
  secret: string,
  { desk, links, verificationLimit }: SharedInvoiceContext,
): Promise<OpenedInvoice> {
  res.set('X-Robots-Tag', 'noindex, nofollow, noarchive');
  await verificationLimit.take(req, res);
  const id = await links.invoiceOf(secret);
  if (id === undefined) throw new Refusal('LINK_NOT_FOUND');
  const invoice = await desk.find(id).catch(refuseDamaged);
  const document = invoice === undefined ? undefined : await desk.document(invoice.id);
  if (invoice !== undefined && document !== undefined) return { invoice, document };
  throw (await refusalOfErased(desk, id)) ?? new Refusal('LINK_NOT_FOUND');
}

export function sharedInvoiceRoutes(context: SharedInvoiceContext): Route[] {
  return [
    {
      key: 'GET /v1/shared-invoices/{secret}',
      doc: {
        id: 'getSharedInvoice',
        tag: 'invoices',
        summary: 'The invoice that a secret link opens',
        params: SecretParams,
        answers: { 200: taggedDoc('The invoice.', { [JSON_TYPE]: SharedInvoice }, RATE_LIMIT_HEADERS) },
        problems: OPENING_PROBLEMS,
      },
      handle: async (call) => {
        const { invoice, document } = await openShared(
          call.req,
          call.res,
          pathParameter(call, 'secret'),
          context,
        );
        // JSON leaves out what is undefined.
        const shown = { ...invoice, operationId: undefined, reference: undefined };
        sendTagged(call, { invoice: shown, document }, { cacheControl: 'no-store' });
      },
    },
    {
      key: 'GET /v1/shared-invoices/{secret}/bundle',
      doc: {
        id: 'getSharedInvoiceBundle',
        tag: 'invoices',
        summary: 'The proof of the invoice that a secret link opens',
        params: SecretParams,
        answers: {
          200: taggedDoc('The bundle.', { [BUNDLE_MEDIA_TYPE]: BundleRequest }, RATE_LIMIT_HEADERS),
        },
        problems: [...OPENING_PROBLEMS, 'NOT_ANCHORED', ...EVIDENCE_PROBLEMS],
      },
      handle: async (call) => {
        const { invoice } = await openShared(call.req, call.res, pathParameter(call, 'secret'), context);
        const { id, number, state } = invoice;
        const bundle = state === 'anchored' ? await context.desk.bundle(id) : undefined;
        if (bundle === undefined) {
          throw new Refusal('NOT_ANCHORED', { parameters: { state }, headers: { 'Retry-After': '1' } });
        }
        call.res.attachment(`${number ?? id}.chopmark.json`);
        sendTagged(call, bundle, { type: BUNDLE_MEDIA_TYPE, cacheControl: 'no-store' });
      },
    },
  ];
}
