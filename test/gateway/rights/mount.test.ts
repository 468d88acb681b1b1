import assert from 'node:assert/strict';
import express from 'express';
import supertest from 'supertest';
import { mountRoutes } from '../../../gateway/dist/mount-routes.js';
import { prepareLocals } from '../../../gateway/dist/request-locals.js';
import type { Route } from '../../../gateway/dist/routes/route.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('mountRoutes', () => {
  let gateway: TestGateway;

  before(async () => {
    gateway = await testGateway();
  });
  after(() => {
    gateway.close();
  });

  const mount = (...routes: unknown[]): ReturnType<typeof supertest> => {
    const app = express();
    app.use(prepareLocals);
    mountRoutes(app, routes as Route[], gateway.context);
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- a handler of errors has four parameters
    app.use(((error, _req, res, _next) => {
      res.status(500).type('text').send(String(error));
    }) as express.ErrorRequestHandler);
    return supertest(app);
  };

  it('does not start with a route that has no row', () => {
    const stray = { key: 'GET /v1/stray', doc: {}, handle: () => undefined };

    assert.throws(() => mount(stray), /GET \/v1\/stray has no row/);
  });

  for (const [what, answer] of [
    ['at once', (route: Parameters<Route['handle']>[0]) => void route.res.json({ secret: 1 })],
    [
      'by a stream',
      (route: Parameters<Route['handle']>[0]) => {
        route.res.write('secret');
        route.res.end();
      },
    ],
  ] as const) {
    it(`lets no answer leave ${what} that was not checked against rights`, async () => {
      const careless = { key: 'GET /v1/invoices/{number}', doc: {}, handle: answer };

      const { status, text } = await mount(careless)
        .get('/v1/invoices/1')
        .set('Authorization', `Bearer ${gateway.token('auditor')}`);

      assert.equal(status, 500);
      assert.doesNotMatch(text, /secret/);
    });
  }
});
