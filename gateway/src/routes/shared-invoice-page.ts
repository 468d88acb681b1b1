/**
 * `/i/{secret}`: the page behind a secret link, for a buyer without an account. It is whole without scripts, prints on one
 * sheet, and asks nothing of another host.
 *
 * @module
 */
import { Router, type ErrorRequestHandler, type Request } from 'express';
import { pageLanguage } from '../i18n/page-language.js';
import { closedLinkPage } from '../links/closed-link-page.js';
import { invoicePage, PAGE_STYLE } from '../links/invoice-page.js';
import { hereOf, type PageFacts } from '../links/page-parts.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from '../problem.js';
import { asError, localsOf } from '../request-locals.js';
import type { VersionView } from '../schemas/platform.js';
import { pageHeaders } from '../security-headers.js';
import { openShared, type SharedInvoiceContext } from './shared-invoices.js';

export interface SharedPageContext extends SharedInvoiceContext {
  readonly version: VersionView;
  readonly publicUrl: string;
}

export function sharedInvoicePage(context: SharedPageContext): Router {
  const here = hereOf(context.version);
  const router = Router();
  router.use('/i', pageHeaders);
  router.get('/i/style.css', (_req, res) => {
    localsOf(res).route = '/i/style.css';
    res.set('Cache-Control', 'public, max-age=3600').type('css').send(PAGE_STYLE);
  });
  router.get('/i/:secret', async (req, res) => {
    localsOf(res).route = '/i/{secret}';
    res.set('Cache-Control', 'no-store');
    const { secret } = req.params;
    const opened = await openShared(req, res, secret, context);
    res.type('html').send(invoicePage(opened, secret, { language: pageLanguage(req, res), ...here }));
  });
  router.use('/i', troublePage(here, context.publicUrl));
  return router;
}

/** To a browser whatever is in the way is a page. Status and headers are as whoever reads the problem gets them. */
function troublePage(here: Omit<PageFacts, 'language'>, helpBase: string): ErrorRequestHandler {
  return (error: unknown, req, res, next) => {
    const locals = localsOf(res);
    locals.route ??= '/i/{secret}';
    res.set('Cache-Control', 'no-store').vary('Accept');
    if (res.headersSent || !prefersHtml(req)) {
      next(error);
      return;
    }
    const language = pageLanguage(req, res);
    const { traceId } = locals;
    const { status, headers, code } = toProblem(error, { language, traceId, instance: '', helpBase });
    if (status >= 500) locals.fault = asError(error);
    const page = closedLinkPage(code, { language, ...here }, status === 500 ? traceId : undefined);
    res.status(status).set(headers).type('html').send(page);
  };
}

/** A browser asks for HTML by name; who takes anything gets the problem. */
function prefersHtml(req: Request): boolean {
  return req.accepts([PROBLEM_MEDIA_TYPE, 'json', 'html']) === 'html';
}
