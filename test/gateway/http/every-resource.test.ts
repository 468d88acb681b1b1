/**
 * Every single thing of the API has an entity tag: whoever holds it gets 304 without a body. Found in the OpenAPI
 * document; what has none is named below, with the reason.
 */
import assert from 'node:assert/strict';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { askAgain, askSample, operationsOf, ownerOf } from '../../support/gateway/operations.js';

const WITHOUT: Readonly<Record<string, string>> = {
  getLiveness: 'of the moment',
  getReadiness: 'of the moment',
  getVersion: 'smaller than the headers',
  getInvoiceBatchTemplate: 'written as it is made',
  getOperationResults: 'written as it is read',
  getOperationBundles: 'written as it is made',
  getInvoiceBundles: 'written as it is made',
  getRegister: 'written as it is read',
  exportAuditLog: 'each export is told to the log that it exports',
  watchOperation: 'events',
  finishLogin: 'leads elsewhere',
};

const PUBLIC = /^public, max-age=\d+$/;
const READS = operationsOf().filter(
  ({ method, answered }) => method === 'get' && !Object.hasOwn(answered, 'items'),
);

describe('every single resource', function () {
  this.timeout(180_000);
  let world: AccessWorld;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());

  it('without a tag has a reason', () => {
    const without = READS.filter(({ responses }) => responses['200']?.headers?.['ETag'] === undefined);
    const names = without.map(({ operationId }) => operationId).sort();

    assert.deepEqual(
      names.filter((name) => WITHOUT[name] === undefined),
      [],
    );
    assert.ok(READS.length - without.length >= 12);
  });

  for (const operation of READS) {
    if (WITHOUT[operation.operationId] !== undefined) continue;
    it(`${operation.key} is 304 for whoever holds it`, async () => {
      const gateway = await world.gateway({ organization: operation.at });
      const owner = ownerOf(operation);
      const token = operation.security.length === 0 ? undefined : await world.token(gateway, owner);
      const { answer, request } = await askSample(operation, { world, gateway, owner, token });
      assert.equal(answer.status, 200, answer.text);
      const tag = answer.headers['etag'] ?? '';
      assert.match(tag, /^"[\w-]{1,22}"$/, 'strong');
      const cacheControl = answer.headers['cache-control'] ?? '';
      if (token !== undefined) assert.equal(cacheControl, 'private, no-cache');
      else assert.ok(cacheControl === 'no-store' || PUBLIC.test(cacheControl), cacheControl);
      assert.ok(operation.responses['304']);

      for (const held of [tag, `W/${tag}`, `"other", ${tag}`, '*']) {
        const headers = { 'If-None-Match': held };
        const again = await askAgain(operation, request, { gateway, token, headers });
        assert.deepEqual([held, again.status, again.text], [held, 304, '']);
        assert.deepEqual(
          [again.headers['etag'], again.headers['cache-control'], again.headers['content-type']],
          [tag, cacheControl, undefined],
        );
      }
      for (const held of ['"other"', tag.slice(1, -1), '']) {
        const headers = { 'If-None-Match': held };
        const again = await askAgain(operation, request, { gateway, token, headers });
        assert.deepEqual([held, again.status, again.text], [held, 200, answer.text]);
      }
    });
  }
});
