/**
 * Secret links to an invoice: each party makes, sees and revokes its own. That the other one handed out any is no more its
 * business than to whom.
 *
 * @module
 */
import type { InvoiceDesk } from '../invoices/invoice-desk.js';
import type { InvoiceLinks } from '../links/invoice-links.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { LinkList, LinkParams, LinkRequest, LinkShown } from '../schemas/invoice-link.js';
import { InvoiceParams } from '../schemas/parameters.js';
import { thingOfLink } from '../rights/things.js';
import { actorOf } from './administrator.js';
import { FINDING_PROBLEMS, findVisible } from './find-visible.js';
import { listDoc, sendWhole } from './list-answer.js';
import { JSON_TYPE, pathParameter, type Route } from './route.js';

export interface InvoiceLinkContext {
  readonly desk: InvoiceDesk;
  readonly links: InvoiceLinks;
  readonly publicUrl: string;
}

export function invoiceLinkRoutes(context: InvoiceLinkContext): Route[] {
  return [makeRoute(context), listRoute(context), revokeRoute(context)];
}

function makeRoute({ desk, links, publicUrl }: InvoiceLinkContext): Route {
  return {
    key: 'POST /v1/invoices/{number}/links',
    doc: {
      id: 'makeInvoiceLink',
      tag: 'invoices',
      summary: 'A secret link to an invoice, for somebody without an account',
      params: InvoiceParams,
      body: { [JSON_TYPE]: LinkRequest },
      answers: {
        201: {
          description: 'The link, this once.',
          content: { [JSON_TYPE]: LinkShown },
          headers: ['Location'],
        },
      },
      problems: FINDING_PROBLEMS,
    },
    handle: async (call) => {
      const { id } = await findVisible(call, desk);
      const { expiresInDays } = parseBody(LinkRequest, await readJson(call.req));
      const link = await links.make(actorOf(call), id, expiresInDays);
      const url = `${publicUrl}/i/${link.secret}`;
      call.res
        .status(201)
        .location(`/v1/invoices/${id}/links/${link.id}`)
        .json({ ...link, url });
    },
  };
}

function listRoute({ desk, links }: InvoiceLinkContext): Route {
  return {
    key: 'GET /v1/invoices/{number}/links',
    doc: {
      id: 'listInvoiceLinks',
      tag: 'invoices',
      summary: 'The secret links to an invoice, without their secrets',
      params: InvoiceParams,
      description: 'Those that one may revoke: of the own organization, all of them for a tax officer.',
      answers: { 200: listDoc('All of them, newest first.', LinkList) },
      problems: FINDING_PROBLEMS,
    },
    handle: async (call) => {
      const invoice = await findVisible(call, desk);
      const all = await links.list(invoice.id);
      const own = all.filter(({ makerTaxId }) => call.access.allows(thingOfLink(invoice, makerTaxId)));
      sendWhole(
        call,
        own.map(({ link }) => link),
      );
    },
  };
}

function revokeRoute({ desk, links }: InvoiceLinkContext): Route {
  return {
    key: 'DELETE /v1/invoices/{number}/links/{linkId}',
    doc: {
      id: 'revokeInvoiceLink',
      tag: 'invoices',
      summary: 'Revoke a secret link; it opens nothing from now on',
      params: LinkParams,
      answers: { 204: { description: 'It opens nothing any more.' } },
      problems: ['LINK_NOT_FOUND', 'INVOICE_ERASED', 'INVOICE_DAMAGED'],
    },
    handle: async (call) => {
      const invoice = await findVisible(call, desk);
      const found = await links.find(invoice.id, pathParameter(call, 'linkId'));
      const { link } = call.access.require(found, ({ makerTaxId }) => thingOfLink(invoice, makerTaxId));
      await links.revoke(actorOf(call), invoice.id, link.id);
      call.res.status(204).end();
    },
  };
}
