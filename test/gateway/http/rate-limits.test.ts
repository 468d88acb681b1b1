/**
 * `RateLimit-*` on every route with a limit. Such routes are found by the problems that the OpenAPI document says they
 * answer with; what anybody may ask without a limit is named below.
 */
import assert from 'node:assert/strict';
import { FakeIdentityProvider } from '../../support/gateway/fake-identity-provider.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import type { Answer } from '../../support/gateway/answer.js';
import { askAgain, askSample, operationsOf, ownerOf } from '../../support/gateway/operations.js';
import type { Operation } from '../../support/gateway/operations.js';

const HEADERS = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

/** Open to anyone; nothing to guess, nothing that costs. */
const OPEN = [
  'finishLogin', // counted when it began
  'getTrustProfile',
  'getOpenApi',
  'getLiveness',
  'getReadiness',
  'getVersion',
];

const codesOf = ({ responses }: Operation): string[] => responses['429']?.description.split(', ') ?? [];
const isLimited = (operation: Operation): boolean =>
  codesOf(operation).some((code) => code === 'TOO_MANY_REQUESTS' || code === 'TOO_MANY_ATTEMPTS');

const stateIn = ({ headers }: Answer): number[] => HEADERS.map((name) => Number(headers[name.toLowerCase()]));

describe('every limit', function () {
  this.timeout(180_000);
  let world: AccessWorld;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());

  it('stands on every route that anyone may ask', () => {
    const open = operationsOf().filter(
      (operation) => operation.security.length === 0 && !isLimited(operation),
    );

    assert.deepEqual(open.map(({ operationId }) => operationId).sort(), [...OPEN].sort());
  });

  for (const operation of operationsOf().filter(isLimited)) {
    const { key } = operation;
    it(`of ${key} is told, and told again when it is reached`, async () => {
      assertDocumented(operation);
      const few = { attempts: 3, seconds: 900 };
      const gateway = await world.gateway({
        organization: operation.at,
        identityProvider: new FakeIdentityProvider(),
        verificationsPerMinute: 3,
        attemptLimits: { address: few, pair: few },
      });
      const owner = ownerOf(operation);
      const token = operation.security.length === 0 ? undefined : await world.token(gateway, owner);
      const { answer: first, request } = await askSample(operation, {
        world,
        gateway,
        owner,
        token,
      });
      assert.ok(first.status < 300, first.text);
      const [limit = 0, remaining = 0, reset = 0] = stateIn(first);
      assert.ok(limit > remaining && remaining >= 0 && reset >= 1, JSON.stringify([limit, remaining, reset]));

      // What is wrong is not given back: `wrong` is no good password, secret or token.
      const again = { ...request, body: wrong(request.body) };
      let last: Answer = first;
      for (let tries = 0; tries <= limit && last.status !== 429; tries++)
        last = await askAgain(operation, again, { gateway, token });
      assert.equal(last.status, 429, last.text);
      assert.ok(codesOf(operation).includes(last.body.code));
      const [limitThen, remainingThen, resetThen] = stateIn(last);
      assert.deepEqual([limitThen, remainingThen], [limit, 0]);
      assert.equal(last.headers['retry-after'], String(resetThen));
    });
  }
});

function assertDocumented({ responses }: Operation): void {
  const success = Object.entries(responses).find(([status]) => Number(status) < 300)?.[1];
  for (const name of HEADERS) assert.ok(success?.headers?.[name] && responses['429']?.headers?.[name], name);
  assert.ok(responses['429']?.headers?.['Retry-After']);
}

function wrong(body: unknown): unknown {
  if (body === undefined) return undefined;
  const secrets = ['currentPassword', 'refreshToken', 'secret', 'password'];
  const name = secrets.find((one) => Object.hasOwn(body as object, one));
  return name === undefined ? body : { ...(body as object), [name]: 'wrong' };
}
