/**
 * Every operation of the OpenAPI document with every kind of caller. What is expected follows from what the document
 * says (`x-rights`), so an operation that is new, or that says nothing, fails until it has a row and a sample.
 */
import assert from 'node:assert/strict';
import jwt from 'jsonwebtoken';
import { NOT_YOURS, type Grants, type Organization } from '../../../gateway/dist/rights/right.js';
import { SCOPE_NAMES } from '../../../gateway/dist/rights/scope.js';
import { PROBLEMS } from '../../../gateway/dist/problems/catalogue.js';
import { FakeIdentityProvider } from '../../support/gateway/fake-identity-provider.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { Answer } from '../../support/gateway/answer.js';
import { askSample, operationsOf, type Operation } from '../../support/gateway/operations.js';
import { PEOPLE, type Person } from '../../support/gateway/people.js';
import { holdersOf, SAMPLES, type SampleRequest } from '../../support/gateway/route-samples.js';
import { NOW, SIGNING_KEY, type TestGateway } from '../../support/gateway-app.js';

const UNAUTHENTICATED = ['NOT_SIGNED_IN', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'SESSION_ENDED'];

describe('the matrix of rights', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  const gateways = new Map<Organization, TestGateway>();

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());

  const gatewayAt = async (organization: Organization): Promise<TestGateway> => {
    const known = gateways.get(organization);
    if (known !== undefined) return known;
    gateways.clear();
    const gateway = await world.gateway({ organization, identityProvider: new FakeIdentityProvider() });
    gateways.set(organization, gateway);
    return gateway;
  };

  const ask = (
    operation: Operation,
    gateway: TestGateway,
    owner: Person,
    token?: string,
  ): Promise<{ answer: Answer; request: SampleRequest }> =>
    askSample(operation, { world, gateway, owner, token });

  const expired = (gateway: TestGateway, person: Person): string => {
    const seconds = Math.floor(NOW.getTime() / 1000);
    const issuer = `chopmark:${gateway.context.organization}`;
    const claims = { iss: issuer, aud: issuer, sub: gateway.accountId(person), sid: 'ses_gone' };
    return jwt.sign({ ...claims, iat: seconds - 120, exp: seconds - 60 }, SIGNING_KEY.privateKey, {
      algorithm: 'ES256',
      keyid: SIGNING_KEY.kid,
    });
  };

  it('has a sample for operations that are there only', () => {
    const ids = new Set(operationsOf().map(({ operationId }) => operationId));

    assert.deepEqual(
      Object.keys(SAMPLES).filter((id) => !ids.has(id)),
      [],
    );
  });

  const testKeys = (operation: Operation, grants: Grants): void => {
    const [first = '', firstCondition = ''] = Object.entries(grants)[0] ?? [];
    const holder = holdersOf(first, firstCondition)?.owner;
    const scopes = operation['x-rights']?.scopes;
    const opening = scopes === 'any' ? SCOPE_NAMES : (scopes ?? []);
    const others = scopes === 'any' ? [] : SCOPE_NAMES.filter((scope) => !opening.includes(scope));

    for (const scope of opening) {
      it(`lets in an API key with ${scope}, and nobody by it who may not`, async () => {
        assert.ok(holder);
        const gateway = await gatewayAt(operation.at);
        const { answer } = await ask(
          operation,
          gateway,
          holder,
          await world.apiKey(gateway, holder, [scope]),
        );
        assert.ok(answer.status < 400, `${answer.status} ${answer.text}`);

        if (grants.everyAccount !== undefined) return;
        const outsider = (Object.keys(PEOPLE) as Person[]).find((person) =>
          PEOPLE[person].roles.every((role) => grants[role] === undefined),
        );
        assert.ok(outsider);
        const key = await world.apiKey(gateway, outsider, [scope]);
        const { status, body } = (await ask(operation, gateway, holder, key)).answer;
        assert.deepEqual([status, body.code], [403, 'ROLE_REQUIRED']);
      });
    }

    it(`takes no API key with ${others.join(', ') || 'nothing'}, and none that ended`, async () => {
      assert.ok(holder);
      const gateway = await gatewayAt(operation.at);
      const code = scopes === undefined ? 'SESSION_REQUIRED' : 'SCOPE_REQUIRED';
      if (others.length > 0) {
        const key = await world.apiKey(gateway, holder, others);
        const { status, body } = (await ask(operation, gateway, holder, key)).answer;
        assert.deepEqual([status, body.code], [403, code]);
      }
      const ended = await world.apiKey(gateway, holder, SCOPE_NAMES);
      await world.db.updateTable('api_key').set({ revoked_at: gateway.now }).execute();
      const { status, body } = (await ask(operation, gateway, holder, ended)).answer;
      assert.deepEqual([status, body.code], [401, 'API_KEY_INVALID']);
    });
  };

  for (const operation of operationsOf()) {
    const { key, at, operationId, security, 'x-rights': rights } = operation;
    const grants = rights?.who;
    describe(key, () => {
      it('has a sample, and says who may', () => {
        assert.ok(SAMPLES[operationId]);
        assert.equal(rights === undefined, security.length === 0);
        assert.notEqual(grants, 'anyone');
      });

      if (grants === undefined || grants === 'anyone') {
        it('is open to anyone, whatever they carry', async () => {
          const gateway = await gatewayAt(at);
          for (const token of [undefined, 'nonsense', expired(gateway, 'auditor')]) {
            const { answer } = await ask(operation, gateway, 'issuer', token);
            assert.ok(answer.status < 400, `${answer.status} ${answer.text}`);
          }
        });
        return;
      }

      it('is closed to nobody and to an expired token', async () => {
        const gateway = await gatewayAt(at);
        const nobody = await ask(operation, gateway, 'issuer');
        const late = await ask(operation, gateway, 'issuer', expired(gateway, 'issuer'));

        assert.deepEqual([nobody.answer.status, nobody.answer.body.code], [401, 'NOT_SIGNED_IN']);
        assert.deepEqual([late.answer.status, late.answer.body.code], [401, 'TOKEN_EXPIRED']);
      });

      if (grants.everyAccount === undefined) {
        const turnedAway = (Object.keys(PEOPLE) as Person[]).filter((person) =>
          PEOPLE[person].roles.every((role) => grants[role] === undefined),
        );
        it(`turns away ${turnedAway.join(', ')}`, async () => {
          const gateway = await gatewayAt(at);
          for (const person of turnedAway) {
            const { answer } = await ask(operation, gateway, 'issuer', await world.token(gateway, person));
            assert.deepEqual([person, answer.status, answer.body.code], [person, 403, 'ROLE_REQUIRED']);
          }
        });
      }

      testKeys(operation, grants);
      for (const [role, condition] of Object.entries(grants)) {
        const { owner, stranger } = holdersOf(role, condition) ?? {};
        it(`lets in ${role} (${condition})`, async () => {
          assert.ok(owner);
          const gateway = await gatewayAt(at);
          const { answer } = await ask(operation, gateway, owner, await world.token(gateway, owner));
          assert.ok(answer.status < 400, `${answer.status} ${answer.text}`);
        });

        if (condition === 'any') continue;
        it(`keeps what is not ${role}’s own (${condition}) from it`, async () => {
          assert.ok(owner && stranger);
          const gateway = await gatewayAt(at);
          const { answer, request } = await ask(
            operation,
            gateway,
            owner,
            await world.token(gateway, stranger),
          );
          const judge = SAMPLES[operationId]?.stranger;
          if (judge !== undefined) {
            judge(answer, request);
            return;
          }
          if (condition === 'hosted') {
            assert.deepEqual([answer.status, answer.body.code], [403, 'ROLE_REQUIRED']);
            return;
          }
          assert.ok(rights?.of);
          const code = NOT_YOURS[rights.of];
          assert.deepEqual([answer.status, answer.body.code], [PROBLEMS[code].status, code]);
          assert.equal(code === 'SELLER_NOT_OWN' ? 403 : 404, answer.status);
          assert.ok(!UNAUTHENTICATED.includes(answer.body.code));
        });
      }
    });
  }
});
