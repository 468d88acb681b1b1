/**
 * Uses a platform as people and programs use it, well and badly, and plants a mark in every place where something personal
 * or secret is written.
 *
 * @module
 */
import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { SELLERS } from '../../../cli/dist/platform/demo-accounts.js';
import {
  CSV,
  csvOf,
  einvoiceXml,
  HEADER,
  tableRow,
  workbook,
  XLSX,
  ZIP,
} from '../../support/gateway/upload-files.js';
import { rawZip } from '../../support/raw-zip.js';
import type { Marks } from './marks.js';
import type { Recorder, Told } from './recorder.js';

const NDJSON = 'application/x-ndjson';

interface Operation {
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface People {
  readonly issuer: string;
  readonly administrator: string;
  readonly taxOfficer: string;
  readonly auditor: string;
}

export interface Planted {
  /** Numbers of invoices whose contents are marked. */
  readonly invoices: readonly { readonly id: string; readonly key: string; readonly body: unknown }[];
  readonly operations: readonly string[];
  readonly links: readonly string[];
}

/** A body of `POST /v1/invoices` with a mark in every text. */
export function markedInvoice(marks: Marks, name: string, more: object = {}): Record<string, unknown> {
  const content = (place: string, tail = ''): string => marks.plant('content', `${name}-${place}`, tail);
  return {
    vatKind: 'ordinary',
    seller: {
      ...SELLERS.lantern,
      address: content('seller-address', '号'),
      phone: '0100-0000000',
      bankName: content('seller-bank', '支行'),
      bankAccount: '0000000001',
    },
    buyer: {
      name: content('buyer', '张三'),
      taxId: marks.taxId('content', `${name}-buyer-tax-id`),
      address: content('buyer-address', '路'),
      bankName: content('buyer-bank'),
    },
    lines: [
      {
        name: `*工艺品*${content('goods', '灯笼')}`,
        specification: content('specification').slice(0, 40),
        net: '100.00',
        rate: '0.13',
        tax: '13.00',
        kind: 'normal',
      },
    ],
    totalNet: '100.00',
    totalTax: '13.00',
    totalGross: '113.00',
    remark: content('remark', '𠮷'),
    drawer: content('drawer').slice(0, 40),
    reference: marks.plant('content', `${name}-reference`).slice(0, 64),
    ...more,
  };
}

/** @throws {Error} When it cannot be done: then the marks are not where the test thinks. */
function must({ status, text, sent, body }: Told, ...wanted: readonly number[]): Told['body'] {
  if (!wanted.includes(status)) throw new Error(`${sent}: ${status} instead of ${wanted.join()}: ${text}`);
  return body;
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

export async function signIn(
  client: Recorder,
  marks: Marks,
  account: { readonly account: string; readonly password: string },
): Promise<string> {
  const { account: name, password } = account;
  const body = must(await client.send({ method: 'POST', path: '/v1/sessions', json: { account: name, password } }), 201, 200); // prettier-ignore
  marks.learn(`refresh token of ${name}`, textOf(body['refreshToken']));
  return marks.learn(`access token of ${name}`, textOf(body['accessToken']));
}

/** Accounts from their making to their end, with every secret that goes with them. */
export async function plantAccounts(client: Recorder, marks: Marks, people: People): Promise<void> {
  const admin = { token: people.administrator };
  const post = (path: string, json: object, token?: string): Promise<Told> =>
    client.send({ method: 'POST', path, json, token });
  await post('/v1/sessions', {
    account: marks.plant('secret', 'account-tried'),
    password: marks.plant('secret', 'password-tried', '密码'),
  });
  await client.send({
    method: 'GET',
    path: '/v1/me',
    token: marks.plant('secret', 'token-tried'),
    headers: { cookie: `__Host-chopmark-tax=${marks.plant('secret', 'cookie')}`, 'user-agent': marks.plant('secret', 'user-agent'), 'x-forwarded-for': marks.plant('secret', 'forwarded-for'), tracestate: `a=${marks.plant('secret', 'tracestate')}` }, // prettier-ignore
  });
  const organization = must(
    await post(
      '/v1/organizations',
      {
        kind: 'taxpayer',
        name: marks.plant('identity', 'organization', '有限公司'),
        taxId: marks.taxId('identity', 'organization-tax-id'),
      },
      people.administrator,
    ),
    201,
  );
  const name = marks.plant('identity', 'account-name');
  const made = must(
    await post(
      '/v1/accounts',
      { account: name, organizationId: organization.id, roles: ['issuer'] },
      people.administrator,
    ),
    201,
  );
  const { account, setup } = made as { account: { id: string }; setup: { secret: string } };
  marks.learn('setup secret', setup.secret);
  const password = marks.plant('secret', 'password', '密码');
  const setUp = { secret: setup.secret, password };
  await post('/v1/account-setups', { ...setUp, secret: marks.plant('secret', 'setup-tried') });
  must(await post('/v1/account-setups', setUp), 200, 201, 204);
  await post('/v1/account-setups', setUp);
  const token = await signIn(client, marks, { account: name, password });
  const cookie = await post('/v1/sessions', { account: name, password, refreshBy: 'cookie' });
  const refresh = /__Host-chopmark-tax=([\w-]+)/.exec(cookie.text)?.[1] ?? '';
  marks.learn('refresh token of a cookie', refresh);
  for (let time = 0; time < 2; time += 1)
    await client.send({ method: 'POST', path: '/v1/sessions/refresh', json: {}, headers: { cookie: `__Host-chopmark-tax=${refresh}` } }); // prettier-ignore

  const next = marks.plant('secret', 'next-password');
  const change = (currentPassword: string): Promise<Told> =>
    client.send({ method: 'PUT', path: '/v1/me/password', json: { currentPassword, newPassword: next }, token }); // prettier-ignore
  await change(marks.plant('secret', 'wrong-password'));
  must(await change(password), 200, 204);

  const key = must(
    await post(
      '/v1/me/api-keys',
      { name: marks.plant('identity', 'key-name'), scopes: ['invoices:read'] },
      people.issuer,
    ),
    201,
  );
  const secret = marks.learn('API key', textOf(key['secret'] ?? key['key']));
  must(await client.send({ method: 'GET', path: '/v1/invoices', token: secret }), 200);
  const rotated = must(await post(`/v1/me/api-keys/${keyIdOf(key)}/rotation`, {}, people.issuer), 201, 200);
  marks.learn('API key after rotation', textOf(rotated['secret'] ?? rotated['key']));
  const reset = must(await post(`/v1/accounts/${account.id}/reset`, {}, people.administrator), 200, 201);
  marks.learn('setup secret after a reset', (reset as unknown as { setup: { secret: string } }).setup.secret);
  await client.send({ method: 'PUT', path: `/v1/accounts/${account.id}/identity`, json: { subject: marks.plant('identity', 'subject') }, ...admin }); // prettier-ignore
  await post(`/v1/accounts/${account.id}/suspension`, {}, people.administrator);
}

const keyIdOf = (body: Told['body']): string => textOf(body.id ?? (body['apiKey'] as { id?: string } | undefined)?.id); // prettier-ignore

/** Invoices one by one, with links, holds and everything that may be wrong. */
export async function plantInvoices(client: Recorder, marks: Marks, people: People): Promise<Planted> {
  const issue = (json: unknown, key?: string): Promise<Told> =>
    client.send({
      method: 'POST',
      path: '/v1/invoices',
      json,
      token: people.issuer,
      headers: { prefer: 'wait=30', ...(key !== undefined && { 'idempotency-key': key }) },
    });
  const invoices: { id: string; key: string; body: unknown }[] = [];
  const links: string[] = [];
  for (const name of ['first', 'second']) {
    const body = markedInvoice(marks, name);
    const key = marks.plant('content', `${name}-key`);
    const { id = '' } = must(await issue(body, key), 201, 202);
    invoices.push({ id, key, body });
    must(await issue(body, key), 201, 202);
    must(await issue({ ...body, remark: marks.plant('content', `${name}-other-remark`) }, key), 422);
    must(await issue(body), 409);
    const path = `/v1/invoices/${id}`;
    for (let made = 0; made < 2; made += 1) {
      const link = must(await client.send({ method: 'POST', path: `${path}/links`, json: {}, token: people.issuer }), 201); // prettier-ignore
      links.push(marks.learn(`${name} link ${made}`, textOf(link.secret)));
    }
    for (const address of ['/v1/shared-invoices/', '/i/'])
      must(await client.send({ method: 'GET', path: `${address}${links.at(-1) ?? ''}` }), 200);
    for (const part of ['', '/document', '/bundle', '/links'])
      await client.send({ method: 'GET', path: `${path}${part}`, token: people.issuer });
  }
  const bad = markedInvoice(marks, 'bad', { totalGross: '1.00' });
  must(await issue(bad), 400, 422);
  must(await issue({ ...bad, [marks.plant('content', 'member')]: 1 }), 400, 422);
  const line = JSON.stringify(markedInvoice(marks, 'malformed'));
  must(await client.send({ method: 'POST', path: '/v1/invoices', body: `${line.slice(0, -1)},`, headers: { 'content-type': 'application/json' }, token: people.issuer }), 400); // prettier-ignore
  must(await client.send({ method: 'POST', path: '/v1/invoices', body: line, headers: { 'content-type': `text/${marks.plant('secret', 'media-type')}` }, token: people.issuer }), 415); // prettier-ignore
  await client.send({ method: 'GET', path: `/v1/invoices?reference=${marks.plant('content', 'query')}`, token: people.issuer }); // prettier-ignore
  await client.send({ method: 'GET', path: `/v1/invoices/${marks.plant('content', 'path')}`, token: people.issuer }); // prettier-ignore
  await client.send({ method: 'GET', path: `/${marks.plant('content', 'nowhere')}?a=${marks.plant('content', 'nowhere-query')}` }); // prettier-ignore
  const [{ id } = { id: '' }] = invoices;
  const hold = { reason: 'audit', caseReference: marks.plant('identity', 'case').slice(0, 64) };
  const held = must(await client.send({ method: 'POST', path: `/v1/invoices/${id}/holds`, json: hold, token: people.taxOfficer }), 201); // prettier-ignore
  must(await client.send({ method: 'POST', path: `/v1/invoices/${id}/erasure`, json: { reason: 'courtOrder' }, token: people.administrator }), 409); // prettier-ignore
  must(await client.send({ method: 'DELETE', path: `/v1/invoices/${id}/holds/${held.id ?? ''}`, token: people.taxOfficer }), 204); // prettier-ignore
  const bundle = `{"format":"${marks.plant('content', 'bundle')}","x":"${' '.repeat(200_000)}"}`;
  for (const body of [bundle, bundle.slice(0, 100)])
    await client.send({ method: 'POST', path: '/v1/verifications', body, headers: { 'content-type': 'application/json' } }); // prettier-ignore
  return { invoices, operations: [], links };
}

/** Files of every format, with good and bad lines, checked and issued. */
export async function plantImports(client: Recorder, marks: Marks, people: People): Promise<string[]> {
  const content = (place: string): string => marks.plant('content', `file-${place}`);
  const row = (name: string, changes: object = {}): string[] =>
    tableRow(content(`${name}-reference`), {
      'buyer.name': `${content(`${name}-buyer`)}张三`,
      'buyer.taxId': marks.taxId('content', `${name}-file-tax-id`),
      'line.name': `*工艺品*${content(`${name}-goods`)}`,
      ...changes,
    });
  const rows = (name: string): string[][] => [
    HEADER,
    row(`${name}-good`),
    row(`${name}-bad`, { 'line.net': content(`${name}-amount`) }),
  ];
  const files: readonly (readonly [string, string | Uint8Array])[] = [
    [CSV, csvOf(rows('csv'))],
    [CSV, csvOf([[...HEADER, content('column')], row('odd')])],
    [XLSX, workbook(rows('xlsx'))],
    [
      ZIP,
      rawZip([
        { name: `${content('name-good')}张三.xml`, data: einvoiceXml(content('xml-reference'), (xml) => xml.replace('a < b', content('xml-remark'))) }, // prettier-ignore
        { name: `${content('name-bad')}.xml`, data: `<a>${content('xml-bad')}` },
        { name: `${content('name-other')}.pdf`, data: content('pdf') },
      ]),
    ],
    [
      NDJSON,
      [
        JSON.stringify(markedInvoice(marks, 'line')),
        JSON.stringify({ ...markedInvoice(marks, 'odd-line'), [content('member')]: 1 }),
        `{"${content('broken')}":`,
      ].join('\n'),
    ],
  ];
  const operations: string[] = [];
  for (const dryRun of [true, false]) {
    for (const [type, body] of files) {
      const told = await client.send({
        method: 'POST',
        path: `/v1/invoice-batches${dryRun ? '?dryRun=true' : ''}`,
        body,
        token: people.issuer,
        headers: {
          'content-type': type,
          prefer: 'wait=30',
          'idempotency-key': content(`key-${operations.length}`),
        },
      });
      if (typeof told.body.id === 'string') operations.push(told.body.id);
    }
  }
  for (const id of operations) {
    for (const accept of ['application/json', NDJSON, CSV])
      must(await client.send({ method: 'GET', path: `/v1/operations/${id}/results`, token: people.issuer, headers: { accept } }), 200); // prettier-ignore
  }
  return operations;
}

/** Every route of the document, with marks for parameters, query and body, as three sorts of people. */
export async function plantEverywhere(client: Recorder, marks: Marks, people: People): Promise<number> {
  const document = JSON.parse(
    readFileSync(new URL('../../../docs/openapi.json', import.meta.url), 'utf8'),
  ) as Operation;
  let asked = 0;
  for (const [pattern, methods] of Object.entries(document.paths)) {
    for (const method of Object.keys(methods).filter((name) =>
      /^(?:get|put|post|patch|delete)$/.test(name),
    )) {
      asked += 1;
      const mark = (place: string): string => marks.plant('secret', `route-${asked}-${place}`);
      const path = pattern.replace(/\{\w+\}/g, () => mark('path'));
      const hasBody = method !== 'get' && method !== 'delete';
      for (const token of [undefined, people.issuer, people.administrator]) {
        // Ending one's own sessions is done elsewhere.
        if (token !== undefined && pattern.startsWith('/v1/me/sessions') && method === 'delete') continue;
        await client.send({
          method: method.toUpperCase(),
          path: `${path}?${mark('query')}=${mark('value')}`,
          headers: { 'idempotency-key': mark('key'), 'if-match': `"${mark('tag')}"`, origin: `https://${mark('origin')}.example` }, // prettier-ignore
          token,
          ...(hasBody && { json: { [mark('member')]: mark('text') } }),
        });
      }
    }
  }
  return asked;
}

/** An identity provider and a receiver of webhooks that say back what they were told, and that it is wrong. */
export class Neighbor {
  readonly heard: string[] = [];
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async start(): Promise<Neighbor> {
    const server = createServer();
    const neighbor = new Neighbor(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = Buffer.concat(chunks).toString();
        const path = request.url ?? '';
        response.setHeader('content-type', 'application/json');
        if (path.includes('openid-configuration')) {
          response.end(JSON.stringify({ issuer: neighbor.url, authorization_endpoint: `${neighbor.url}/auth`, token_endpoint: `${neighbor.url}/token`, jwks_uri: `${neighbor.url}/keys`, response_types_supported: ['code'] })); // prettier-ignore
          return;
        }
        if (path.startsWith('/hook')) neighbor.heard.push(`${JSON.stringify(request.headers)} ${body}`);
        const said = `${String(request.headers.authorization)} ${body}`;
        response.statusCode = 400;
        response.end(JSON.stringify({ error: 'invalid_client', error_description: said.slice(0, 500) }));
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return neighbor;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

/** A webhook with marks in what its owner writes, and a signing in at the identity provider that fails. */
export async function plantNeighbors(
  client: Recorder,
  marks: Marks,
  { issuer }: People,
  neighbor: Neighbor,
): Promise<void> {
  const post = (path: string, json: object, token?: string): Promise<Told> =>
    client.send({ method: 'POST', path, json, token });
  const url = `${neighbor.url}/hook?a=${marks.plant('identity', 'webhook-address')}`;
  const description = marks.plant('identity', 'webhook-description');
  const made = must(await post('/v1/webhooks', { url, description }, issuer), 201);
  const learnSecret = (name: string, secret: string): void => {
    marks.learn(name, secret);
    marks.learn(`${name}, its bytes`, Buffer.from(secret.replace('whsec_', ''), 'base64').toString('hex'));
  };
  learnSecret('webhook secret', textOf(made.secret));
  await post(`/v1/webhooks/${made.id ?? ''}/test`, {}, issuer);
  const rotated = await post(`/v1/webhooks/${made.id ?? ''}/secret`, {}, issuer);
  if (rotated.body.secret !== undefined) learnSecret('webhook secret after rotation', rotated.body.secret);

  const begun = must(await post('/v1/oidc/logins', {}), 201);
  const cookie = /__Host-chopmark-login-tax=([\w-]+)/.exec(client.told.at(-1)?.text ?? '')?.[1] ?? '';
  marks.learn('secret of a signing in', cookie);
  const state = new URL(textOf(begun['url'])).searchParams.get('state') ?? '';
  const path = `/v1/oidc/callback?state=${state}&code=${marks.plant('secret', 'code')}`;
  must(await client.send({ method: 'GET', path, headers: { cookie: `__Host-chopmark-login-tax=${cookie}` } }), 400, 401, 403, 502); // prettier-ignore
}
