/**
 * Pages for people: help for each problem, the reference of the API, and the pages built by `web`. They are not part
 * of the API's contract and stand outside its document.
 *
 * @module
 */
import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import express, { Router } from 'express';
import { helpPage } from '../problems/help-page.js';
import { Refusal } from '../problems/refusal.js';
import { localsOf } from '../request-locals.js';
import { pageHeaders } from '../security-headers.js';

/** `/problems/{code}`: where the `type` of a problem leads. */
export function helpPages(): Router {
  const router = Router();
  router.get('/problems/:code', pageHeaders, (req, res) => {
    const locals = localsOf(res);
    locals.route = '/problems/{code}';
    const page = helpPage(String(req.params.code), locals.language);
    if (page === undefined) throw new Refusal('ROUTE_NOT_FOUND');
    res.type('html').send(page);
  });
  return router;
}

const REFERENCE = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Chopmark API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><p class="wrapper swagger-ui"><a class="link" href="/docs/start">First steps · 快速接入</a></p><div id="reference">
<p class="wrapper" lang="zh-CN">参考页面正在载入；若无内容出现，请刷新页面，或直接阅读 /openapi.json。</p>
<p class="wrapper">The reference is on its way. When nothing appears, reload the page, or read /openapi.json itself.</p></div>
<script src="/docs/swagger-ui-bundle.js"></script><script src="/docs/reference.js"></script></body></html>
`;

const START = `SwaggerUIBundle({ url: '/openapi.json', dom_id: '#reference', deepLinking: true, validatorUrl: null });
`;

/** `/docs`: Swagger UI from our own disk; nothing is asked of another host. */
export function referencePages(): Router {
  const folder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
  const router = Router();
  router.use('/docs', pageHeaders, (_req, res, next) => {
    localsOf(res).route = '/docs';
    next();
  });
  router.get('/docs', (_req, res) => {
    res.type('html').send(REFERENCE);
  });
  router.get('/docs/reference.js', (_req, res) => {
    res.type('js').send(START);
  });
  for (const file of ['swagger-ui.css', 'swagger-ui-bundle.js']) {
    router.get(`/docs/${file}`, (_req, res) => {
      res.set('Cache-Control', 'public, max-age=3600').sendFile(file, { root: folder, dotfiles: 'allow' });
    });
  }
  return router;
}

const SAMPLES = ['bundle.json', 'bundle-forged.json', 'new-invoice.json', 'trust.json'];

/** `/samples/…` of a demonstration: what the verification link of the start leads to. */
export function sampleFiles(folder: string): Router {
  const router = Router();
  for (const file of SAMPLES) {
    router.get(`/samples/${file}`, (_req, res, next) => {
      localsOf(res).route = '/samples';
      res.set('Cache-Control', 'no-store');
      res.sendFile(file, { root: folder, dotfiles: 'allow' }, (error) => {
        // Not written yet: the address is as unknown as any other.
        if (error) next();
      });
    });
  }
  return router;
}

/** The built pages: `/` is index.html, `/verify` is verify.html or verify/index.html. */
export function webPages(folder: string): Router {
  const router = Router();
  const files = express.static(folder, {
    extensions: ['html'],
    redirect: false,
    dotfiles: 'ignore',
    index: 'index.html',
  });
  router.use((req, res, next) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') {
      next();
      return;
    }
    pageHeaders(req, res, () => {
      files(req, res, next);
    });
  });
  return router;
}
