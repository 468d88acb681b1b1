/** Webhooks of the account that asks. */
import type { Actor } from '../audit/audit-log.js';
import { ifMatch } from '../requests/entity-tags.js';
import { readJson } from '../requests/json-body.js';
import { parseBody } from '../requests/parse-with.js';
import { thingOfWebhook } from '../rights/things.js';
import { ChangeHeaders } from '../schemas/parameters.js';
import {
  NewWebhookAnswer,
  SecretAnswer,
  WebhookAnswer,
  WebhookChangeRequest,
  WebhookList,
  WebhookParams,
  WebhookRequest,
} from '../schemas/webhook.js';
import type { Webhook, WebhookView } from '../webhooks/webhook.js';
import type { WebhookDesk } from '../webhooks/webhook-desk.js';
import { listDoc, sendWhole } from './list-answer.js';
import { CHANGE_PROBLEMS, JSON_TYPE, pathParameter, requireAccount, type Call, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';
import { webhookDeliveryRoutes } from './webhook-deliveries.js';

export interface WebhookContext {
  /** Set where invoices are issued. */
  readonly webhooks?: WebhookDesk;
}

export function webhookRoutes(desk: WebhookDesk): Route[] {
  return [
    createRoute(desk),
    listRoute(desk),
    getRoute(desk),
    changeRoute(desk),
    deleteRoute(desk),
    rotateRoute(desk),
    ...webhookDeliveryRoutes(desk),
  ];
}

const TAG = 'webhooks';
const ONE = { [JSON_TYPE]: WebhookAnswer };

function createRoute({ webhooks }: WebhookDesk): Route {
  return {
    key: 'POST /v1/webhooks',
    doc: {
      id: 'createWebhook',
      tag: TAG,
      summary: 'Hear at an address what becomes of the invoices that one may see',
      description:
        'Messages follow Standard Webhooks 1.0: thin, signed, told at least once, in no order. The secret is shown here only.',
      body: { [JSON_TYPE]: WebhookRequest },
      answers: {
        201: {
          description: 'The webhook, with its secret.',
          content: { [JSON_TYPE]: NewWebhookAnswer },
          headers: ['Location', 'ETag'],
        },
      },
      problems: ['WEBHOOK_TARGET_REFUSED', 'TOO_MANY_WEBHOOKS'],
    },
    handle: async (call) => {
      const { url, events, description = '' } = parseBody(WebhookRequest, await readJson(call.req));
      const { id: accountId } = requireAccount(call);
      const made = await webhooks.create(actorOf(call), accountId, { url, events, description });
      call.res
        .status(201)
        .location(`/v1/webhooks/${made.webhook.id}`)
        .set('ETag', tagOf(made.webhook))
        .json({ ...viewOf(made.webhook), secret: made.secret });
    },
  };
}

function listRoute({ webhooks }: WebhookDesk): Route {
  return {
    key: 'GET /v1/webhooks',
    doc: {
      id: 'listWebhooks',
      tag: TAG,
      summary: 'One’s own webhooks',
      answers: { 200: listDoc('All of them, oldest first.', WebhookList) },
    },
    handle: async (call) => {
      sendWhole(call, (await webhooks.ofAccount(call.access.ownId)).map(viewOf));
    },
  };
}

function getRoute(desk: WebhookDesk): Route {
  return {
    key: 'GET /v1/webhooks/{id}',
    doc: {
      id: 'getWebhook',
      tag: TAG,
      summary: 'A webhook by its id',
      params: WebhookParams,
      answers: { 200: taggedDoc('The webhook.', ONE) },
      problems: ['WEBHOOK_NOT_FOUND'],
    },
    handle: async (call) => {
      send(call, await findWebhook(call, desk));
    },
  };
}

function changeRoute(desk: WebhookDesk): Route {
  return {
    key: 'PATCH /v1/webhooks/{id}',
    doc: {
      id: 'changeWebhook',
      tag: TAG,
      summary: 'Change address, events or state of a webhook',
      params: WebhookParams,
      headers: ChangeHeaders,
      body: { [JSON_TYPE]: WebhookChangeRequest },
      answers: { 200: taggedDoc('The webhook as it is now.', ONE) },
      problems: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_TARGET_REFUSED', ...CHANGE_PROBLEMS],
    },
    handle: async (call) => {
      const { id } = await findWebhook(call, desk);
      const change = parseBody(WebhookChangeRequest, await readJson(call.req));
      send(call, await desk.webhooks.change(actorOf(call), id, change, ifMatch(call.req, tagOf)));
    },
  };
}

function deleteRoute(desk: WebhookDesk): Route {
  return {
    key: 'DELETE /v1/webhooks/{id}',
    doc: {
      id: 'deleteWebhook',
      tag: TAG,
      summary: 'Delete a webhook with its log',
      params: WebhookParams,
      headers: ChangeHeaders,
      answers: { 204: { description: 'It is gone; nothing more is told.' } },
      problems: ['WEBHOOK_NOT_FOUND', ...CHANGE_PROBLEMS],
    },
    handle: async (call) => {
      const { id } = await findWebhook(call, desk);
      await desk.webhooks.remove(actorOf(call), id, ifMatch(call.req, tagOf));
      call.res.status(204).end();
    },
  };
}

function rotateRoute(desk: WebhookDesk): Route {
  return {
    key: 'POST /v1/webhooks/{id}/secret',
    doc: {
      id: 'rotateWebhookSecret',
      tag: TAG,
      summary: 'A new secret',
      description: 'For a day messages are signed with both, so that a receiver can change over in its time.',
      params: WebhookParams,
      answers: {
        201: { description: 'The secret, shown here only.', content: { [JSON_TYPE]: SecretAnswer } },
      },
      problems: ['WEBHOOK_NOT_FOUND'],
    },
    handle: async (call) => {
      const { id } = await findWebhook(call, desk);
      call.res.status(201).json(await desk.webhooks.rotate(actorOf(call), id));
    },
  };
}

/** @throws {Refusal} `WEBHOOK_NOT_FOUND` */
export async function findWebhook(call: Call, { webhooks }: WebhookDesk): Promise<Webhook> {
  return call.access.require(await webhooks.find(pathParameter(call, 'id')), thingOfWebhook);
}

function actorOf(call: Call): Actor {
  return { id: requireAccount(call).id };
}

function send(call: Call, webhook: Webhook): void {
  sendTagged(call, viewOf(webhook), { tag: tagOf(webhook) });
}

function viewOf(webhook: Webhook): WebhookView {
  const { id, url, events, description, state, createdAt, changedAt } = webhook;
  return { id, url, events, description, state, createdAt, changedAt };
}

const tagOf = ({ version }: Webhook): string => `"${version}"`;
