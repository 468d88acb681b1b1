import assert from 'node:assert/strict';
import { Chopmark } from '@chopmark/client';
import { json, problem, QUICK, ScriptedFetch } from '../support/client/scripted-fetch.js';

const LATER = new Date(Date.now() + 3_600_000).toISOString();
const SOON = new Date(Date.now() + 5_000).toISOString();
const INVOICE = { id: 'inv_1' };

const session = (name: string, expiresAt = LATER): Response =>
  json(
    { accessToken: `access-${name}`, refreshToken: `refresh-${name}`, expiresAt, sessionExpiresAt: LATER },
    201,
  );

function signedIn(...steps: (Response | Error)[]): { chopmark: Chopmark; script: ScriptedFetch } {
  const script = new ScriptedFetch(...steps);
  const credentials = { account: 'issuer', password: 'secret' };
  return {
    script,
    chopmark: new Chopmark({
      baseUrl: 'http://gateway.test',
      credentials,
      fetch: script.fetch,
      retry: QUICK,
    }),
  };
}

const pathsOf = ({ asked }: ScriptedFetch): string[] => asked.map(({ method, path }) => `${method} ${path}`);

describe('an account of the SDK', () => {
  it('keeps no call beyond its time, or its end, while the token does not come', async () => {
    const never = new Promise<string>(() => undefined);
    const { fetch } = new ScriptedFetch();
    const chopmark = new Chopmark({
      baseUrl: 'http://gateway.test',
      credentials: { token: () => never },
      fetch,
    });
    const enough = new AbortController();

    const ended = chopmark.invoices.get('inv_1', { signal: enough.signal });
    enough.abort(new Error('enough'));

    await assert.rejects(ended, { message: 'enough' });
    await assert.rejects(chopmark.invoices.get('inv_1', { timeoutMs: 20 }), { code: 'TIMED_OUT' });
  });

  it('signs in once for many calls', async () => {
    const { chopmark, script } = signedIn(session('1'), json(INVOICE), json(INVOICE), json(INVOICE));

    await Promise.all(['a', 'b', 'c'].map((id) => chopmark.invoices.get(`inv_${id}`)));

    assert.deepEqual(
      pathsOf(script).filter((path) => path.startsWith('POST')),
      ['POST /v1/sessions'],
    );
    assert.deepEqual(script.sent('Authorization').slice(1), Array(3).fill('Bearer access-1'));
    assert.equal(script.sent('Authorization')[0], null);
  });

  it('goes on with the session before its token expires', async () => {
    const { chopmark, script } = signedIn(session('1', SOON), json(INVOICE), session('2'), json(INVOICE));
    // The first call refreshes nothing: what is fresh from the gateway is as good as it gets.
    await chopmark.invoices.get('inv_1');
    await chopmark.invoices.get('inv_1');

    assert.deepEqual(pathsOf(script), [
      'POST /v1/sessions',
      'GET /v1/invoices/inv_1',
      'POST /v1/sessions/refresh',
      'GET /v1/invoices/inv_1',
    ]);
    assert.equal(script.asked[2]?.body, '{"refreshToken":"refresh-1"}');
    assert.equal(script.sent('Authorization')[3], 'Bearer access-2');
  });

  it('signs in anew when it is not known whether a refresh token was used', async () => {
    const { chopmark, script } = signedIn(
      session('1', SOON),
      json(INVOICE),
      new TypeError('fetch failed'),
      session('3'),
      json(INVOICE),
    );
    await chopmark.invoices.get('inv_1');
    await chopmark.invoices.get('inv_1');

    assert.deepEqual(pathsOf(script).slice(2), [
      'POST /v1/sessions/refresh',
      'POST /v1/sessions',
      'GET /v1/invoices/inv_1',
    ]);
  });

  it('signs in anew, once, when the gateway has ended the session', async () => {
    const { chopmark, script } = signedIn(
      session('1'),
      problem(401, 'SESSION_ENDED'),
      session('2'),
      problem(401, 'SESSION_ENDED'),
    );

    await assert.rejects(chopmark.invoices.get('inv_1'), { code: 'SESSION_ENDED' });

    assert.equal(script.asked.length, 4);
  });

  it('does not try a wrong password again', async () => {
    const { chopmark, script } = signedIn(problem(401, 'WRONG_CREDENTIALS'));

    await assert.rejects(chopmark.invoices.get('inv_1'), { code: 'WRONG_CREDENTIALS' });

    assert.equal(script.asked.length, 1);
  });
});

describe('a token of the SDK', () => {
  it('is asked for again when the gateway refuses it', async () => {
    const tokens = ['old', 'new'];
    const script = new ScriptedFetch(problem(401, 'TOKEN_EXPIRED'), json(INVOICE));
    const chopmark = new Chopmark({
      baseUrl: 'http://gateway.test',
      credentials: { token: () => tokens.shift() ?? '' },
      fetch: script.fetch,
    });

    await chopmark.invoices.get('inv_1');

    assert.deepEqual(script.sent('Authorization'), ['Bearer old', 'Bearer new']);
  });

  it('that is a text is refused once', async () => {
    const script = new ScriptedFetch(problem(401, 'TOKEN_EXPIRED'));
    const chopmark = new Chopmark({
      baseUrl: 'http://gateway.test',
      credentials: { token: 'old' },
      fetch: script.fetch,
    });

    await assert.rejects(chopmark.invoices.get('inv_1'), { code: 'TOKEN_EXPIRED' });
  });
});
