/** Looking after accounts. */
import type { AccountList, ListedAccount } from '../accounts/account-list.js';
import type { AccountSetup } from '../accounts/account-setup.js';
import type { AccountCheck, Administration } from '../accounts/administration.js';
import type { Organizations } from '../accounts/organizations.js';
import { Refusal } from '../problems/refusal.js';
import { readJson } from '../requests/json-body.js';
import { parseBody, parseQuery } from '../requests/parse-with.js';
import { thingOfOrganization } from '../rights/things.js';
import {
  AccountAnswer,
  AccountPage,
  AccountParams,
  AccountQuery,
  AccountRequest,
  AccountWithSetup,
  RolesRequest,
} from '../schemas/account.js';
import { ChangeHeaders } from '../schemas/parameters.js';
import { administratorOf } from './administrator.js';
import { findAccount } from './find-account.js';
import { listDoc, sendList } from './list-answer.js';
import { CHANGE_PROBLEMS, JSON_TYPE, requireAccount, type Call, type Route, type RouteDoc } from './route.js';
import { ifMatchAnswer, sendTagged, taggedDoc } from './tagged-answer.js';

export interface AccountContext {
  readonly accountList: AccountList;
  readonly administration: Administration;
  readonly organizations: Organizations;
  /** Address in front of the page that takes a setup secret. */
  readonly publicUrl: string;
}

export function accountRoutes(context: AccountContext): Route[] {
  return [
    createRoute(context),
    listRoute(context),
    getRoute(context),
    rolesRoute(context),
    suspendRoute(context),
    resumeRoute(context),
    resetRoute(context),
  ];
}

const TAG = 'accounts';
const ONE = { [JSON_TYPE]: AccountAnswer };
const WITH_SETUP = { content: { [JSON_TYPE]: AccountWithSetup } };

function createRoute(context: AccountContext): Route {
  return {
    key: 'POST /v1/accounts',
    doc: {
      id: 'createAccount',
      tag: TAG,
      summary: 'Make an account; its owner sets the password by a secret that is shown once',
      body: { [JSON_TYPE]: AccountRequest },
      answers: { 201: { description: 'The account.', ...WITH_SETUP, headers: ['Location'] } },
      problems: [
        'ORGANIZATION_NOT_FOUND',
        'ACCOUNT_EXISTS',
        'ROLE_MISPLACED',
        'ROLES_APART',
        'ROLE_NOT_GRANTABLE',
      ],
    },
    handle: async (call) => {
      const { account: name, organizationId, roles } = parseBody(AccountRequest, await readJson(call.req));
      const found = await context.organizations.find(organizationId);
      const organization = call.access.require(found, thingOfOrganization);
      const { id, setup } = await context.administration.create(administratorOf(call), {
        name,
        roles,
        organization,
      });
      call.res.status(201).location(`/v1/accounts/${id}`);
      await answerWithSetup(call, context, id, setup);
    },
  };
}

function listRoute({ accountList }: AccountContext): Route {
  return {
    key: 'GET /v1/accounts',
    doc: {
      id: 'listAccounts',
      tag: TAG,
      summary: 'The accounts that one looks after, by name',
      query: AccountQuery,
      answers: { 200: listDoc('A page.', AccountPage) },
      problems: ['MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const { limit, cursor, organizationId, state } = parseQuery(AccountQuery, call.req.query);
      const own = call.access.isUnlimited ? undefined : (requireAccount(call).organization?.id ?? '');
      if (own !== undefined && organizationId !== undefined && organizationId !== own) {
        sendList(call, { items: [], nextCursor: null });
        return;
      }
      const page = await accountList.list({ organizationId: own ?? organizationId, state }, limit, cursor);
      sendList(call, { items: page.items.map(toAnswer), nextCursor: page.nextCursor });
    },
  };
}

function getRoute(context: AccountContext): Route {
  return {
    key: 'GET /v1/accounts/{id}',
    doc: accountDoc('getAccount', 'An account by its id', []),
    handle: async (call) => {
      sendTagged(call, toAnswer(await findAccount(call, context)));
    },
  };
}

function rolesRoute(context: AccountContext): Route {
  return {
    key: 'PUT /v1/accounts/{id}/roles',
    doc: {
      ...accountDoc('changeRoles', 'Give and take roles; ends the sessions of the account', [
        ...TOUCHING,
        'ROLE_MISPLACED',
        'ROLES_APART',
      ]),
      body: { [JSON_TYPE]: RolesRequest },
    },
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      const { roles } = parseBody(RolesRequest, await readJson(call.req));
      const check = accountCheck(call);
      await context.administration.changeRoles(administratorOf(call), account.id, roles, check);
      await answerAsNow(call, context, account.id);
    },
  };
}

function suspendRoute(context: AccountContext): Route {
  return {
    key: 'POST /v1/accounts/{id}/suspension',
    doc: accountDoc('suspendAccount', 'Suspend an account; ends its sessions', TOUCHING),
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      await context.administration.suspend(administratorOf(call), account.id, accountCheck(call));
      await answerAsNow(call, context, account.id);
    },
  };
}

function resumeRoute(context: AccountContext): Route {
  return {
    key: 'DELETE /v1/accounts/{id}/suspension',
    doc: accountDoc('resumeAccount', 'Let a suspended account in again', TOUCHING),
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      await context.administration.resume(administratorOf(call), account.id, accountCheck(call));
      await answerAsNow(call, context, account.id);
    },
  };
}

function resetRoute(context: AccountContext): Route {
  return {
    key: 'POST /v1/accounts/{id}/reset',
    doc: {
      ...accountDoc('resetAccount', 'Take the password away and give a secret to set another', TOUCHING),
      answers: { 200: { description: 'The account.', ...WITH_SETUP } },
    },
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      const setup = await context.administration.reset(administratorOf(call), account.id, accountCheck(call));
      await answerWithSetup(call, context, account.id, setup);
    },
  };
}

const TOUCHING = ['OWN_ACCOUNT', 'ROLE_NOT_GRANTABLE', ...CHANGE_PROBLEMS] as const;

function accountDoc(id: string, summary: string, problems: NonNullable<RouteDoc['problems']>): RouteDoc {
  return {
    id,
    tag: TAG,
    summary,
    params: AccountParams,
    ...(problems.length > 0 && { headers: ChangeHeaders }),
    answers: { 200: taggedDoc('The account as it is now.', ONE) },
    problems: ['ACCOUNT_NOT_FOUND', ...problems],
  };
}

async function answerAsNow(call: Call, { accountList }: AccountContext, id: string): Promise<void> {
  const now = await accountList.find(id);
  if (now !== undefined) sendTagged(call, toAnswer(now));
  else throw new Refusal('ACCOUNT_NOT_FOUND');
}

async function answerWithSetup(
  call: Call,
  { accountList, publicUrl }: AccountContext,
  id: string,
  setup: AccountSetup,
): Promise<void> {
  const now = await accountList.find(id);
  // The secret stands behind the #: no server on the way, ours included, ever reads it in an address.
  const link = `${publicUrl}/setup#${setup.secret}`;
  call.res.json({ account: now && toAnswer(now), setup: { ...setup, link } });
}

/** What `If-Match` asks of the account as it is when it is changed. */
export function accountCheck(call: Call): AccountCheck {
  return ifMatchAnswer(call, toAnswer);
}

function toAnswer({ account, state, createdAt }: ListedAccount): object {
  const { id, name, roles, organization = null, suspendedAt } = account;
  return { id, account: name, state, roles, organization, createdAt, suspendedAt };
}
