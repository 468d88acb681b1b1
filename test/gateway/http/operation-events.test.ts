import assert from 'node:assert/strict';
import { get, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { eventually, Reader, serveHeldBatch, stopServing } from '../../support/gateway/event-reader.js';
import type { Person } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

describe('GET /v1/operations/{id}/events', () => {
  let gateway: TestGateway;
  let server: Server;
  let path: string;
  const readers: Reader[] = [];

  beforeEach(async () => {
    gateway = await testGateway();
    ({ server, path } = await serveHeldBatch(gateway));
  });
  afterEach(async () => {
    for (const reader of readers.splice(0)) reader.close();
    await stopServing(server);
    gateway.close();
  });

  it('tells what is in the way, in the language that is asked for', async () => {
    gateway.desk.inTheWay = {
      since: '2026-11-22T03:00:00.000Z',
      lastTriedAt: '2026-11-22T03:04:00.000Z',
      causes: [{ organization: 'CourtMSP', code: 'PEER_UNREACHABLE' }],
    };

    const reader = await open('issuer', { 'accept-language': 'zh' });

    await reader.until(() => /CourtMSP 的对等节点没有应答/.test(reader.text));
    assert.match(reader.text, /^id: running.*PEER_UNREACHABLE-CourtMSP$/m);
  });

  async function open(
    person: Person = 'issuer',
    headers: Readonly<Record<string, string>> = {},
  ): Promise<Reader> {
    const reader = await Reader.open(server, path, {
      authorization: `Bearer ${gateway.token(person)}`,
      ...headers,
    });
    readers.push(reader);
    return reader;
  }

  it('tells each change once, and ends with the operation', async () => {
    const reader = await open();
    assert.deepEqual([reader.status, reader.type?.split(';')[0]], [200, 'text/event-stream']);
    await reader.until(() => reader.events.length === 1);

    gateway.desk.anchorAll();
    await reader.until(() => reader.ended);

    assert.deepEqual(reader.events, ['progress running 0', 'end succeeded 1']);
  });

  it('leaves out what was seen, and gives a sign of life instead', async () => {
    const first = await open();
    await first.until(() => first.events.length === 1);
    const seen = /^id: (.*)$/m.exec(first.text)?.[1] ?? '';

    const second = await open('issuer', { 'last-event-id': seen });
    await second.until(() => second.text.includes(': alive'));

    assert.deepEqual(second.events, []);
    gateway.desk.anchorAll();
    await second.until(() => second.ended);
    assert.deepEqual(second.events, ['end succeeded 1']);
  });

  it('tells one who comes back after the end that it has ended', async () => {
    gateway.desk.anchorAll();
    const first = await open();
    await first.until(() => first.ended);
    const seen = /^id: (.*)$/m.exec(first.text)?.[1] ?? '';

    const second = await open('issuer', { 'last-event-id': seen });
    await second.until(() => second.ended);

    assert.deepEqual(second.events, ['end succeeded 1']);
  });

  it('is bounded for each account, and free again when one ends', async () => {
    const open5 = await Promise.all(Array.from({ length: 5 }, () => open()));
    const sixth = await open();
    await sixth.until(() => sixth.ended);
    assert.equal(sixth.status, 429);
    assert.match(sixth.text, /TOO_MANY_STREAMS/);
    assert.equal((await open('auditor')).status, 200);

    open5[0]?.close();
    let again = await open();
    for (let tries = 0; again.status !== 200 && tries < 500; tries += 1) again = await open();
    assert.equal(again.status, 200);
  });

  it('holds no place for one who left while the operation was looked up', async () => {
    const { desk } = gateway;
    const look = desk.operation.bind(desk);
    let asked = 0;
    let goOn: () => void = () => undefined;
    const left = new Promise<void>((resolve) => (goOn = resolve));
    desk.operation = async (operation) => {
      asked += 1;
      await left;
      return look(operation);
    };
    const { port } = server.address() as AddressInfo;
    const headers = { authorization: `Bearer ${gateway.token('issuer')}` };
    let gone = 0;
    server.on('connection', (socket) => socket.once('close', () => (gone += 1)));
    const leaving = Array.from({ length: 5 }, () =>
      get({ port, host: '127.0.0.1', path, headers, agent: false }).on('error', () => undefined),
    );
    await eventually(() => asked === 5);
    for (const request of leaving) request.destroy();
    await eventually(() => gone === 5);

    goOn();

    desk.operation = look;
    assert.equal((await open()).status, 200);
  });

  it('ends when the gateway is about to stop', async () => {
    const reader = await open();
    await reader.until(() => reader.events.length === 1);

    gateway.draining.abort();

    await reader.until(() => reader.ended);
    assert.deepEqual(reader.events, ['progress running 0']);
  });

  it('does not exist for others', async () => {
    assert.equal((await open('otherIssuer')).status, 404);
  });
});
