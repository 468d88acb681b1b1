/**
 * A good request for each operation of the OpenAPI document, about something that belongs to the person named: what the
 * matrix of rights asks with every kind of caller. An operation without one fails there.
 *
 * @module
 */
import assert from 'node:assert/strict';
import { scopesOpenTo } from '../../../gateway/dist/api-keys/open-scopes.js';
import type { AccountOrganization } from '../../../gateway/dist/accounts/account.js';
import { OPERATING } from '../../../gateway/dist/accounts/administration.js';
import { AuditLog, GATEWAY, OPERATOR as OPERATING_ACTOR } from '../../../gateway/dist/audit/audit-log.js';
import type { TestGateway } from '../gateway-app.js';
import { PASSWORD, TODAY } from '../gateway-app.js';
import { ANCHORED_CHECKPOINT } from './fake-deposits.js';
import { FakeIdentityProvider } from './fake-identity-provider.js';
import type { AccessWorld } from './access-world.js';
import type { Answer } from './answer.js';
import { invoiceBody } from './invoice-bodies.js';
import { SELLER, type Person } from './people.js';

export interface Stage {
  readonly world: AccessWorld;
  readonly gateway: TestGateway;
}

export interface SampleRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: string;
  readonly cookie?: string;
  /** Of the body; JSON unless told otherwise. */
  readonly type?: string;
  readonly body?: unknown;
  /** Ids that stand for what belongs to the owner. */
  readonly owned?: readonly string[];
}

export interface Sample {
  /** The answer is no text. */
  readonly isBinary?: true;
  readonly request: (stage: Stage, owner: Person) => SampleRequest | Promise<SampleRequest>;
  /**
   * Judges the answer that somebody else with the right role gets, where it is not the usual 404: a list without what is
   * the owner's, an act on one's own things only.
   */
  readonly stranger?: (answer: Answer, request: SampleRequest) => void;
}

const nothing: Sample = { request: () => ({}) };

/** A list of one's own: a stranger gets one too, without what is another's. */
function showsNothingOwned(answer: Answer, { owned = [] }: SampleRequest): void {
  assert.equal(answer.status, 200);
  const body: unknown = answer.body;
  // Names of files stand in an archive as they are.
  const text = Buffer.isBuffer(body) ? body.toString('latin1') : answer.text;
  assert.ok(owned.length > 0, 'the sample names what is the owner’s');
  for (const id of owned) assert.ok(!text.includes(id), `shows ${id}`);
}

/** An anchored invoice from SELLER to BUYER, and the operation that made it, begun by the owner. */
async function invoiceOf(
  { gateway }: Stage,
  owner: Person,
): Promise<{ number: string; operationId: string }> {
  const outcome = await gateway.desk.accept({
    document: invoiceBody({ issuedOn: TODAY, currency: 'CNY', letter: 'blue' }) as never,
    sellerTaxId: SELLER.taxId,
    createdBy: gateway.accountId(owner),
  });
  assert.ok(outcome.outcome === 'accepted');
  const { number, operationId } = await gateway.desk.settle(outcome.invoice.id, 1000);
  return { number: number ?? '', operationId };
}

let made = 0;

/** A new account in the organization of the owner. */
async function accountOf(stage: Stage, owner: Person): Promise<{ id: string; secret: string }> {
  const { gateway } = stage;
  const organization = organizationOf(stage, owner);
  assert.ok(organization);
  const name = `made-${(made += 1)}`;
  const described = { name, roles: ['receiver' as const], organization };
  const { id, setup } = await gateway.context.administration.create(OPERATING, described);
  return { id, secret: setup.secret };
}

/** A key of the owner. */
async function keyOf({ world, gateway }: Stage, owner: Person): Promise<{ id: string }> {
  await world.apiKey(gateway, owner, ['invoices:read']);
  const keys = await gateway.context.apiKeys.list(gateway.accountId(owner));
  const key = keys.find(({ state, replacedBy }) => state === 'active' && replacedBy === null);
  assert.ok(key);
  return key;
}

const organizationOf = ({ gateway }: Stage, owner: Person): AccountOrganization | undefined =>
  gateway.account(owner)?.organization;

const ofAccount: Sample = {
  request: async (stage, owner) => ({ path: { id: (await accountOf(stage, owner)).id } }),
};

/** An organization that nothing else needs. */
const ofSpareOrganization: Sample = {
  request: async ({ gateway }) => {
    const taxId = `91000000SPARE${10_000 + (made += 1)}`;
    const described = { kind: 'taxpayer', name: 'spare', taxId } as const;
    return { path: { id: (await gateway.context.organizations.create(OPERATING, described)).id } };
  },
};

const NEW_PASSWORD = 'seven lanterns over Qiantang';

const ofInvoice: Sample = {
  request: async (stage, owner) => ({ path: { number: (await invoiceOf(stage, owner)).number } }),
};
const ofOperation: Sample = {
  request: async (stage, owner) => ({ path: { id: (await invoiceOf(stage, owner)).operationId } }),
};

/** A webhook of the owner; one at a time, for there is a limit. */
async function webhookOf({ gateway }: Stage, owner: Person): Promise<{ id: string }> {
  const { webhooks } = gateway.context.webhooks ?? assert.fail('no webhooks here');
  const accountId = gateway.accountId(owner);
  for (const { id } of await webhooks.ofAccount(accountId)) await webhooks.remove(OPERATING_ACTOR, id);
  const described = { url: 'https://127.0.0.1:1/hook', events: ['invoice.issued'], description: '' };
  return (await webhooks.create(OPERATING_ACTOR, accountId, described)).webhook;
}

const ofWebhook: Sample = {
  request: async (stage, owner) => ({ path: { id: (await webhookOf(stage, owner)).id } }),
};

/** A message of a webhook that waits to be told, as path parameters. */
async function deliveryOf(stage: Stage, owner: Person): Promise<{ id: string; eventId: string }> {
  const { id } = await webhookOf(stage, owner);
  const eventId = `evt_${'0'.repeat(32)}`;
  await stage.world.db
    .insertInto('webhook_delivery')
    .values({
      webhook_id: id,
      event_id: eventId,
      type: 'invoice.issued',
      subject: 'inv_0',
      happened_at: new Date(),
    })
    .execute();
  return { id, eventId };
}

/** An invoice with a link, as path parameters. */
async function linkOf(stage: Stage, owner: Person, names: readonly 'linkId'[]): Promise<SampleRequest> {
  const { number } = await invoiceOf(stage, owner);
  const { id } = (await stage.gateway.desk.find(number)) ?? { id: '' };
  const link = await stage.gateway.context.links!.make({ id: stage.gateway.accountId(owner) }, id);
  return { path: { number, ...(names.length > 0 && { linkId: link.id }) } };
}

async function sharedBy(stage: Stage): Promise<SampleRequest> {
  const { number } = await invoiceOf(stage, 'issuer');
  const { id } = (await stage.gateway.desk.find(number)) ?? { id: '' };
  const { secret } = await stage.gateway.context.links!.make({ id: stage.gateway.accountId('issuer') }, id);
  return { path: { secret } };
}

export const SAMPLES: Readonly<Record<string, Sample>> = {
  signIn: { request: () => ({ body: { account: 'taxOfficer', password: PASSWORD } }) },
  refreshSession: {
    request: async ({ gateway }) => {
      const { body } = await gateway
        .send('post', '/v1/sessions')
        .send({ account: 'taxOfficer', password: PASSWORD });
      return { body: { refreshToken: body.refreshToken } };
    },
  },
  beginLogin: { request: () => ({ body: {} }) },
  finishLogin: {
    request: async ({ gateway }, owner) => {
      const { issuer } = new FakeIdentityProvider();
      const identity = { issuer, subject: `sub-${(made += 1)}` };
      await gateway.context.administration.bindIdentity(OPERATING, gateway.accountId(owner), identity);
      const answer = await gateway.send('post', '/v1/oidc/logins').send({});
      const [cookie = ''] = answer.headers['set-cookie'] as unknown as string[];
      const { url } = answer.body as unknown as { url: string };
      const state = new URL(url).searchParams.get('state') ?? '';
      return { query: `?code=${identity.subject}&state=${state}`, cookie: cookie.split(';', 1)[0] ?? '' };
    },
  },
  bindIdentity: {
    request: async (stage, owner) => {
      return { ...(await ofAccount.request(stage, owner)), body: { subject: `sub-${(made += 1)}` } };
    },
  },
  unbindIdentity: ofAccount,
  getMe: nothing,
  listMySessions: {
    request: async ({ world, gateway }, owner) => ({ owned: [await world.openSession(gateway, owner)] }),
    stranger: showsNothingOwned,
  },
  endMySession: {
    request: async ({ world, gateway }, owner) => ({ path: { id: await world.openSession(gateway, owner) } }),
  },
  endMySessions: {
    request: async ({ world, gateway }, owner) => ({ owned: [await world.openSession(gateway, owner)] }),
    stranger: ({ status }) => {
      assert.equal(status, 204);
    },
  },

  changeMyPassword: {
    request: async ({ world, gateway }, owner) => {
      await world.givePassword(gateway, owner);
      return { body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD } };
    },
  },

  createApiKey: {
    request: async ({ gateway }, owner) => {
      const account = await gateway.context.accounts.findById(gateway.accountId(owner));
      assert.ok(account);
      const scopes = scopesOpenTo(account, gateway.context.organization);
      return { body: { name: 'ERP', scopes: scopes.slice(0, 1) } };
    },
  },
  listMyApiKeys: {
    request: async (stage, owner) => ({ owned: [(await keyOf(stage, owner)).id] }),
    stranger: showsNothingOwned,
  },
  rotateApiKey: {
    request: async (stage, owner) => ({ path: { id: (await keyOf(stage, owner)).id }, body: {} }),
  },
  revokeApiKey: {
    request: async (stage, owner) => ({ path: { id: (await keyOf(stage, owner)).id } }),
  },
  listApiKeysOfAccount: ofAccount,
  revokeApiKeyOfAccount: {
    request: async (stage, owner) => {
      const { id } = await accountOf(stage, owner);
      const account = await stage.gateway.context.accounts.findById(id);
      assert.ok(account);
      const asked = { name: 'ERP', scopes: ['invoices:read'] as const, days: 1 };
      const { key } = await stage.gateway.context.apiKeys.create(account, asked);
      return { path: { id, keyId: key.id } };
    },
  },

  createOrganization: {
    request: () => {
      const taxId = `91000000MADE${10_000 + (made += 1)}`;
      return { body: { kind: 'taxpayer', name: '示例公司', taxId } };
    },
  },
  listOrganizations: {
    request: (stage, owner) => ({ owned: [organizationOf(stage, owner)?.id ?? ''] }),
    stranger: showsNothingOwned,
  },
  getOrganization: {
    request: (stage, owner) => ({ path: { id: organizationOf(stage, owner)?.id ?? '' } }),
  },
  suspendOrganization: ofSpareOrganization,
  resumeOrganization: ofSpareOrganization,
  createAccount: {
    request: (stage, owner) => {
      const organizationId = organizationOf(stage, owner)?.id;
      return { body: { account: `asked-${(made += 1)}`, organizationId, roles: ['issuer', 'receiver'] } };
    },
  },
  listAccounts: {
    request: async (stage, owner) => ({ owned: [(await accountOf(stage, owner)).id] }),
    stranger: showsNothingOwned,
  },
  getAccount: ofAccount,
  changeRoles: {
    request: async (stage, owner) => {
      return { ...(await ofAccount.request(stage, owner)), body: { roles: ['issuer'] } };
    },
  },
  suspendAccount: ofAccount,
  resumeAccount: ofAccount,
  resetAccount: ofAccount,
  listAuditRecords: nothing,
  exportAuditLog: nothing,
  listAuditCheckpoints: nothing,
  makeAuditCheckpoint: {
    request: async ({ world, gateway }) => {
      await new AuditLog(world.db, 'tax', () => gateway.now).append({ by: GATEWAY, action: 'session.ended' });
      return {};
    },
  },
  getAuditCheckpointBundle: { request: () => ({ path: { number: ANCHORED_CHECKPOINT } }) },
  setUpAccount: {
    request: async (stage, owner) => {
      const { secret } = await accountOf(stage, owner);
      return { body: { secret, password: NEW_PASSWORD } };
    },
  },
  previewAccountSetup: {
    request: async (stage, owner) => ({ body: { secret: (await accountOf(stage, owner)).secret } }),
  },

  issueInvoice: { request: () => ({ body: invoiceBody() }) },
  issueInvoiceBatch: {
    request: () => ({ type: 'application/x-ndjson', body: JSON.stringify(invoiceBody()) }),
    stranger: ({ status, body }) => {
      assert.deepEqual([status, body.accepted, body.refused], [202, 0, 1]);
    },
  },
  getInvoiceBatchTemplate: { request: () => ({ query: '?format=csv' }) },
  listInvoices: {
    request: async (stage, owner) => ({ owned: [(await invoiceOf(stage, owner)).number] }),
    stranger: showsNothingOwned,
  },
  getInvoice: ofInvoice,
  getInvoiceBundle: ofInvoice,
  getInvoiceDocument: ofInvoice,
  eraseInvoice: {
    request: async (stage, owner) => ({
      path: { number: (await invoiceOf(stage, owner)).number },
      body: { reason: 'subjectRequest' },
    }),
  },
  listInvoiceHolds: ofInvoice,
  holdInvoice: {
    request: async (stage, owner) => ({
      path: { number: (await invoiceOf(stage, owner)).number },
      body: { reason: 'litigation', caseReference: '（2026）京0000民初1号' },
    }),
  },
  liftInvoiceHold: {
    request: async (stage, owner) => {
      const { number } = await invoiceOf(stage, owner);
      const { id = '' } = (await stage.gateway.desk.find(number)) ?? {};
      const hold = await stage.gateway.desk.hold(
        id,
        { reason: 'audit', caseReference: null },
        stage.gateway.accountId(owner),
      );
      return { path: { number, hold: hold.id } };
    },
  },
  getInvoiceBundles: {
    request: async (stage, owner) => ({ owned: [(await invoiceOf(stage, owner)).number] }),
    stranger: showsNothingOwned,
    isBinary: true,
  },
  makeInvoiceLink: { request: async (stage, owner) => ({ ...(await linkOf(stage, owner, [])), body: {} }) },
  listInvoiceLinks: { request: (stage, owner) => linkOf(stage, owner, []) },
  revokeInvoiceLink: { request: (stage, owner) => linkOf(stage, owner, ['linkId']) },
  getRegister: {
    request: async (stage, owner) => ({
      path: { month: TODAY.slice(0, 7) },
      owned: [(await invoiceOf(stage, owner)).number],
    }),
    stranger: showsNothingOwned,
  },
  getSharedInvoice: { request: (stage) => sharedBy(stage) },
  getSharedInvoiceBundle: { request: (stage) => sharedBy(stage) },
  getOperation: ofOperation,
  watchOperation: ofOperation,
  getOperationBundles: { ...ofOperation, isBinary: true },
  getOperationResults: ofOperation,

  createWebhook: { request: () => ({ body: { url: 'https://erp.example/hook' } }) },
  listWebhooks: {
    request: async (stage, owner) => ({ owned: [(await webhookOf(stage, owner)).id] }),
    stranger: showsNothingOwned,
  },
  getWebhook: ofWebhook,
  changeWebhook: {
    request: async (stage, owner) => ({
      ...(await ofWebhook.request(stage, owner)),
      body: { state: 'paused' },
    }),
  },
  deleteWebhook: ofWebhook,
  rotateWebhookSecret: ofWebhook,
  testWebhook: ofWebhook,
  replayWebhook: {
    request: async (stage, owner) => ({ ...(await ofWebhook.request(stage, owner)), body: { fromBlock: 0 } }),
  },
  listWebhookDeliveries: ofWebhook,
  retryWebhookDelivery: {
    request: async (stage, owner) => ({ path: await deliveryOf(stage, owner) }),
  },

  verify: { request: () => ({ body: { number: '1'.repeat(20), date: '2026-11-22', total: '1.00' } }) },
  getTrustProfile: nothing,
  getOpenApi: nothing,
  getLiveness: nothing,
  getReadiness: nothing,
  getVersion: nothing,
};

/** Who has a role, whose things the samples are about (SELLER sold to BUYER), and who has the role elsewhere. */
interface RoleHolders {
  readonly owner: Person;
  readonly stranger?: Person;
}

const ROLE_HOLDERS: Readonly<Record<string, RoleHolders>> = {
  taxOfficer: { owner: 'taxOfficer' },
  limitApprover: { owner: 'limitApprover' },
  issuer: { owner: 'issuer', stranger: 'otherIssuer' },
  receiver: { owner: 'receiver', stranger: 'otherReceiver' },
  certificateOfficer: { owner: 'certificateOfficer' },
  holder: { owner: 'holder' },
  courtClerk: { owner: 'courtClerk' },
  auditor: { owner: 'auditor' },
  administrator: { owner: 'sellerAdministrator', stranger: 'otherAdministrator' },
  everyAccount: { owner: 'issuer', stranger: 'auditor' },
};

export function holdersOf(role: string, condition: string): RoleHolders | undefined {
  if (role === 'administrator' && condition === 'hosted')
    return { owner: 'administrator', stranger: 'sellerAdministrator' };
  const holders = ROLE_HOLDERS[role];
  // Whatever else somebody is: what another account made is not their own.
  return holders && condition === 'own' ? { stranger: 'issuer', ...holders } : holders;
}
