import assert from 'node:assert/strict';
import { placesOf } from '../../support/gateway/answer.js';
import { UnavailableError } from '@chopmark/gateway';
import { EvidenceError } from '../../../gateway/dist/proofs/evidence-error.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { BUYER, OTHER_BUYER, OTHER_SELLER, type Person } from '../../support/gateway/people.js';
import { testGateway, type TestGateway } from '../../support/gateway-app.js';

interface Issued {
  readonly id: string;
  readonly number: string;
}

describe('reading invoices', () => {
  let gateway: TestGateway;
  /** SELLER to BUYER, and OTHER_SELLER to OTHER_BUYER. */
  let own: Issued;
  let foreign: Issued;

  beforeEach(async () => {
    gateway = await testGateway();
    own = (await gateway.issue(invoiceBody({ reference: 'own-1' }))).body;
    const body = invoiceBody({ seller: OTHER_SELLER, buyer: OTHER_BUYER, issuedOn: '2026-03-01' });
    foreign = (await gateway.issue(body, 'otherIssuer')).body;
  });
  afterEach(() => {
    gateway.close();
  });

  describe('GET /v1/invoices/{number}', () => {
    it('finds by number and by id', async () => {
      for (const name of [own.number, own.id]) {
        const { status, body } = await gateway.send('get', `/v1/invoices/${name}`, 'issuer');

        assert.equal(status, 200);
        assert.equal(body.id, own.id);
      }
    });

    for (const person of ['issuer', 'receiver', 'taxOfficer', 'auditor'] as const) {
      it(`shows an invoice to the ${person} whom it concerns`, async () => {
        await gateway.send('get', `/v1/invoices/${own.number}`, person).expect(200);
      });
    }

    for (const person of ['otherIssuer', 'otherReceiver', 'homelessIssuer'] as const) {
      for (const suffix of ['', '/bundle', '/document']) {
        it(`says 404, not 403, to a stranger (${person} ${suffix})`, async () => {
          const { status, body } = await gateway.send('get', `/v1/invoices/${own.number}${suffix}`, person);

          assert.equal(status, 404);
          assert.equal(body.code, 'INVOICE_NOT_FOUND');
        });
      }
    }

    it('shows an issuer what it sold, not what it bought', async () => {
      const bought = invoiceBody({
        seller: OTHER_SELLER,
        buyer: { name: '示例', taxId: '91000000T0000001XM' },
      });
      const { number } = (await gateway.issue(bought, 'taxOfficer')).body as Issued;

      await gateway.send('get', `/v1/invoices/${number}`, 'issuer').expect(404);
      const { body } = await gateway.send('get', '/v1/invoices', 'issuer');
      assert.deepEqual(idsOf(body), [own.id]);
    });

    for (const name of ['26002999999999999999', 'inv_0', '1', '%00', 'inv_..%2f..%2fetc', '2'.repeat(21)]) {
      it(`says 404 for ${name}`, async () => {
        const { status, body } = await gateway.send('get', `/v1/invoices/${name}`, 'taxOfficer');

        assert.equal(status, 404);
        assert.equal(body.code, 'INVOICE_NOT_FOUND');
      });
    }

    it('says 400 for an address that cannot be decoded', async () => {
      const { status, body } = await gateway.send('get', '/v1/invoices/%E0%A4%A', 'taxOfficer');

      assert.equal(status, 400);
      assert.equal(body.code, 'MALFORMED_PATH');
    });

    it('says 503 when the database is away', async () => {
      gateway.desk.fail('find', new UnavailableError('database', 'away'));

      const { status, body } = await gateway.send('get', `/v1/invoices/${own.number}`, 'issuer');

      assert.equal(status, 503);
      assert.equal(body.code, 'UNAVAILABLE');
    });
  });

  describe('GET /v1/invoices', () => {
    const listed: readonly (readonly [Person, readonly ('own' | 'foreign')[]])[] = [
      ['issuer', ['own']],
      ['receiver', ['own']],
      ['otherIssuer', ['foreign']],
      ['otherReceiver', ['foreign']],
      ['homelessIssuer', []],
      ['taxOfficer', ['foreign', 'own']],
      ['auditor', ['foreign', 'own']],
    ];
    for (const [person, names] of listed) {
      it(`lists for ${person}: ${names.join(', ') || 'nothing'}`, async () => {
        const { status, body } = await gateway.send('get', '/v1/invoices', person);

        assert.equal(status, 200);
        const known = { own: own.id, foreign: foreign.id };
        assert.deepEqual(
          idsOf(body),
          names.map((name) => known[name]),
        );
        assert.equal(body.nextCursor, null);
      });
    }

    for (const [query, count] of [
      ['state=anchored', 2],
      ['state=accepted', 0],
      ['issuedFrom=2026-03-02', 1],
      ['issuedTo=2026-03-01', 1],
      ['issuedFrom=2026-03-01&issuedTo=2026-11-22', 2],
      ['reference=own-1', 1],
    ] as const) {
      it(`filters by ${query}`, async () => {
        const { body } = await gateway.send('get', `/v1/invoices?${query}`, 'auditor');

        assert.equal(body.items.length, count);
      });
    }

    it('pages without losing or repeating any', async () => {
      for (let count = 0; count < 5; count += 1) await gateway.issue(invoiceBody());
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await gateway.send(
          'get',
          `/v1/invoices?limit=2${cursor && `&cursor=${cursor}`}`,
          'auditor',
        );
        seen.push(...idsOf(body));
        cursor = body.nextCursor ?? '';
      } while (cursor !== '');

      assert.equal(seen.length, 7);
      assert.equal(new Set(seen).size, 7);
    });

    for (const [query, place] of [
      ['limit=0', '/limit TOO_SMALL'],
      ['limit=101', '/limit TOO_LARGE'],
      ['limit=ten', '/limit WRONG_FORM'],
      ['limit=1&limit=2', '/limit WRONG_TYPE'],
      ['state=lost', '/state NOT_ALLOWED'],
      ['issuedFrom=yesterday', '/issuedFrom WRONG_FORM'],
      ['issuedTo=0000-01-01', '/issuedTo WRONG_FORM'],
      ['cursor=%27--', '/cursor WRONG_FORM'],
      ['seller=91000000T0000001XM', '/seller UNKNOWN_FIELD'],
      ['reference=', '/reference TOO_SHORT'],
    ] as const) {
      it(`refuses ?${query}`, async () => {
        const { status, body } = await gateway.send('get', `/v1/invoices?${query}`, 'auditor');

        assert.equal(status, 400);
        assert.equal(body.code, 'MALFORMED_QUERY');
        const places = placesOf(body.errors);
        assert.deepEqual(places, [place]);
      });
    }
  });

  describe('GET /v1/invoices/{number}/document', () => {
    it('gives the document as it was accepted', async () => {
      const { body } = await gateway.send('get', `/v1/invoices/${own.number}/document`, 'receiver');

      assert.deepEqual(body, gateway.desk.invoices[0]?.invoice.document);
    });
  });

  describe('GET /v1/invoices/{number}/bundle', () => {
    const bundleOf = (query = '', person: Person = 'receiver') =>
      gateway.send('get', `/v1/invoices/${own.number}/bundle${query}`, person);

    it('gives the bundle under its media type and a name to keep', async () => {
      const { status, headers, text } = await bundleOf();

      assert.equal(status, 200);
      assert.equal(headers['content-type']?.split(';')[0], 'application/vnd.chopmark.bundle+json');
      assert.match(headers['content-disposition'] ?? '', new RegExp(own.number));
      const { document } = parsed(text);
      assert.ok(document.fields.every((field) => 'value' in field));
    });

    it('hides fields, a whole branch by its pointer', async () => {
      const { text } = await bundleOf('?hide=/buyer&hide=/lines/0/unitPrice');

      const { document } = parsed(text);
      const hidden = document.paths.filter((_path, index) => 'leaf' in document.fields[index]!);
      assert.deepEqual(hidden, ['/buyer/name', '/buyer/taxId', '/lines/0/unitPrice']);
      assert.doesNotMatch(text, new RegExp(BUYER.taxId));
    });

    for (const pointer of ['/totalGross', '/issuedOn', '/nothing', '/lines/7', '/buyer/nam']) {
      it(`refuses to hide ${pointer}`, async () => {
        const { status, body } = await bundleOf(`?hide=${pointer}`);

        assert.equal(status, 422);
        assert.equal(body.code, 'FIELD_NOT_HIDEABLE');
        assert.deepEqual(placesOf(body.errors), [`${pointer} NOT_HIDEABLE`]);
      });
    }

    for (const [query, place] of [
      ['?hide=buyer', '/hide/0 WRONG_FORM'],
      ['?hide=', '/hide/0 WRONG_FORM'],
      ['?hide=/buyer&hide=', '/hide/1 WRONG_FORM'],
    ] as const) {
      it(`refuses what is no pointer: ${query}`, async () => {
        const { status, body } = await bundleOf(query);

        assert.equal(status, 400);
        assert.equal(body.code, 'MALFORMED_QUERY');
        assert.deepEqual(placesOf(body.errors), [place]);
      });
    }

    it('gives all parts for parts=full', async () => {
      const { text, headers } = await bundleOf('?parts=full').expect(200);

      assert.equal(headers['content-type'], 'application/vnd.chopmark.bundle+json; charset=utf-8');
      const members = Object.keys(JSON.parse(text) as object);
      for (const part of ['statement', 'transaction', 'block', 'configuration'])
        assert.ok(members.includes(part), part);
    });

    it('refuses other parts', async () => {
      const { status, body } = await bundleOf('?parts=some');

      assert.equal(status, 400);
      assert.equal(body.code, 'MALFORMED_QUERY');
      assert.deepEqual(placesOf(body.errors), ['/parts NOT_ALLOWED']);
    });

    for (const [code, status, retryAfter] of [
      ['BLOCK_NOT_AVAILABLE', 503, '5'],
      ['BLOCK_SIGNATURES_TOO_FEW', 503, '5'],
      ['FULL_BUNDLE_TOO_LARGE', 422, undefined],
    ] as const) {
      it(`says ${code} when only the compact bundle can be made`, async () => {
        gateway.desk.fail('bundle', new EvidenceError(code, 17));

        const { status: answered, body, headers } = await bundleOf('?parts=full');

        assert.deepEqual([answered, body.code, headers['retry-after']], [status, code, retryAfter]);
        assert.match(body.detail, /block 17/);
        await bundleOf('').expect(200);
      });
    }

    it('takes parts=compact, which is the default', async () => {
      const { text } = await bundleOf('?parts=compact').expect(200);

      assert.deepEqual(
        Object.keys(JSON.parse(text) as object),
        Object.keys(JSON.parse((await bundleOf('')).text) as object),
      );
    });

    it('says 409 while the invoice is not anchored', async () => {
      gateway.desk.held = true;
      const { id } = (await gateway.issue(invoiceBody())).body as Issued;

      const { status, body, headers } = await gateway.send('get', `/v1/invoices/${id}/bundle`, 'issuer');

      assert.equal(status, 409);
      assert.equal(body.code, 'NOT_ANCHORED');
      assert.equal(headers['retry-after'], '1');
    });
  });
});

interface Bundle {
  readonly document: { readonly paths: readonly string[]; readonly fields: readonly object[] };
}

function parsed(text: string): Bundle {
  return JSON.parse(text) as Bundle;
}

function idsOf(page: { readonly items: readonly { readonly id: string }[] }): string[] {
  return page.items.map(({ id }) => id);
}
