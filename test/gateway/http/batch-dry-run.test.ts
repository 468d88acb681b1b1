import assert from 'node:assert/strict';
import { line, NDJSON, ndjsonBatches } from '../../support/gateway/ndjson-batches.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';

describe('POST /v1/invoice-batches as a dry run', () => {
  const batches = ndjsonBatches();
  const { post, resultsOf } = batches;

  const check = (text: string, headers: Readonly<Record<string, string>> = {}) =>
    batches.gateway
      .send('post', '/v1/invoice-batches?dryRun=true', 'issuer')
      .set('Content-Type', NDJSON)
      .set(headers)
      .send(text);

  it('makes every check and issues nothing', async () => {
    await batches.gateway.issue(invoiceBody({ reference: 'used' }));
    const lines = [
      line({ reference: 'a' }),
      line({ reference: 'a' }),
      line({ reference: 'used' }),
      line({ vatKind: 'odd' }),
      line(),
    ];

    const { status, body } = await check(lines.join('\n'));

    assert.equal(status, 202);
    assert.deepEqual(
      [body.dryRun, body.state, body.total, body.accepted, body.anchored, body.refused],
      [true, 'partlyFailed', 5, 2, 0, 3],
    );
    assert.deepEqual(
      (await resultsOf(body.id)).map(({ state, errors }) => errors?.[0]?.code ?? state),
      ['checked', 'REFERENCE_USED', 'REFERENCE_USED', 'NOT_ALLOWED', 'checked'],
    );
    assert.equal(batches.gateway.desk.invoices.length, 1);
  });

  it('tells the reference of each line, so that the result file can be laid beside the table', async () => {
    const lines = [line({ reference: 'a' }), line({ reference: 'a' }), line()];
    const { body } = await check(lines.join('\n'));

    const { text } = await batches.gateway
      .send('get', `/v1/operations/${body.id}/results`, 'issuer')
      .set('Accept', 'text/csv')
      .set('Accept-Language', 'en');

    const [header = [], ...rows] = text
      .trimEnd()
      .split('\r\n')
      .map((row) => row.split(','));
    const at = (name: string): number => header.indexOf(name);
    assert.deepEqual(
      rows.map((row) => [row[at('state')], row[at('reference')]]),
      [
        ['checked', 'a'],
        ['refused', 'a'],
        ['checked', ''],
      ],
    );
  });

  it('does not take the key of the real one', async () => {
    const key = { 'Idempotency-Key': 'batch-1' };
    const checked = await check(line(), key);
    const issued = await post(line(), key);

    assert.notEqual(issued.body.id, checked.body.id);
    assert.equal(issued.body.accepted, 1);
    assert.equal((await check(line(), key)).headers['idempotency-replayed'], 'true');
  });

  it('refuses another value', async () => {
    const { status, body } = await batches.gateway
      .send('post', '/v1/invoice-batches?dryRun=maybe', 'issuer')
      .set('Content-Type', NDJSON)
      .send(line());

    assert.deepEqual([status, body.code], [400, 'MALFORMED_QUERY']);
  });
});
