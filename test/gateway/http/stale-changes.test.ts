/** `If-Match`: a change made for a state that is over changes nothing. */
import assert from 'node:assert/strict';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { askAgain, askSample, operationsOf, ownerOf } from '../../support/gateway/operations.js';
import type { Operation } from '../../support/gateway/operations.js';
import { FakeIdentityProvider } from '../../support/gateway/fake-identity-provider.js';

const OPERATIONS = operationsOf();
const CONDITIONAL = OPERATIONS.filter(({ parameters = [] }) =>
  parameters.some(({ name }) => name === 'If-Match'),
);

/** The read whose tag a change takes: of the same thing, one step up where the change has a word of its own. */
function readOf({ path }: Operation): Operation {
  const above = path.replace(/\/[a-z]+$/, '');
  const read = OPERATIONS.find(({ method, path: at }) => method === 'get' && (at === path || at === above));
  return read ?? assert.fail(`nothing to read at ${path}`);
}

describe('a change made for a state that is over', function () {
  this.timeout(180_000);
  let world: AccessWorld;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());

  it('is possible where state is changed at all', () => {
    assert.deepEqual(CONDITIONAL.map(({ operationId }) => operationId).sort(), [
      'bindIdentity',
      'changeRoles',
      'changeWebhook',
      'deleteWebhook',
      'resetAccount',
      'resumeAccount',
      'resumeOrganization',
      'suspendAccount',
      'suspendOrganization',
      'unbindIdentity',
    ]);
  });

  for (const operation of CONDITIONAL) {
    it(`${operation.key} is refused, and made for the state that is`, async () => {
      const options = { organization: operation.at, identityProvider: new FakeIdentityProvider() };
      const gateway = await world.gateway(options);
      const owner = ownerOf(operation);
      const token = await world.token(gateway, owner);
      const first = await askSample(operation, {
        world,
        gateway,
        owner,
        token,
        headers: { 'If-Match': '"over"' },
      });
      assert.deepEqual([first.answer.status, first.answer.body.code], [412, 'PRECONDITION_FAILED']);
      const read = readOf(operation);
      const { path = {} } = first.request;
      const before = await askAgain(read, { path }, { gateway, token });
      const tag = before.headers['etag'] ?? '';
      const change = (headers: Record<string, string>) =>
        askAgain(operation, first.request, { gateway, token, headers });

      // A weak tag never matches here (RFC 9110 section 13.1.1).
      assert.equal((await change({ 'If-Match': `W/${tag}` })).status, 412);
      assert.equal((await change({ 'If-Match': tag.slice(1) })).body.code, 'MALFORMED_HEADER');
      assert.equal((await askAgain(read, { path }, { gateway, token })).text, before.text);

      assert.ok((await change({ 'If-Match': `"other", ${tag}` })).status < 300);
    });
  }

  it('of two administrators at once refuses one', async () => {
    const operation =
      OPERATIONS.find(({ operationId }) => operationId === 'changeRoles') ?? assert.fail('no changeRoles');
    const gateway = await world.gateway();
    const owner = ownerOf(operation);
    const token = await world.token(gateway, owner);
    const { request } = await askSample(operation, { world, gateway, owner, token });
    const read = await askAgain(readOf(operation), { path: request.path ?? {} }, { gateway, token });
    const headers = { 'If-Match': read.headers['etag'] ?? '' };

    const answers = await Promise.all(
      [['receiver'], ['issuer', 'receiver']].map((roles) =>
        askAgain(operation, { ...request, body: { roles } }, { gateway, token, headers }),
      ),
    );

    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412]);
  });
});
