import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { createApp, UnavailableError } from '@chopmark/gateway';
import { unzipSync } from 'fflate';

import { EvidenceError } from '../../../gateway/dist/proofs/evidence-error.js';
import { UnprovenError } from '../../../gateway/dist/proofs/find-parts.js';
import { placesOf } from '../../support/gateway/answer.js';
import { eventually } from '../../support/gateway/desk-world.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { BUYER, type Person, SELLER } from '../../support/gateway/people.js';
import { FINGERPRINT, testGateway, type TestGateway } from '../../support/gateway-app.js';

const LINES = Array.from({ length: 5 }, () => JSON.stringify(invoiceBody())).join('\n');

describe('archives of bundles', () => {
  let gateway: TestGateway;
  let operationId: string;

  beforeEach(async () => {
    gateway = await testGateway();
    operationId = await imported('issuer');
  });
  afterEach(() => {
    gateway.close();
  });

  async function imported(by: Person): Promise<string> {
    const { body } = await gateway
      .send('post', '/v1/invoice-batches', by)
      .set('Content-Type', 'application/x-ndjson')
      .send(LINES);
    return body.id;
  }

  const get = (address: string, as: Person = 'issuer') =>
    gateway
      .send('get', address, as)
      .buffer(true)
      .parse((answer, done) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => done(null, Buffer.concat(chunks)));
      });

  async function filesOf(address: string, as?: Person): Promise<Map<string, string>> {
    const { status, body, headers } = await get(address, as);
    assert.equal(status, 200);
    assert.equal(headers['content-type'], 'application/zip');
    const files = unzipSync(body as unknown as Uint8Array);
    return new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes).toString('utf8')]));
  }

  async function problemOf(address: string, as?: Person) {
    const { status, body, headers } = await get(address, as);
    assert.match(headers['content-type'] ?? '', /^application\/problem\+json/);
    const problem = JSON.parse((body as unknown as Buffer).toString()) as typeof body;
    return { status, headers, problem };
  }

  const numbersIn = (files: Map<string, string>): string[] =>
    [...files.keys()].filter((name) => /^[0-9]{20}\.json$/.test(name));

  describe('GET /v1/operations/{id}/bundles', () => {
    const address = (query = '') => `/v1/operations/${operationId}/bundles${query}`;

    it('holds a page for people, what is shared once, and each bundle by its number', async () => {
      const files = await filesOf(address('?parts=full'));

      const names = [...files.keys()];
      assert.equal(names[0], 'README.txt');
      assert.equal(numbersIn(files).length, 5);
      assert.deepEqual(numbersIn(files), [...numbersIn(files)].sort());
      const shared = names.filter((name) => name.startsWith('evidence/'));
      assert.equal(shared.length, 4);
      const bundle = JSON.parse(files.get(numbersIn(files)[0]!) ?? '') as Record<string, string>;
      for (const part of ['statement', 'transaction', 'block', 'configuration']) {
        assert.ok(shared.includes(`evidence/${bundle[part]!.replace('sha256:', '')}.json`), part);
      }
    });

    it('is compact unless asked for more', async () => {
      const names = [...(await filesOf(address())).keys()];

      assert.equal(names.filter((name) => name.startsWith('evidence/')).length, 1);
    });

    it('says whom it was made by, and that this proves nothing', async () => {
      const readme = (await filesOf(address())).get('README.txt') ?? '';

      assert.match(readme, /5 document/);
      assert.ok(readme.includes(FINGERPRINT));
      assert.match(readme, /nothing to believe/);
      assert.doesNotMatch(readme, /BEGIN CERTIFICATE/);
    });

    it('has the same bytes again', async () => {
      const [one, other] = [await get(address()), await get(address())];

      assert.deepEqual(one.body, other.body);
      assert.equal(one.headers['content-disposition'], `attachment; filename=${operationId}-bundles.zip`);
    });

    it('is of some lines when they are chosen', async () => {
      assert.equal(numbersIn(await filesOf(address('?firstLine=2&lastLine=4'))).length, 3);
      assert.equal(numbersIn(await filesOf(address('?firstLine=6'))).length, 0);
    });

    it('holds what was anchored of an operation of one invoice', async () => {
      const { body } = await gateway.issue(invoiceBody());

      const files = await filesOf(`/v1/operations/${body.operationId}/bundles`);

      assert.deepEqual(numbersIn(files), [`${body.number}.json`]);
    });

    it('waits for an operation that still runs', async () => {
      gateway.desk.held = true;
      operationId = await imported('issuer');

      const { status, problem, headers } = await problemOf(address());

      assert.deepEqual([status, problem.code, headers['retry-after']], [409, 'OPERATION_RUNNING', '5']);
    });

    for (const [query, place] of [
      ['?parts=some', '/parts NOT_ALLOWED'],
      ['?firstLine=0', '/firstLine WRONG_FORM'],
      ['?lastLine=x', '/lastLine WRONG_FORM'],
      ['?hide=/buyer', '/hide UNKNOWN_FIELD'],
    ] as const) {
      it(`refuses ${query}`, async () => {
        const { status, problem } = await problemOf(address(query));

        assert.deepEqual([status, problem.code], [400, 'MALFORMED_QUERY']);
        assert.deepEqual(placesOf(problem.errors), [place]);
      });
    }

    for (const [who, status] of [
      ['taxOfficer', 200],
      ['auditor', 200],
      ['otherIssuer', 404],
      ['receiver', 403],
      ['administrator', 403],
      ['holder', 403],
    ] as const) {
      it(`answers ${status} to ${who}`, async () => {
        const answer = await get(address(), who);

        assert.equal(answer.status, status);
        if (status !== 200) assert.deepEqual(gateway.desk.selections, []);
      });
    }
  });

  describe('GET /v1/invoice-bundles', () => {
    const address = '/v1/invoice-bundles';

    it('holds the invoices that the caller may see, on the side on which it may', async () => {
      await imported('taxOfficer');
      const counts = new Map<string, number>();
      for (const who of [
        'taxOfficer',
        'auditor',
        'issuer',
        'otherIssuer',
        'receiver',
        'homelessIssuer',
      ] as const) {
        counts.set(who, numbersIn(await filesOf(address, who)).length);
      }

      const mine = await gateway.desk.list({ party: SELLER.taxId }, 100);
      const bought = await gateway.desk.list({ party: BUYER.taxId }, 100);
      assert.deepEqual(Object.fromEntries(counts), {
        taxOfficer: 10,
        auditor: 10,
        issuer: mine.items.length,
        otherIssuer: 0,
        receiver: bought.items.length,
        homelessIssuer: 0,
      });
      assert.deepEqual(gateway.desk.selections.slice(2), [
        { sides: [{ side: 'seller', taxId: SELLER.taxId }] },
        { sides: [{ side: 'seller', taxId: '91000000T00000028M' }] },
        { sides: [{ side: 'buyer', taxId: BUYER.taxId }] },
        { sides: [] },
      ]);
    });

    it('is chosen by dates and numbers', async () => {
      const all = numbersIn(await filesOf(address)).map((name) => name.slice(0, 20));

      const some = await filesOf(`${address}?firstNumber=${all[1]}&lastNumber=${all[3]}`);
      const dates = '?issuedFrom=2026-11-01&issuedTo=2026-11-30';

      assert.deepEqual(
        numbersIn(some),
        all.slice(1, 4).map((number) => `${number}.json`),
      );
      assert.equal(numbersIn(await filesOf(`${address}${dates}`)).length, 5);
      assert.equal(numbersIn(await filesOf(`${address}?issuedTo=2026-10-31`)).length, 0);
      assert.deepEqual(gateway.desk.selections.at(-2), {
        sides: [{ side: 'seller', taxId: SELLER.taxId }],
        issuedFrom: '2026-11-01',
        issuedTo: '2026-11-30',
      });
    });

    for (const query of ['?firstNumber=1', '?issuedFrom=yesterday', '?limit=5']) {
      it(`refuses ${query}`, async () => {
        const { status, problem } = await problemOf(`${address}${query}`);

        assert.deepEqual([status, problem.code], [400, 'MALFORMED_QUERY']);
      });
    }

    it('refuses more than an archive holds, and makes nothing of it', async () => {
      gateway.desk.archived = 10_001;

      const { status, problem } = await problemOf(address);

      assert.deepEqual([status, problem.code], [422, 'ARCHIVE_TOO_LARGE']);
      assert.match(problem.detail, /10000/);
      assert.equal(gateway.desk.openArchives, 0);
    });

    it('answers HEAD without making an archive', async () => {
      const { status, headers } = await gateway.send('head', address, 'issuer');

      assert.equal(status, 200);
      assert.equal(headers['content-type'], 'application/zip');
      assert.equal(gateway.desk.openArchives, 0);
    });
  });

  describe('trouble', () => {
    const address = '/v1/invoice-bundles?parts=full';

    for (const [error, status, code] of [
      [new UnavailableError('database', 'away'), 503, 'UNAVAILABLE'],
      [new EvidenceError('BLOCK_NOT_AVAILABLE', 3), 503, 'BLOCK_NOT_AVAILABLE'],
      [new UnprovenError('of no use'), 500, 'INTERNAL'],
    ] as const) {
      it(`before the first file is a problem: ${code}`, async () => {
        gateway.desk.fail('archive', error);

        const { status: answered, problem } = await problemOf(address);

        assert.deepEqual([answered, problem.code], [status, code]);
      });
    }

    it('in the middle cuts the archive off, so that nobody takes it for whole', async () => {
      gateway.desk.fail('bundle', new UnprovenError('one of them'));

      await assert.rejects(async () => get(address), { code: 'ECONNRESET' });

      assert.equal(gateway.desk.openArchives, 0);
      assert.equal((await get(address)).status, 200, 'the next one is whole');
    });
  });

  describe('readers', () => {
    let server: Server;
    let open: IncomingMessage[];

    beforeEach(async () => {
      open = [];
      server = createServer(createApp(gateway.context)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      // Large enough not to fit into what a connection buffers.
      gateway.desk.padding = 40;
    });
    afterEach(async () => {
      for (const answer of open) answer.destroy();
      server.close();
      await once(server, 'close');
    });

    /** Reads no byte of the body. */
    async function begin(as: Person = 'issuer'): Promise<IncomingMessage> {
      const { port } = server.address() as AddressInfo;
      const asked = request({
        port,
        path: '/v1/invoice-bundles',
        headers: { authorization: `Bearer ${gateway.token(as)}` },
      });
      asked.end();
      const [answer] = (await once(asked, 'response')) as [IncomingMessage];
      open.push(answer);
      answer.on('error', () => undefined);
      return answer;
    }

    const untilOpen = (count: number): Promise<void> =>
      eventually(() => assert.equal(gateway.desk.openArchives, count));

    it('that go away end the making', async () => {
      const answer = await begin();
      await untilOpen(1);

      answer.destroy();

      await untilOpen(0);
    });

    it('have two at a time for each account, and the next when one ended', async () => {
      const [first] = [await begin(), await begin()];
      await untilOpen(2);

      const third = await begin();
      const other = await begin('taxOfficer');

      assert.equal(third.statusCode, 429);
      assert.equal(other.statusCode, 200);
      first.destroy();
      await untilOpen(2);
      assert.equal((await begin()).statusCode, 200);
    });
  });
});
