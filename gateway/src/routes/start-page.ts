/** `/docs/start`: the first steps, with this gateway's own address in what is typed. */
import { Router, type Request } from 'express';
import type { SdkFile } from '../guide/sdk.js';
import { START_SCRIPT, START_STYLE, startPage as page } from '../guide/start-page.js';
import { pageLanguage } from '../i18n/page-language.js';
import type { VersionView } from '../schemas/platform.js';
import { localsOf } from '../request-locals.js';
import { pageHeaders } from '../security-headers.js';

export interface StartPageContext {
  readonly publicUrl: string;
  readonly version: VersionView;
  readonly desk?: unknown;
  readonly sdk?: readonly SdkFile[];
}

export function startPage({ publicUrl, version, desk, sdk = [] }: StartPageContext): Router {
  const router = Router();
  router.get('/docs/start', pageHeaders, (req, res) => {
    localsOf(res).route = '/docs/start';
    const facts = {
      gateway: publicUrl === '' ? addressOf(req) : publicUrl,
      issues: desk !== undefined,
      isDemo: version.mode === 'demo',
      sdk,
    };
    res
      .set('Cache-Control', 'no-cache')
      .type('html')
      .send(page(facts, pageLanguage(req, res)));
  });
  router.get('/docs/start.css', pageHeaders, (_req, res) => {
    localsOf(res).route = '/docs/start';
    res.set('Cache-Control', 'public, max-age=3600').type('css').send(START_STYLE);
  });
  router.get('/docs/start.js', pageHeaders, (_req, res) => {
    localsOf(res).route = '/docs/start';
    res.set('Cache-Control', 'public, max-age=3600').type('js').send(START_SCRIPT);
  });
  return router;
}

/** As the reader reached us; what is no plain host and port is not repeated in something that people run. */
function addressOf(req: Request): string {
  const host = req.get('host') ?? '';
  return /^[\w.-]+(?::\d{1,5})?$|^\[[0-9a-f:]+\](?::\d{1,5})?$/i.test(host)
    ? `${req.protocol}://${host}`
    : 'http://localhost';
}
