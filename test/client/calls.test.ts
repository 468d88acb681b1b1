import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Chopmark, ChopmarkError, type NewInvoice } from '@chopmark/client';
import { createApp } from '@chopmark/gateway';
import { invoiceBody } from '../support/gateway/invoice-bodies.js';
import { testGateway, type TestGateway } from '../support/gateway-app.js';

const INVOICE = invoiceBody() as unknown as NewInvoice;

/** The SDK against the real HTTP side, with the issuing side in memory. */
describe('the SDK at a gateway', () => {
  let gateway: TestGateway;
  let server: Server;
  let chopmark: Chopmark;

  beforeEach(async () => {
    gateway = await testGateway();
    server = createServer(createApp(gateway.context));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    chopmark = new Chopmark({
      baseUrl: `http://127.0.0.1:${port}`,
      credentials: { token: gateway.token('issuer') },
    });
  });
  afterEach(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    gateway.close();
  });

  it('issues and waits for the number', async () => {
    const { number, state } = await chopmark.invoices.issueAndWait(INVOICE);

    assert.match(number, /^\d{20}$/);
    assert.equal(state, 'anchored');
    assert.equal((await chopmark.invoices.get(number)).number, number);
  });

  it('follows the operation when the gateway does not wait as long', async () => {
    gateway.desk.held = true;
    const issuing = chopmark.invoices.issueAndWait(INVOICE, { waitSeconds: 0 });
    while (gateway.desk.waits.length === 0) await new Promise(setImmediate);
    const [accepted] = gateway.desk.invoices;
    gateway.desk.held = false;
    await gateway.desk.settle(accepted?.view.id ?? '', 0);

    assert.equal((await issuing).id, accepted?.view.id);
  });

  it('says which operation is still running when the time is over', async () => {
    gateway.desk.held = true;

    const issued = await chopmark.invoices.issue(INVOICE, { waitSeconds: 0 });
    await assert.rejects(
      chopmark.operations.wait(issued.operationId, { timeoutMs: 20 }),
      (error: unknown) => {
        const { code, problem } = error as { code: string; problem: { operation: { id: string } } };
        return code === 'TIMED_OUT' && problem.operation.id === issued.operationId;
      },
    );
  });

  it('says what was in the way, too', async () => {
    gateway.desk.held = true;
    const causes = [{ organization: 'CourtMSP', code: 'PEER_UNREACHABLE' }] as const;
    gateway.desk.inTheWay = { since: null, lastTriedAt: null, causes };

    const { operationId, waiting } = await chopmark.invoices.issue(INVOICE, { waitSeconds: 0 });
    assert.equal(waiting?.causes[0]?.retryHelps, true);
    await assert.rejects(
      chopmark.operations.wait(operationId, { timeoutMs: 1_500 }),
      (error: unknown) =>
        error instanceof ChopmarkError &&
        error.causes[0]?.code === 'PEER_UNREACHABLE' &&
        error.message.includes('CourtMSP'),
    );
  });

  it('tells a refusal with every wrong place', async () => {
    await assert.rejects(
      chopmark.invoices.issue({ ...INVOICE, totalGross: '1.00' }),
      ({ code, status, errors }: { code: string; status: number; errors: { pointer: string }[] }) =>
        code === 'RULE_VIOLATED' && status === 422 && errors.some(({ pointer }) => pointer === '/totalGross'),
    );
  });

  it('tells a refusal of the pipeline as one', async () => {
    gateway.desk.refusal = { code: 'SERIES_CLOSED', detail: 'series inv-26002 is closed' };

    await assert.rejects(chopmark.invoices.issueAndWait(INVOICE), {
      code: 'INVOICE_REFUSED',
    });
  });

  it('goes through all pages', async () => {
    await chopmark.invoices.issueBatch(Array.from({ length: 103 }, () => INVOICE));

    const found = new Set<string>();
    for await (const { id } of chopmark.invoices.list({ state: 'anchored' })) found.add(id);

    assert.equal(found.size, 103);
    assert.equal((await chopmark.invoices.page({ limit: 2 })).items.length, 2);
  });

  it('stops asking when the loop ends', async () => {
    for (let count = 0; count < 2; count++) await chopmark.invoices.issue(INVOICE);

    for await (const invoice of chopmark.invoices.list()) {
      assert.ok(invoice.id);
      break;
    }
  });

  for (const [what, lines] of [
    ['an array', () => [INVOICE, { ...INVOICE, totalGross: '1.00' }]],
    [
      'a generator',
      async function* () {
        await Promise.resolve();
        yield INVOICE;
        yield { ...INVOICE, totalGross: '1.00' };
      },
    ],
  ] as const) {
    it(`issues a batch from ${what}, and reads what became of each line`, async () => {
      const { id } = await chopmark.invoices.issueBatch(lines());
      const operation = await chopmark.operations.wait(id);

      assert.deepEqual([operation.state, operation.anchored, operation.refused], ['partlyFailed', 1, 1]);
      const states: string[] = [];
      for await (const { line, state, errors = [] } of chopmark.operations.results(id))
        states.push(`${line} ${state} ${errors.map(({ pointer }) => pointer).join()}`);
      assert.deepEqual(states, ['1 anchored ', '2 refused /totalGross']);
    });
  }

  it('loads a bundle as the bytes that the gateway sent, with fields hidden', async () => {
    const { number } = await chopmark.invoices.issueAndWait(INVOICE);

    const whole = new TextDecoder().decode(await chopmark.invoices.bundle(number));
    const hidden = new TextDecoder().decode(
      await chopmark.invoices.bundle(number, { hide: ['/buyer', '/remark'] }),
    );

    assert.equal((JSON.parse(whole) as { format: string }).format, 'chopmark/bundle/1');
    assert.ok(whole.includes('第二行') && !hidden.includes('第二行'));
  });

  it('loads an archive as it comes', async () => {
    await chopmark.invoices.issueAndWait(INVOICE);

    const stream = await chopmark.invoices.bundles({ parts: 'compact' });
    const bytes = new Uint8Array(await new Response(stream).arrayBuffer());

    assert.deepEqual([...bytes.subarray(0, 2)], [0x50, 0x4b]);
  });

  it('reads document and trust profile, and has papers and bundles judged', async () => {
    const { number, issuedOn, totalGross } = await chopmark.invoices.issueAndWait(INVOICE);
    const bundle = await chopmark.invoices.bundle(number);

    assert.equal((await chopmark.invoices.document(number)).totalGross, totalGross);
    assert.match(new TextDecoder().decode(await chopmark.verification.trustProfile()), /chopmark\/trust\/1/);
    assert.equal(
      await chopmark.verification.check({ number, date: issuedOn, total: totalGross }),
      'consistent',
    );
    assert.equal((await chopmark.verification.judge(bundle)).verdict, 'invalid');
  });
});
