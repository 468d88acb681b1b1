/** What the parties of an invoice hold: its proof, and the document itself. */
import type { JsonObject } from '@chopmark/core';
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import type { EvidenceFault } from '../proofs/evidence-error.js';
import { hiddenPathsOf } from '../requests/hidden-paths.js';
import { parseQuery } from '../requests/parse-with.js';
import { InvoiceDocument } from '../schemas/invoice-answers.js';
import { BundleQuery, InvoiceParams } from '../schemas/parameters.js';
import { BundleRequest } from '../schemas/verification.js';
import { FINDING_PROBLEMS, findVisible } from './find-visible.js';
import { JSON_TYPE, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

export const BUNDLE_MEDIA_TYPE = 'application/vnd.chopmark.bundle+json';

/** Why there may be a compact bundle and no full one. */
export const EVIDENCE_PROBLEMS = [
  'FULL_BUNDLE_TOO_LARGE',
  'BLOCK_NOT_AVAILABLE',
  'BLOCK_SIGNATURES_TOO_FEW',
] as const satisfies readonly EvidenceFault[];

export function invoiceBundleRoutes(context: { readonly desk: InvoiceDesk }): Route[] {
  return [bundleRoute(context.desk), documentRoute(context.desk)];
}

function bundleRoute(desk: InvoiceDesk): Route {
  return {
    key: 'GET /v1/invoices/{number}/bundle',
    doc: {
      id: 'getInvoiceBundle',
      tag: 'invoices',
      summary: 'The proof of an invoice, for anybody to verify without us',
      params: InvoiceParams,
      query: BundleQuery,
      answers: { 200: taggedDoc('The bundle.', { [BUNDLE_MEDIA_TYPE]: BundleRequest }) },
      problems: [
        'MALFORMED_QUERY',
        ...FINDING_PROBLEMS,
        'NOT_ANCHORED',
        'FIELD_NOT_HIDEABLE',
        ...EVIDENCE_PROBLEMS,
      ],
    },
    handle: async (call) => {
      const { hide = [], parts } = parseQuery(BundleQuery, call.req.query);
      const { id, number, state } = await findVisible(call, desk);
      const hidden = hide.length === 0 ? [] : hiddenPathsOf(await documentOf(desk, id), hide);
      const bundle = state === 'anchored' ? await desk.bundle(id, hidden, parts) : undefined;
      if (bundle === undefined) throw notAnchored(state);
      call.res.attachment(`${number ?? id}.chopmark.json`);
      sendTagged(call, bundle, { type: BUNDLE_MEDIA_TYPE });
    },
  };
}

function documentRoute(desk: InvoiceDesk): Route {
  return {
    key: 'GET /v1/invoices/{number}/document',
    doc: {
      id: 'getInvoiceDocument',
      tag: 'invoices',
      summary: 'The whole document, for its parties',
      params: InvoiceParams,
      answers: { 200: taggedDoc('The document.', { [JSON_TYPE]: InvoiceDocument }) },
      problems: FINDING_PROBLEMS,
    },
    handle: async (call) => {
      const { id } = await findVisible(call, desk);
      sendTagged(call, await documentOf(desk, id));
    },
  };
}

async function documentOf(desk: InvoiceDesk, id: string): Promise<JsonObject> {
  const document = await desk.document(id);
  if (document === undefined) throw new Refusal('INVOICE_NOT_FOUND');
  return document;
}

function notAnchored(state: string): Refusal {
  return new Refusal('NOT_ANCHORED', { parameters: { state }, headers: { 'Retry-After': '1' } });
}
