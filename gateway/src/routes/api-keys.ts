/** API keys: one's own, and those of accounts that one looks after. */
import type { AccountList } from '../accounts/account-list.js';
import { assertTouchable } from '../accounts/role-checks.js';
import type { ApiKeys, ShownApiKey } from '../api-keys/api-keys.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { AccountParams } from '../schemas/account.js';
import {
  AccountKeyParams,
  ApiKeyList,
  ApiKeyParams,
  ApiKeyRequest,
  ApiKeyShown,
  RotationRequest,
} from '../schemas/api-key.js';
import { actorOf, administratorOf } from './administrator.js';
import { findAccount } from './find-account.js';
import { listDoc, sendWhole } from './list-answer.js';
import { JSON_TYPE, pathParameter, requireAccount, type Call, type Route } from './route.js';

export interface ApiKeyContext {
  readonly apiKeys: ApiKeys;
  readonly accountList: AccountList;
}

export function apiKeyRoutes(context: ApiKeyContext): Route[] {
  return [
    createRoute(context),
    listRoute(context),
    rotateRoute(context),
    revokeRoute(context),
    listOfAccountRoute(context),
    revokeOfAccountRoute(context),
  ];
}

const TAG = 'accounts';
const SHOWN = {
  201: { description: 'The key, this once.', content: { [JSON_TYPE]: ApiKeyShown }, headers: ['Location'] },
} as const;
const LISTED = { 200: listDoc('The keys.', ApiKeyList) };
const REVOKED = { 204: { description: 'It counts no more.' } } as const;

function createRoute({ apiKeys }: ApiKeyContext): Route {
  return {
    key: 'POST /v1/me/api-keys',
    doc: {
      id: 'createApiKey',
      tag: TAG,
      summary: 'Make an API key: a part of one’s own rights, for a program',
      body: { [JSON_TYPE]: ApiKeyRequest },
      answers: SHOWN,
      problems: ['SCOPE_NOT_YOURS', 'API_KEY_LIMIT'],
    },
    handle: async (call) => {
      const asked = parseBody(ApiKeyRequest, await readJson(call.req));
      show(call, await apiKeys.create(requireAccount(call), asked));
    },
  };
}

function listRoute({ apiKeys }: ApiKeyContext): Route {
  return {
    key: 'GET /v1/me/api-keys',
    doc: { id: 'listMyApiKeys', tag: TAG, summary: 'One’s own API keys', answers: LISTED },
    handle: async (call) => {
      sendWhole(call, await apiKeys.list(call.access.ownId));
    },
  };
}

function rotateRoute({ apiKeys }: ApiKeyContext): Route {
  return {
    key: 'POST /v1/me/api-keys/{id}/rotation',
    doc: {
      id: 'rotateApiKey',
      tag: TAG,
      summary: 'Replace a key by another; both count for some hours',
      params: ApiKeyParams,
      body: { [JSON_TYPE]: RotationRequest },
      answers: SHOWN,
      problems: ['API_KEY_NOT_FOUND', 'API_KEY_ENDED'],
    },
    handle: async (call) => {
      const { overlapHours } = parseBody(RotationRequest, await readJson(call.req));
      show(call, await apiKeys.rotate(call.access.ownId, pathParameter(call, 'id'), overlapHours));
    },
  };
}

function revokeRoute({ apiKeys }: ApiKeyContext): Route {
  return {
    key: 'DELETE /v1/me/api-keys/{id}',
    doc: {
      id: 'revokeApiKey',
      tag: TAG,
      summary: 'Revoke a key of one’s own',
      params: ApiKeyParams,
      answers: REVOKED,
      problems: ['API_KEY_NOT_FOUND'],
    },
    handle: async (call) => {
      await apiKeys.revoke(actorOf(call), call.access.ownId, pathParameter(call, 'id'));
      call.res.status(204).end();
    },
  };
}

function listOfAccountRoute(context: ApiKeyContext): Route {
  return {
    key: 'GET /v1/accounts/{id}/api-keys',
    doc: {
      id: 'listApiKeysOfAccount',
      tag: TAG,
      summary: 'The API keys of an account that one looks after',
      params: AccountParams,
      answers: LISTED,
      problems: ['ACCOUNT_NOT_FOUND'],
    },
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      sendWhole(call, await context.apiKeys.list(account.id));
    },
  };
}

function revokeOfAccountRoute(context: ApiKeyContext): Route {
  return {
    key: 'DELETE /v1/accounts/{id}/api-keys/{keyId}',
    doc: {
      id: 'revokeApiKeyOfAccount',
      tag: TAG,
      summary: 'Revoke a key of an account that one looks after',
      params: AccountKeyParams,
      answers: REVOKED,
      problems: ['ACCOUNT_NOT_FOUND', 'API_KEY_NOT_FOUND', 'ROLE_NOT_GRANTABLE'],
    },
    handle: async (call) => {
      const { account } = await findAccount(call, context);
      assertTouchable(administratorOf(call), account.roles);
      await context.apiKeys.revoke(actorOf(call), account.id, pathParameter(call, 'keyId'));
      call.res.status(204).end();
    },
  };
}

function show({ res }: Call, { key, secret }: ShownApiKey): void {
  res.status(201).location('/v1/me/api-keys').json({ apiKey: key, secret });
}
