import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';
import { UnavailableError } from '../../../gateway/dist/errors.js';
import { OidcProvider } from '../../../gateway/dist/oidc/identity-provider.js';

const CALLBACK = 'https://tax.example/v1/oidc/callback';
const CLIENT = { client_id: 'chopmark', client_secret: 'secret-of-the-client', redirect_uris: [CALLBACK] };
const CHECKS = { state: 's'.repeat(43), nonce: 'n'.repeat(43), verifier: 'v'.repeat(43) };

/** A real OpenID Connect provider on this machine; its development pages sign anybody in. */
describe('OidcProvider', function () {
  this.timeout(180_000);
  let server: Server;
  let issuer: string;

  before(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const provider = new Provider(issuer, {
      clients: [CLIENT],
      clientAuthMethods: ['client_secret_basic', 'client_secret_post'],
      pkce: { required: () => true },
      cookies: { keys: ['a key of this test'] },
    });
    server.on('request', provider.callback());
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const ours = (more: object = {}): OidcProvider =>
    new OidcProvider(
      {
        issuer,
        clientId: CLIENT.client_id,
        clientSecret: CLIENT.client_secret,
        returnPaths: ['/'],
        ...more,
      },
      'https://tax.example',
    );

  /** Follows the provider's pages as a browser does. @returns The query with which it comes back. */
  async function signInThere(start: URL, login: string): Promise<string> {
    const jar = new Map<string, string>();
    let next = start;
    let form: URLSearchParams | undefined;
    for (let step = 0; step < 20; step += 1) {
      const answer = await fetch(next, {
        redirect: 'manual',
        method: form === undefined ? 'GET' : 'POST',
        headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
        ...(form && { body: form }),
      });
      for (const cookie of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=');
        jar.set(name, value);
      }
      const location = answer.headers.get('location');
      const page = await answer.text();
      const action = location ?? /<form[^>]*action="([^"]+)"/.exec(page)?.[1];
      assert.ok(action, page);
      next = new URL(action, next);
      if (next.href.startsWith(CALLBACK)) return next.search;
      const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
      form = location === null ? new URLSearchParams({ prompt, login, password: 'any' }) : undefined;
    }
    return assert.fail('the provider never sent the browser back');
  }

  it('says who signed in there, once', async () => {
    const provider = ours();
    const query = await signInThere(await provider.begin(CHECKS), 'sub-7');

    assert.deepEqual(await provider.finish(query, CHECKS), { issuer, subject: 'sub-7' });
    await assert.rejects(provider.finish(query, CHECKS), { code: 'OIDC_LOGIN_FAILED' });
  });

  it('asks with PKCE, state and nonce', async () => {
    const { searchParams } = await ours().begin(CHECKS);

    assert.equal(searchParams.get('code_challenge_method'), 'S256');
    assert.equal(searchParams.get('redirect_uri'), CALLBACK);
    assert.deepEqual([searchParams.get('state'), searchParams.get('nonce')], [CHECKS.state, CHECKS.nonce]);
    assert.ok(!searchParams.toString().includes(CHECKS.verifier));
  });

  for (const name of ['state', 'nonce', 'verifier'] as const) {
    it(`refuses the answer to a question with another ${name}`, async () => {
      const provider = ours();
      const query = await signInThere(await provider.begin(CHECKS), 'sub-7');

      const other = { ...CHECKS, [name]: 'x'.repeat(43) };
      await assert.rejects(provider.finish(query, other), { code: 'OIDC_LOGIN_FAILED' });
    });
  }

  it('tells a provider that is away from one that refuses', async () => {
    await assert.rejects(ours({ issuer: 'http://127.0.0.1:1' }).begin(CHECKS), UnavailableError);
    const stranger = ours({ clientSecret: 'another' });
    const query = await signInThere(await stranger.begin(CHECKS), 'sub-7');
    await assert.rejects(stranger.finish(query, CHECKS), { code: 'OIDC_LOGIN_FAILED' });
  });
});
