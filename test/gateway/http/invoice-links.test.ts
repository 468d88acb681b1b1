import assert from 'node:assert/strict';
import supertest from 'supertest';
import { createApp, UnavailableError } from '@chopmark/gateway';
import { DamagedInvoiceError } from '../../../gateway/dist/invoices/invoice-desk.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import type { Person } from '../../support/gateway/people.js';
import type { TestGateway } from '../../support/gateway-app.js';

interface Shown {
  readonly id: string;
  readonly secret: string;
  readonly url: string;
}

describe('secret links', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;
  let number: string;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway();
    number = (await gateway.issue(invoiceBody({ remark: '<script>alert(1)</script>' }))).body.number;
  });

  const make = async (body: object = {}, as: Person = 'issuer'): Promise<Shown> =>
    (await gateway.send('post', `/v1/invoices/${number}/links`, as).send(body).expect(201))
      .body as unknown as Shown;
  const read = (secret: string) => gateway.send('get', `/v1/shared-invoices/${secret}`);

  it('open invoice, document and proof without an account', async () => {
    const { secret, url } = await make();

    assert.match(secret, /^cl_[\w-]{43}$/);
    assert.equal(url, `/i/${secret}`);
    const { status, body, headers } = await read(secret);
    assert.equal(status, 200);
    const shared = body as unknown as { invoice: { number: string }; document: { totalGross: string } };
    assert.deepEqual([shared.invoice.number, shared.document.totalGross], [number, '304.88']);
    assert.equal(headers['x-robots-tag'], 'noindex, nofollow, noarchive');
    assert.equal(headers['referrer-policy'], 'no-referrer');
    assert.equal(headers['cache-control'], 'no-store');
    assert.match(headers['ratelimit-limit'] ?? '', /^[0-9]+$/);
    const bundle = await gateway.send('get', `/v1/shared-invoices/${secret}/bundle`).expect(200);
    assert.equal(bundle.headers['content-disposition'], `attachment; filename=${number}.chopmark.json`);
  });

  it('show a page in either language that runs nothing of the seller’s', async () => {
    const { secret } = await make();

    const zh = await gateway.send('get', `/i/${secret}`).set('Accept-Language', 'zh').expect(200);
    const en = await gateway.send('get', `/i/${secret}?lang=en`).set('Accept-Language', 'zh').expect(200);

    assert.match(zh.text, /<html lang="zh-CN">[^]*电子发票[^]*价税合计[^]*304\.88/);
    assert.match(en.text, /<html lang="en">[^]*Electronic invoice[^]*on the ledger/);
    for (const { text, headers } of [zh, en]) {
      assert.ok(text.includes(number) && !text.includes('<script>'));
      assert.ok(text.includes('&#60;script&#62;'));
      assert.match(text, /<meta name="robots" content="noindex/);
      assert.equal(headers['x-robots-tag'], 'noindex, nofollow, noarchive');
      assert.equal(headers['referrer-policy'], 'no-referrer');
      assert.match(headers['content-security-policy'] ?? '', /default-src 'none'/);
    }
    await gateway.send('get', '/i/style.css').expect(200).expect('content-type', /css/);
  });

  it('tell a buyer of a demonstration that it is one, and nobody in production', async () => {
    const { secret } = await make();
    const { version } = gateway.context;
    const pageOf = async (changes: Partial<typeof version>): Promise<string> => {
      const app = createApp({ ...gateway.context, version: { ...version, ...changes } });
      return (await supertest(app).get(`/i/${secret}`).set('Accept-Language', 'zh').expect(200)).text;
    };

    assert.match(await pageOf({}), /role="note">.*不是合法有效的发票.*开发网络/);
    const demoOnFabric = await pageOf({ networkKind: 'native' });
    assert.match(demoOnFabric, /role="note">.*不是合法有效的发票/);
    assert.doesNotMatch(demoOnFabric, /开发网络/);
    assert.doesNotMatch(await pageOf({ mode: 'production', networkKind: 'native' }), /role="note"|演示/);
  });

  it('say since when the invoice is on the ledger, in Beijing time', async () => {
    const { secret } = await make();
    const { anchoredAt } = (await gateway.send('get', `/v1/invoices/${number}`, 'issuer'))
      .body as unknown as {
      anchoredAt: string;
    };
    const local = new Date(Date.parse(anchoredAt) + 8 * 3600 * 1000).toISOString();

    const { text } = await gateway.send('get', `/i/${secret}?lang=zh`).expect(200);
    assert.ok(
      text.includes(`${local.slice(0, 10)} ${local.slice(11, 19)} (北京时间)`) && !text.includes(anchoredAt),
    );
  });

  it('answer a browser with a page when they open nothing, and whoever takes anything with a problem', async () => {
    const [revoked, expired, erased] = [await make(), await make({ expiresInDays: 1 }), await make()];
    await gateway.send('delete', `/v1/invoices/${number}/links/${revoked.id}`, 'issuer').expect(204);
    gateway.now = new Date(gateway.now.getTime() + 24 * 3600 * 1000);
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const get = (secret: string, accept: string) =>
      gateway.send('get', `/i/${secret}`).set('Accept', accept).set('Accept-Language', 'zh-CN');

    const pages: string[] = [];
    for (const secret of [revoked.secret, expired.secret, `cl_${'A'.repeat(43)}`, 'cl_']) {
      const { text, headers } = await get(secret, browser)
        .expect(404)
        .expect('content-type', /^text\/html/);
      assert.match(text, /<html lang="zh-CN">[^]*向销售方索取新链接/);
      assert.equal(headers['content-language'], 'zh-CN');
      assert.match(headers['vary'] ?? '', /accept/i);
      assert.equal(headers['cache-control'], 'no-store');
      pages.push(text);
      for (const accept of ['*/*', 'application/json', 'application/problem+json, text/html;q=0.5'])
        await get(secret, accept)
          .expect(404)
          .expect('content-type', /^application\/problem\+json/);
    }
    assert.equal(new Set(pages).size, 1, 'a revoked link is told from an unknown one');
    const english = await get(`${revoked.secret}?lang=en`, browser).expect(404);
    assert.match(english.text, /<html lang="en">[^]*ask the seller for a new link/);

    await gateway
      .send('post', `/v1/invoices/${number}/erasure`)
      .set('Authorization', `Bearer ${await world.token(gateway, 'administrator')}`)
      .send({ reason: 'subjectRequest' })
      .expect(200);
    const gone = await get(erased.secret, browser)
      .expect(410)
      .expect('content-type', /^text\/html/);
    assert.match(gone.text, /此发票内容已删除/);
    assert.ok(!gone.text.includes('304.88') && !gone.text.includes(number));
  });

  it('answer a browser with a page in its language whatever is in the way, and others with the problem', async () => {
    const { secret } = await make();
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8';
    const open = (accept: string, address = secret) =>
      gateway.send('get', `/i/${address}`).set('Accept', accept).set('Accept-Language', 'zh-CN');
    for (const [error, status, words] of [
      [new UnavailableError('database', 'at 10.1.2.3'), 503, /暂时无法打开[^]*重新打开本页[^]*UNAVAILABLE/],
      [new Error('at 10.1.2.3'), 500, /网关出现故障[^]*INTERNAL/],
    ] as const) {
      gateway.desk.fail('find', error);
      const page = await open(browser)
        .expect(status)
        .expect('content-type', /^text\/html/);
      assert.match(page.text, words);
      assert.match(page.text, /<html lang="zh-CN">/);
      assert.ok(!page.text.includes('10.1.2.3') && !page.text.includes(secret));
      assert.equal(page.headers['cache-control'], 'no-store');
      assert.match(page.headers['content-security-policy'] ?? '', /default-src 'none'/);
      assert.equal(page.text.includes(page.headers['x-request-id'] ?? ''), status === 500);
      assert.equal(page.headers['retry-after'], status === 503 ? '5' : undefined);
      assert.ok(
        gateway.log.some((entry) => entry.includes('10.1.2.3')),
        'the log has what it was',
      );

      gateway.desk.fail('find', error);
      await open('application/json')
        .expect(status)
        .expect('content-type', /^application\/problem\+json/);
    }
    const damaged = await open(browser, '%E0%A4%A').expect(400);
    assert.match(damaged.text, /<html lang="zh-CN">[^]*链接地址有误/);
    const { body } = await open('*/*', '%E0%A4%A').expect(400);
    assert.equal(body.code, 'MALFORMED_PATH');
    await open(browser).expect(200);
  });

  it('open nothing once revoked, expired, or wrong by one character', async () => {
    const [revoked, expired, good] = [await make(), await make({ expiresInDays: 1 }), await make()];
    await gateway.send('delete', `/v1/invoices/${number}/links/${revoked.id}`, 'issuer').expect(204);
    gateway.now = new Date(gateway.now.getTime() + 24 * 3600 * 1000);
    const wrong = `${good.secret.slice(0, -1)}${good.secret.endsWith('A') ? 'B' : 'A'}`;

    for (const secret of [revoked.secret, expired.secret, wrong, 'cl_', good.secret.slice(3)]) {
      for (const address of [
        `/v1/shared-invoices/${secret}`,
        `/v1/shared-invoices/${secret}/bundle`,
        `/i/${secret}`,
      ]) {
        const { status, body } = await gateway.send('get', address);
        assert.deepEqual([status, body.code], [404, 'LINK_NOT_FOUND'], address);
      }
    }
    await read(good.secret).expect(200);
  });

  it('stand in the audit log when they are made and when they are revoked, once, without their secrets', async () => {
    const { id } = (await gateway.send('get', `/v1/invoices/${number}`, 'issuer').expect(200)).body;
    const link = await make({ expiresInDays: 7 });
    const path = `/v1/invoices/${number}/links`;
    for (const sent of [{ expiresInDays: 0 }, { expiresInDays: 7, more: true }])
      await gateway.send('post', path, 'issuer').send(sent).expect(400);
    await gateway.send('post', path, 'otherIssuer').send({}).expect(404);
    await gateway.send('delete', `${path}/lnk_0`, 'issuer').expect(404);
    await gateway.send('delete', `${path}/${link.id}`, 'receiver').expect(404);
    for (const person of ['taxOfficer', 'issuer'] as const)
      await gateway.send('delete', `${path}/${link.id}`, person).expect(204);

    const acts = await world.db
      .selectFrom('audit_record')
      .select(['actor', 'action', 'subject', 'details'])
      .where('subject', '=', id)
      .orderBy('sequence')
      .execute();
    assert.deepEqual(
      acts.map(({ actor, action }) => [actor, action]),
      [
        [gateway.accountId('issuer'), 'invoice.linkMade'],
        [gateway.accountId('taxOfficer'), 'invoice.linkRevoked'],
      ],
    );
    assert.deepEqual(
      acts.map(({ details }) => details['link']),
      [link.id, link.id],
    );
    assert.ok(!JSON.stringify(acts).includes(link.secret));
  });

  it('say that an invoice was erased, and nothing more', async () => {
    const [good, revoked] = [await make(), await make()];
    await gateway.send('delete', `/v1/invoices/${number}/links/${revoked.id}`, 'issuer').expect(204);
    await gateway
      .send('post', `/v1/invoices/${number}/erasure`, 'administrator')
      .send({ reason: 'subjectRequest' })
      .expect(200);

    for (const address of ['/v1/shared-invoices/', '/i/'].map((path) => `${path}${good.secret}`)) {
      const { status, text } = await gateway.send('get', address);
      assert.equal(status, 410, address);
      assert.ok(text.includes('INVOICE_ERASED') && !text.includes('304.88'));
    }
    const bundle = await gateway.send('get', `/v1/shared-invoices/${good.secret}/bundle`).expect(410);
    assert.deepEqual(
      [bundle.body.code, bundle.body.verdict, bundle.body.erasure.number],
      ['INVOICE_ERASED', 'erased', number],
    );
    await read(revoked.secret).expect(404);
    for (const [method, path] of [
      ['get', ''],
      ['post', ''],
      ['delete', `/${good.id}`],
    ] as const)
      await gateway.send(method, `/v1/invoices/${number}/links${path}`, 'issuer').send({}).expect(410);
  });

  it('say that the stored invoice is damaged, in the problem and on the page', async () => {
    const { secret } = await make();
    const { id } = (await gateway.send('get', `/v1/invoices/${number}`, 'issuer').expect(200)).body;
    const damage = () => gateway.desk.fail('find', new DamagedInvoiceError(id, 'anchored', null));

    for (const address of [
      `/v1/shared-invoices/${secret}`,
      `/v1/shared-invoices/${secret}/bundle`,
      `/i/${secret}`,
    ]) {
      damage();
      const { status, body } = await gateway.send('get', address).set('Accept', 'application/json');
      assert.deepEqual(
        [status, body.code, body.invoice],
        [500, 'INVOICE_DAMAGED', { id, state: 'anchored', refusal: null }],
        address,
      );
    }
    for (const [language, words] of [
      ['zh', /<html lang="zh-CN">[^]*存储内容已损坏[^]*账本上的记录不受影响[^]*INVOICE_DAMAGED/],
      ['en', /<html lang="en">[^]*cannot be read here[^]*What is on the ledger stands[^]*INVOICE_DAMAGED/],
    ] as const) {
      damage();
      const page = await gateway
        .send('get', `/i/${secret}?lang=${language}`)
        .set('Accept', 'text/html')
        .expect(500)
        .expect('content-type', /^text\/html/);
      assert.match(page.text, words);
      assert.ok(page.text.includes(page.headers['x-request-id'] ?? '-'), 'the operator looks for the number');
      assert.ok(!page.text.includes(secret) && !page.text.includes(number));
    }
    await read(secret).expect(200);
  });

  it('are for the parties of the invoice only', async () => {
    const { id, secret } = await make();
    const path = `/v1/invoices/${number}/links`;

    for (const [person, status, code] of [
      ['otherIssuer', 404, 'INVOICE_NOT_FOUND'],
      ['auditor', 403, 'ROLE_REQUIRED'],
    ] as const) {
      const refused = await gateway.send('post', path, person).send({});
      assert.deepEqual([refused.status, refused.body.code], [status, code]);
      await gateway.send('get', path, person).expect(status);
      await gateway.send('delete', `${path}/${id}`, person).expect(status);
    }
    await read(secret).expect(200);
  });

  it('are listed without their secrets, and revoked, by the party that made them and by a tax officer', async () => {
    const path = `/v1/invoices/${number}/links`;
    const made = {
      issuer: await make(),
      receiver: await make({}, 'receiver'),
      taxOfficer: await make({}, 'taxOfficer'),
    };
    const listed = async (person: Person): Promise<Set<string>> => {
      const { text, body } = await gateway.send('get', path, person).expect(200);
      for (const { secret } of Object.values(made)) assert.ok(!text.includes(secret));
      return new Set(body.items.map(({ id }) => id));
    };
    const refusal = async (person: Person, link: string): Promise<string> => {
      const { status, body } = await gateway.send('delete', `${path}/${link}`, person);
      assert.equal(status, 404);
      return JSON.stringify({ ...body, instance: '', traceId: '' });
    };
    const colleague = gateway.accountId('sellerAdministrator');
    await world.db
      .updateTable('account')
      .set({ roles: ['issuer'] })
      .where('id', '=', colleague)
      .execute();

    for (const party of ['issuer', 'receiver'] as const)
      assert.deepEqual(await listed(party), new Set([made[party].id]));
    assert.deepEqual(await listed('taxOfficer'), new Set(Object.values(made).map(({ id }) => id)));

    const unknown = await refusal('receiver', 'lnk_0');
    assert.equal((JSON.parse(unknown) as { code: string }).code, 'LINK_NOT_FOUND');
    for (const [person, maker] of [
      ['receiver', 'issuer'],
      ['issuer', 'receiver'],
      ['receiver', 'taxOfficer'],
      ['otherIssuer', 'issuer'],
    ] as const) {
      assert.equal(await refusal(person, made[maker].id), unknown, `${person} revoked what ${maker} made`);
      await read(made[maker].secret).expect(200);
    }

    for (const [person, maker] of [
      ['sellerAdministrator', 'issuer'],
      ['taxOfficer', 'receiver'],
    ] as const) {
      await gateway.send('delete', `${path}/${made[maker].id}`, person).expect(204);
      await read(made[maker].secret).expect(404);
    }
    const other = (await gateway.issue(invoiceBody({ reference: 'another' }))).body.number;
    const elsewhere = `/v1/invoices/${other}/links/${made.taxOfficer.id}`;
    assert.equal((await gateway.send('delete', elsewhere, 'taxOfficer')).body.code, 'LINK_NOT_FOUND');
    await read(made.taxOfficer.secret).expect(200);
  });

  it('are counted by address, and stand in no log and no table', async () => {
    const { secret } = await make();
    const limited = await world.gateway({ verificationsPerMinute: 1 });

    await limited.send('get', `/v1/shared-invoices/${secret}`).expect(404);
    const { body } = await limited.send('get', `/v1/shared-invoices/${secret}`).expect(429);
    await read(secret).expect(200);

    assert.equal(body.code, 'TOO_MANY_REQUESTS');
    const page = await limited.send('get', `/i/${secret}`).set('Accept', 'text/html').expect(429);
    assert.match(page.text, /<html[^]*Too many requests/);
    assert.match(page.headers['retry-after'] ?? '', /^[0-9]+$/);
    assert.ok(gateway.log.length > 0);
    assert.ok(![...gateway.log, ...limited.log].some((entry) => entry.includes(secret.slice(3))));
    const rows = await world.db.selectFrom('invoice_link').selectAll().execute();
    assert.ok(!JSON.stringify(rows).includes(secret.slice(3)));
  });

  it('have no proof before the invoice is on the ledger', async () => {
    gateway.desk.held = true;
    const { body } = await gateway.issue(invoiceBody(), 'issuer', { Prefer: 'respond-async' });
    number = body.id;
    const { secret } = await make();

    const answer = await gateway.send('get', `/v1/shared-invoices/${secret}/bundle`);

    assert.deepEqual([answer.status, answer.body.code], [409, 'NOT_ANCHORED']);
    const page = await gateway.send('get', `/i/${secret}`).expect(200);
    assert.match(page.text, /not yet on the ledger/);
  });
});
