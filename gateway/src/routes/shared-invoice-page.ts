/**
 * `/i/{secret}`: the page behind a secret link, for a buyer without an account. It is whole without scripts, prints on one
 * sheet, and asks nothing of another host.
 *
 * @module
 */
import { Router, type Request } from 'express';
import { pageLanguage } from '../i18n/page-language.js';
import { closedLinkPage, isClosedLinkCode } from '../links/closed-link-page.js';
import { invoicePage, PAGE_STYLE } from '../links/invoice-page.js';
import { PROBLEM_MEDIA_TYPE, toProblem } from '../problem.js';
import { Refusal } from '../problems/refusal.js';
import { localsOf } from '../request-locals.js';
import type { VersionView } from '../schemas/platform.js';
import { pageHeaders } from '../security-headers.js';
import { openShared, type SharedInvoiceContext } from './shared-invoices.js';

export interface SharedPageContext extends SharedInvoiceContext {
  readonly version: VersionView;
  readonly publicUrl: string;
}

export function sharedInvoicePage(context: SharedPageContext): Router {
  const { mode, networkKind } = context.version;
  const here = { isDemo: mode === 'demo', isEmbedded: networkKind === 'embedded' };
  const router = Router();
  router.get('/i/style.css', pageHeaders, (_req, res) => {
    localsOf(res).route = '/i/style.css';
    res.set('Cache-Control', 'public, max-age=3600').type('css').send(PAGE_STYLE);
  });
  router.get('/i/:secret', pageHeaders, async (req, res) => {
    const locals = localsOf(res);
    locals.route = '/i/{secret}';
    res.set('Cache-Control', 'no-store');
    const secret = String(req.params['secret']);
    const language = pageLanguage(req, res);
    const facts = { language, ...here };
    try {
      const opened = await openShared(req, res, secret, context);
      res.type('html').send(invoicePage(opened, secret, facts));
    } catch (error) {
      res.vary('Accept');
      if (!(error instanceof Refusal) || !isClosedLinkCode(error.code) || !prefersHtml(req)) throw error;
      // Status and headers as whoever reads the problem gets them.
      const { traceId } = locals;
      const { status, headers } = toProblem(error, {
        language,
        traceId,
        instance: '',
        helpBase: context.publicUrl,
      });
      res.status(status).set(headers).type('html').send(closedLinkPage(error.code, facts));
    }
  });
  return router;
}

/** A browser asks for HTML by name; who takes anything gets the problem. */
function prefersHtml(req: Request): boolean {
  return req.accepts([PROBLEM_MEDIA_TYPE, 'json', 'html']) === 'html';
}
