/** What a webhook was told, and telling it again. */
import { Refusal } from '../problems/refusal.js';
import { readJson } from '../requests/json-body.js';
import { parseBody, parseQuery } from '../requests/parse-with.js';
import {
  DeliveryAnswer,
  DeliveryPageAnswer,
  DeliveryParams,
  DeliveryQuery,
  ReplayRequest,
  TestAnswer,
  WebhookParams,
} from '../schemas/webhook.js';
import type { WebhookDesk } from '../webhooks/webhook-desk.js';
import { listDoc, sendList } from './list-answer.js';
import { JSON_TYPE, pathParameter, type Route } from './route.js';
import { findWebhook } from './webhooks.js';

const TAG = 'webhooks';

export function webhookDeliveryRoutes(desk: WebhookDesk): Route[] {
  return [testRoute(desk), replayRoute(desk), listRoute(desk), retryRoute(desk)];
}

function testRoute(desk: WebhookDesk): Route {
  return {
    key: 'POST /v1/webhooks/{id}/test',
    doc: {
      id: 'testWebhook',
      tag: TAG,
      summary: 'Send a message of type webhook.test now',
      params: WebhookParams,
      answers: {
        200: { description: 'What the address answered.', content: { [JSON_TYPE]: TestAnswer } },
      },
      problems: ['WEBHOOK_NOT_FOUND'],
    },
    handle: async (call) => {
      const outcome = await desk.test(await findWebhook(call, desk));
      const failure = outcome.status === null ? outcome.failure : null;
      call.res.json({ status: outcome.status, failure });
    },
  };
}

function replayRoute(desk: WebhookDesk): Route {
  return {
    key: 'POST /v1/webhooks/{id}/replays',
    doc: {
      id: 'replayWebhook',
      tag: TAG,
      summary: 'Tell again what happened from a block of the ledger on',
      description: 'Events have the ids that they had: a receiver that keeps them knows what it has.',
      params: WebhookParams,
      body: { [JSON_TYPE]: ReplayRequest },
      answers: { 202: { description: 'It will be told.' } },
      problems: ['WEBHOOK_NOT_FOUND'],
    },
    handle: async (call) => {
      const { id } = await findWebhook(call, desk);
      const { fromBlock } = parseBody(ReplayRequest, await readJson(call.req));
      await desk.replay(id, fromBlock);
      call.res.status(202).end();
    },
  };
}

function listRoute(desk: WebhookDesk): Route {
  return {
    key: 'GET /v1/webhooks/{id}/deliveries',
    doc: {
      id: 'listWebhookDeliveries',
      tag: TAG,
      summary: 'What was told, with every try, newest first; kept for 30 days',
      params: WebhookParams,
      query: DeliveryQuery,
      answers: { 200: listDoc('A page.', DeliveryPageAnswer) },
      problems: ['WEBHOOK_NOT_FOUND', 'MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const { id } = await findWebhook(call, desk);
      sendList(call, await desk.deliveries(id, parseQuery(DeliveryQuery, call.req.query)));
    },
  };
}

function retryRoute(desk: WebhookDesk): Route {
  return {
    key: 'POST /v1/webhooks/{id}/deliveries/{eventId}/retry',
    doc: {
      id: 'retryWebhookDelivery',
      tag: TAG,
      summary: 'Tell one message again, now',
      description:
        'Whatever became of it: one that was given up gets all its tries anew, one that waits is told at once.',
      params: DeliveryParams,
      answers: {
        202: { description: 'It will be told.', content: { [JSON_TYPE]: DeliveryAnswer } },
      },
      problems: ['WEBHOOK_NOT_FOUND', 'DELIVERY_NOT_FOUND'],
    },
    handle: async (call) => {
      const { id } = await findWebhook(call, desk);
      const delivery = await desk.retry(id, pathParameter(call, 'eventId'));
      if (delivery === undefined) throw new Refusal('DELIVERY_NOT_FOUND');
      call.res.status(202).json(delivery);
    },
  };
}
