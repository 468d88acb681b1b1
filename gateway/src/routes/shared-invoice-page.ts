/**
 * `/i/{secret}`: the page behind a secret link, for a buyer without an account. It is whole without scripts, prints on one
 * sheet, and asks nothing of another host.
 *
 * @module
 */
import { Router } from 'express';
import { LANGUAGES, type Language } from '../i18n/language.js';
import { invoicePage, PAGE_STYLE } from '../links/invoice-page.js';
import { localsOf } from '../request-locals.js';
import { pageHeaders } from '../security-headers.js';
import { openShared, type SharedInvoiceContext } from './shared-invoices.js';

export function sharedInvoicePage(context: SharedInvoiceContext): Router {
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
    const language = chosen(req.query['lang']) ?? locals.language;
    const opened = await openShared(req, res, secret, context);
    res.type('html').send(invoicePage(opened, secret, language));
  });
  return router;
}

function chosen(value: unknown): Language | undefined {
  return LANGUAGES.find((language) => language === value);
}
