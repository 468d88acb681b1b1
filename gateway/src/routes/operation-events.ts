/** How an operation fares, told while it does: server-sent events (HTML Living Standard, section 9.2). */
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Response } from 'express';
import type { InvoiceDesk, OperationView } from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import { Turns } from '../requests/turns.js';
import { OperationAnswer } from '../schemas/invoice-answers.js';
import { EventHeaders, OperationParams } from '../schemas/parameters.js';
import { thingOfOperation } from '../rights/things.js';
import { findOperation } from './find-visible.js';
import { operationAnswer } from './operation-answer.js';
import { requireAccount, type Call, type Route } from './route.js';

export interface OperationEventsContext {
  readonly desk: InvoiceDesk;
  /** Aborted when the gateway is about to stop: readers come back to the next one. */
  readonly draining?: AbortSignal;
  /** Only tests pass their own. */
  readonly eventTimes?: Partial<EventTimes>;
}

export interface EventTimes {
  /** How often it is looked at. */
  readonly lookMs: number;
  /** A comment at least so often: proxies cut connections that are silent. */
  readonly heartbeatMs: number;
  /** How often it is asked whether the reader still may. */
  readonly rightsMs: number;
  /** Longest life of one stream; readers come back by themselves. */
  readonly streamMs: number;
}

const TIMES: EventTimes = { lookMs: 1_000, heartbeatMs: 15_000, rightsMs: 5_000, streamMs: 600_000 };

/** Streams of one account, and of all, at once: each looks at the database every second. */
const OF_ONE = 5;
const OF_ALL = 100;

const EVENTS_TYPE = 'text/event-stream';

export function operationEventRoutes(context: OperationEventsContext): Route[] {
  const ofOne = new Turns(OF_ONE, 'TOO_MANY_STREAMS');
  const ofAll = new Turns(OF_ALL, 'TOO_MANY_STREAMS');
  return [
    {
      key: 'GET /v1/operations/{id}/events',
      doc: {
        id: 'watchOperation',
        tag: 'operations',
        summary: 'How an operation fares, as server-sent events',
        description:
          'Events `progress`, and `end` once it is finished; the data of each is the operation. Last-Event-ID leaves ' +
          'out what was seen. Ends after `end`, within seconds when one may not follow it any more, or after ten minutes: ' +
          'connect again.',
        params: OperationParams,
        headers: EventHeaders,
        answers: { 200: { description: 'The events.', content: { [EVENTS_TYPE]: OperationAnswer } } },
        problems: ['OPERATION_NOT_FOUND', 'TOO_MANY_STREAMS'],
      },
      handle: async (call) => {
        const operation = await findOperation(call, context.desk);
        const ends = [ofOne.take(requireAccount(call).id)];
        try {
          ends.push(ofAll.take('all'));
          await stream(call, operation, context);
        } finally {
          for (const end of ends) end();
        }
      },
    },
  ];
}

/** What two states of an operation differ by; the id of its event. */
function eventId({ state, total, accepted, refused, anchored, waiting }: OperationView): string {
  const inTheWay = waiting?.causes.map(({ code, organization }) => `${code}-${organization ?? ''}`) ?? [];
  return [state, total ?? '', accepted, refused, anchored, ...inTheWay].join('.');
}

async function stream(call: Call, first: OperationView, context: OperationEventsContext): Promise<void> {
  const { req, res, language } = call;
  const times = { ...TIMES, ...context.eventTimes };
  const gone = new AbortController();
  res.once('close', () => {
    gone.abort();
  });
  // While the operation was looked up: nobody tells of it again.
  if (res.destroyed) return;
  const { draining } = context;
  const over = AbortSignal.any([gone.signal, ...(draining === undefined ? [] : [draining])]);
  res.type(EVENTS_TYPE).set('X-Accel-Buffering', 'no');
  res.flushHeaders();
  let seen = req.get('Last-Event-ID');
  let silentSince = performance.now();
  for await (const operation of looks(call, first, { desk: context.desk, times, over })) {
    const id = eventId(operation);
    const isEnd = operation.state !== 'running';
    if (id !== seen || isEnd) {
      await write(
        res,
        `id: ${id}\nevent: ${isEnd ? 'end' : 'progress'}\ndata: ${JSON.stringify(operationAnswer(operation, language))}\n\n`,
      );
      seen = id;
      silentSince = performance.now();
    } else if (performance.now() - silentSince > times.heartbeatMs) {
      await write(res, ': alive\n\n');
      silentSince = performance.now();
    }
  }
  res.end();
}

interface Looking {
  readonly desk: InvoiceDesk;
  readonly times: EventTimes;
  /** Aborted: nobody reads any more, or nobody shall. */
  readonly over: AbortSignal;
}

/** The operation again and again, as long as there is something to tell and the reader may hear it. */
async function* looks(
  call: Call,
  first: OperationView,
  { desk, times, over }: Looking,
): AsyncGenerator<OperationView> {
  const until = performance.now() + times.streamMs;
  let askedAt = performance.now();
  for (let operation: OperationView | undefined = first; operation !== undefined;) {
    yield operation;
    if (operation.state !== 'running' || performance.now() > until) return;
    await delay(times.lookMs, undefined, { signal: over }).catch(() => undefined);
    if (over.aborted) return;
    if (performance.now() - askedAt >= times.rightsMs) {
      if (!(await mayFollow(call, operation))) return;
      askedAt = performance.now();
    }
    operation = await desk.operation(first.id);
  }
}

/** A session ends, a key expires, an account is suspended and a role is taken while a stream is open. */
async function mayFollow({ accessNow }: Call, operation: OperationView): Promise<boolean> {
  try {
    return (await accessNow()).allows(thingOfOperation(operation));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

/** A reader that is slow is waited for. */
async function write(res: Response, text: string): Promise<void> {
  if (!res.write(text) && !res.destroyed) await Promise.race([once(res, 'drain'), once(res, 'close')]);
}
