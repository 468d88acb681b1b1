import assert from 'node:assert/strict';
import { BUYER, SELLER } from '../../support/gateway/people.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { TODAY, testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('POST /v1/invoices', () => {
  let gateway: TestGateway;

  beforeEach(async () => {
    gateway = await testGateway();
  });
  afterEach(() => {
    gateway.close();
  });

  it('answers 201 with the number and its address once anchored', async () => {
    const { status, body, headers } = await gateway.issue(invoiceBody());

    assert.equal(status, 201, JSON.stringify(body));
    assert.match(body.number, /^26002\d{15}$/);
    assert.equal(headers['location'], `/v1/invoices/${body.number}`);
    assert.equal(body.state, 'anchored');
    assert.deepEqual(body.seller, SELLER);
    assert.deepEqual(body.buyer, BUYER);
    assert.equal(body.issuedOn, TODAY);
    assert.equal(body.warnings, undefined);
  });
});
