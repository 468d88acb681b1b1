/**
 * Every list of the API: one form, and a `Link` to the next page that works as it is. Lists are found in the OpenAPI
 * document, so that a new one fails here until it is one of them; one with a cursor needs a row in MANY.
 */
import assert from 'node:assert/strict';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { Answer } from '../../support/gateway/answer.js';
import { askAgain, askSample, operationsOf, ownerOf } from '../../support/gateway/operations.js';
import type { Operation } from '../../support/gateway/operations.js';
import type { Person } from '../../support/gateway/people.js';
import { SAMPLES, type SampleRequest, type Stage } from '../../support/gateway/route-samples.js';

/** A table with its sums: whole or nothing. */
const NO_LIST = 'getRegister';

const LISTS = operationsOf().filter(
  ({ answered, operationId }) => Object.hasOwn(answered, 'items') && operationId !== NO_LIST,
);
const isPaged = ({ parameters = [] }: Operation): boolean => parameters.some(({ name }) => name === 'cursor');

interface Many {
  /** Kept on every page; names what is made by this row only as far as others may not disturb it. */
  readonly filter: string;
  /** As many things as `make` is called more than once; three are made. */
  readonly make: (stage: Stage, owner: Person) => Promise<SampleRequest>;
}

const bySample = (id: string) => async (stage: Stage, owner: Person) => {
  const sample = SAMPLES[id] ?? assert.fail(`${id} has no sample`);
  return sample.request(stage, owner);
};

const MANY: Readonly<Record<string, Many>> = {
  listInvoices: { filter: 'state=anchored&issuedFrom=2026-01-01', make: bySample('listInvoices') },
  listAccounts: { filter: 'state=invited', make: bySample('listAccounts') },
  listOrganizations: {
    filter: '',
    make: async (stage) => {
      await bySample('suspendOrganization')(stage, 'administrator');
      return {};
    },
  },
  listAuditRecords: {
    filter: 'action=account.created&from=2020-01-01T00%3A00%3A00.000Z',
    make: async (stage) => {
      await bySample('listAccounts')(stage, 'sellerAdministrator');
      return {};
    },
  },
  listAuditCheckpoints: {
    filter: '',
    make: async ({ world }) => {
      const sequence = (checkpoints += 1);
      await world.db
        .insertInto('audit_checkpoint')
        .values({ sequence, hash: '0'.repeat(64), made_at: new Date() })
        .execute();
      return {};
    },
  },
  listWebhookDeliveries: {
    filter: 'state=pending',
    make: async ({ world, gateway }, owner) => {
      const accountId = gateway.accountId(owner);
      const desk = gateway.context.webhooks ?? assert.fail('no webhooks here');
      const [known] = await desk.webhooks.ofAccount(accountId);
      const described = { url: 'https://127.0.0.1:1/hook', events: ['invoice.issued'], description: '' };
      const made = known ?? (await desk.webhooks.create({ id: accountId }, accountId, described)).webhook;
      const told = { type: 'invoice.issued', subject: 'inv_1', happened_at: new Date() };
      await world.db
        .insertInto('webhook_delivery')
        .values({ webhook_id: made.id, event_id: `evt_${(deliveries += 1)}`, ...told })
        .execute();
      return { path: { id: made.id } };
    },
  },
};
let checkpoints = 0;
let deliveries = 0;

const linkOf = ({ headers }: Answer): string | undefined => headers['link'];

describe('every list', function () {
  this.timeout(180_000);
  let world: AccessWorld;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());

  it('is found, and has a row where it has pages', () => {
    assert.ok(LISTS.length >= 12);
    assert.deepEqual(
      LISTS.filter(isPaged)
        .map(({ operationId }) => operationId)
        .sort(),
      Object.keys(MANY).sort(),
    );
  });

  for (const operation of LISTS) {
    const { key, responses, answered, operationId, at } = operation;
    describe(key, () => {
      it('says in the document that it has a cursor and a Link', () => {
        const streamed = Object.keys(responses['200']?.content ?? {}).length > 1;
        assert.ok(Object.hasOwn(answered, 'nextCursor'));
        if (!streamed) assert.ok(responses['200']?.headers?.['Link']);
      });

      it('has no Link on its last page', async () => {
        const gateway = await world.gateway({ organization: at });
        const owner = ownerOf(operation);
        const token = await world.token(gateway, owner);

        const { answer } = await askSample(operation, { world, gateway, owner, token });

        assert.equal(answer.status, 200);
        assert.deepEqual([answer.body.nextCursor, linkOf(answer)], [null, undefined]);
        assert.ok(Array.isArray(answer.body.items));
      });

      const many = MANY[operationId];
      if (many === undefined) return;
      it('leads by Link through every page, filters and all', async () => {
        const gateway = await world.gateway({ organization: at });
        const owner = operationId === 'listOrganizations' ? 'auditor' : ownerOf(operation);
        const token = await world.token(gateway, owner);
        let request: SampleRequest = {};
        for (let made = 0; made < 3; made++) request = await many.make({ world, gateway }, owner);
        const asked = (query: string): SampleRequest => ({ ...request, query: `?${query}` });
        const whole = await askAgain(operation, asked(`${many.filter}&limit=100`), { gateway, token });
        assert.ok(whole.body.items.length >= 3, whole.text);

        const seen: unknown[] = [];
        let page = await askAgain(operation, asked(`limit=2&${many.filter}`), { gateway, token });
        for (let link = linkOf(page); link !== undefined; link = linkOf(page)) {
          const [, address = ''] = /^<([^>]+)>; rel="next"$/.exec(link) ?? [];
          const { searchParams } = new URL(address, 'http://gateway.example');
          for (const [name, value] of new URLSearchParams(many.filter))
            assert.equal(searchParams.get(name), value);
          assert.deepEqual(
            [searchParams.get('limit'), searchParams.getAll('cursor')],
            ['2', [page.body.nextCursor]],
          );
          assert.equal(page.body.items.length, 2);
          seen.push(...page.body.items);
          page = await gateway.send('get', address).set('Authorization', `Bearer ${token}`);
          assert.equal(page.status, 200, page.text);
        }
        assert.equal(page.body.nextCursor, null);
        assert.deepEqual([...seen, ...page.body.items], whole.body.items);
      });
    });
  }
});
