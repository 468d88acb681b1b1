/** Which answers pages of other origins may read: those of public verification, and no other. */
import assert from 'node:assert/strict';
import { operationsOf } from '../../support/gateway/operations.js';
import { testGateway } from '../../support/gateway-app.js';

const ORIGIN = 'https://elsewhere.example';
const PUBLIC = ['POST /v1/verifications', 'GET /.well-known/chopmark-trust.json'];

describe('a page of another origin', () => {
  for (const { key, method, path, at, security } of operationsOf()) {
    const isPublic = PUBLIC.includes(key);
    it(`${isPublic ? 'reads' : 'does not read'} ${key}`, async () => {
      const gateway = await testGateway({ organization: at });
      const address = path.replace(/\{\w+\}/g, 'x');

      const asked = await gateway
        .send('options', address)
        .set({ Origin: ORIGIN, 'Access-Control-Request-Method': method.toUpperCase() });
      const answer = await gateway.send(method, address).set('Origin', ORIGIN);
      gateway.close();

      for (const { headers } of [asked, answer]) {
        assert.equal(headers['access-control-allow-origin'], isPublic ? '*' : undefined);
        assert.equal(headers['access-control-allow-credentials'], undefined);
        assert.equal(headers['cross-origin-resource-policy'], isPublic ? 'cross-origin' : 'same-origin');
      }
      if (isPublic) assert.equal(security.length, 0, 'no credentials, nothing to steal');
      else assert.equal(asked.headers['access-control-allow-headers'], undefined);
    });
  }
});
