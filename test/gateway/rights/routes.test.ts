import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { RIGHTS, rightOf, type RouteKey } from '../../../gateway/dist/rights/table.js';
import { generateSigningKey } from '../../../gateway/dist/sessions/signing-key.js';
import { invoiceBody } from '../../support/gateway/invoice-bodies.js';
import { SIGNING_KEY, testGateway, type TestGateway } from '../../support/gateway-app.js';

const NOW_SECONDS = Math.floor(Date.parse('2026-11-22T03:04:05.000Z') / 1000);
const ISSUER = 'chopmark:tax';

const claims = {
  iss: ISSUER,
  aud: ISSUER,
  sid: 'ses_in_memory',
  iat: NOW_SECONDS,
  exp: NOW_SECONDS + 60,
};

describe('rights', () => {
  let gateway: TestGateway;

  before(async () => {
    gateway = await testGateway();
  });
  after(() => {
    gateway.close();
  });

  const me = (authorization: string | undefined) => {
    const request = gateway.send('get', '/v1/me');
    return authorization === undefined ? request : request.set('Authorization', authorization);
  };

  for (const [what, authorization] of [
    ['nobody', undefined],
    ['another scheme', 'Basic aXNzdWVyOng='],
    ['an empty token', 'Bearer '],
  ] as const) {
    it(`ask ${what} to sign in`, async () => {
      const { status, body, headers } = await me(authorization);

      assert.deepEqual([status, body.code], [401, 'NOT_SIGNED_IN']);
      assert.equal(headers['www-authenticate'], 'Bearer');
    });
  }

  for (const [what, token] of badTokens()) {
    it(`refuse a token that ${what}`, async () => {
      const { status, body, headers } = await me(`Bearer ${token(gateway)}`);

      assert.equal(status, 401);
      assert.equal(body.code, what === 'has expired' ? 'TOKEN_EXPIRED' : 'TOKEN_INVALID');
      assert.equal(headers['www-authenticate'], 'Bearer error="invalid_token"');
    });
  }

  it('know no route beyond its table', async () => {
    for (const address of [
      '/v1',
      '/v1/',
      '/v1/secrets',
      '/v1/invoices/1/2/3',
      '/metrics',
      '/V1/invoices',
      '/v1/me/',
    ]) {
      const { status, body } = await gateway.send('get', address, 'administrator');
      if (address === '/v1/me/') assert.equal(status, 200);
      else assert.deepEqual([address, status, body.code], [address, 404, 'ROUTE_NOT_FOUND']);
    }
  });

  it('are asked for before a body is read', async () => {
    const { status, body } = await gateway
      .send('post', '/v1/invoices')
      .set('Content-Type', 'application/json')
      .send('{broken');

    assert.deepEqual([status, body.code], [401, 'NOT_SIGNED_IN']);
  });

  it('end with the account, whatever the token says', async () => {
    const other = await testGateway();
    const token = other.token('issuer');
    other.principals.change(other.accountId('issuer'), { suspendedAt: '2026-01-01T00:00:00.000Z' });

    const { status, body } = await other.send('get', '/v1/me').set('Authorization', `Bearer ${token}`);

    assert.deepEqual([status, body.code], [401, 'TOKEN_INVALID']);
    other.close();
  });

  it('change with the roles of the account, whatever the token says', async () => {
    const other = await testGateway();
    const token = other.token('issuer');
    other.principals.change(other.accountId('issuer'), { roles: ['receiver'] });

    const { status, body } = await other
      .send('post', '/v1/invoices')
      .set({ Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' })
      .send(JSON.stringify(invoiceBody()));

    assert.deepEqual([status, body.code], [403, 'ROLE_REQUIRED']);
    assert.equal(other.desk.invoices.length, 0);
    other.close();
  });

  it('of the tax bureau do not exist at the other gateways', async () => {
    for (const organization of ['affairs', 'court'] as const) {
      const other = await testGateway({ organization });
      for (const key of Object.keys(RIGHTS) as RouteKey[]) {
        const [method = '', path = ''] = key.split(' ');
        const { status, body } = await other.send(
          method.toLowerCase() as 'get' | 'post' | 'delete',
          path.replace(/\{\w+\}/g, '1'),
          'taxOfficer',
        );
        const here = rightOf(key).at.includes(organization);
        assert.equal(body.code === 'ROUTE_NOT_FOUND', !here, `${organization} ${key} ${status}`);
      }
      other.close();
    }
  });
});

type Sign = (gateway: TestGateway) => string;

/** What an attacker, or an honest clock, can hand in. */
function badTokens(): readonly (readonly [what: string, token: Sign])[] {
  const { kid } = SIGNING_KEY;
  const signed =
    (changes: object, options: jwt.SignOptions = {}, key: KeyObject = SIGNING_KEY.privateKey): Sign =>
    (gateway) =>
      jwt.sign(present({ ...claims, sub: gateway.accountId('taxOfficer'), ...changes }), key, {
        algorithm: 'ES256',
        keyid: kid,
        ...options,
      });
  const publicPem = SIGNING_KEY.publicKey.export({ type: 'spki', format: 'pem' }).toString();
  const other = generateSigningKey();
  const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey;
  return [
    ['has expired', signed({ iat: NOW_SECONDS - 120, exp: NOW_SECONDS - 60 })],
    ['another issuer made', signed({ iss: 'chopmark:court' })],
    ['is for another audience', signed({ aud: 'chopmark:court' })],
    ['names no issuer', signed({ iss: undefined })],
    ['never expires', signed({ exp: undefined })],
    ['names nobody', signed({ sub: undefined })],
    ['names no session', signed({ sid: undefined })],
    ['names an account that is gone', signed({ sub: 'acc_gone' })],
    ['counts later', signed({ nbf: NOW_SECONDS + 60 })],
    ['another key signed', signed({}, {}, other.privateKey)],
    ['another key signed under its own id', signed({}, { keyid: other.kid }, other.privateKey)],
    ['names another key', signed({}, { keyid: other.kid })],
    ['names no key', signed({}, { keyid: '' })],
    ['is of another curve', signed({}, { algorithm: 'ES384' }, p384)],
    ['says alg none', (gateway) => unsigned({ alg: 'none', typ: 'JWT', kid }, gateway)],
    ['says alg NONE', (gateway) => unsigned({ alg: 'NONE', typ: 'JWT', kid }, gateway)],
    [
      'uses the public key as an HS256 secret',
      (gateway) => hmac({ alg: 'HS256', typ: 'JWT', kid }, gateway, publicPem),
    ],
    [
      'carries its own key',
      signed(
        {},
        { header: { alg: 'ES256', kid, jwk: other.publicKey.export({ format: 'jwk' }) } as never },
        other.privateKey,
      ),
    ],
    ['lost its signature', (gateway) => signed({})(gateway).replace(/[^.]+$/, '')],
    [
      'was changed',
      (gateway) =>
        signed({})(gateway).replace(
          /\.[^.]+\./,
          `.${base64({ ...claims, sub: gateway.accountId('auditor') })}.`,
        ),
    ],
    ['is no token', () => 'abc.def.ghi'],
  ];
}

/** Without members that are undefined, which would not be signed. */
function present(members: object): object {
  return JSON.parse(JSON.stringify(members)) as object;
}

const base64 = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function unsigned(header: object, gateway: TestGateway): string {
  return `${base64(header)}.${base64({ ...claims, sub: gateway.accountId('taxOfficer') })}.`;
}

function hmac(header: object, gateway: TestGateway, secret: string): string {
  const content = unsigned(header, gateway).slice(0, -1);
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
