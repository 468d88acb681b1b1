/** The account that asks: who it is, and its sessions. */
import { Refusal } from '../problems/refusal.js';
import type { Organization } from '../rights/right.js';
import { MeAnswer, OpenSessions, SessionParams } from '../schemas/session.js';
import { clearSessionCookie } from '../sessions/session-cookie.js';
import type { Sessions } from '../sessions/sessions.js';
import { listDoc, sendWhole } from './list-answer.js';
import { JSON_TYPE, pathParameter, requireAccount, type Route } from './route.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

export interface MeContext {
  readonly organization: Organization;
  readonly sessions: Sessions;
}

export function meRoutes(context: MeContext): Route[] {
  return [meRoute(context), listRoute(context), endRoute(context), endAllRoute(context)];
}

function meRoute({ organization: gateway }: MeContext): Route {
  return {
    key: 'GET /v1/me',
    doc: {
      id: 'getMe',
      tag: 'sessions',
      summary: 'The account that asks',
      answers: { 200: taggedDoc('The account.', { [JSON_TYPE]: MeAnswer }) },
    },
    handle: (call) => {
      const { id, name: account, roles, organization } = requireAccount(call);
      const own = organization && { name: organization.name, taxId: organization.taxId };
      sendTagged(call, { id, account, roles, organization: own ?? null, gateway });
    },
  };
}

function listRoute({ sessions }: MeContext): Route {
  return {
    key: 'GET /v1/me/sessions',
    doc: {
      id: 'listMySessions',
      tag: 'sessions',
      summary: 'One’s own open sessions',
      answers: { 200: listDoc('All of them.', OpenSessions) },
    },
    handle: async (call) => {
      const open = await sessions.open(call.access.ownId);
      const items = open.map((session) => ({ ...session, isCurrent: session.id === call.sessionId }));
      sendWhole(call, items);
    },
  };
}

function endRoute({ sessions, organization }: MeContext): Route {
  return {
    key: 'DELETE /v1/me/sessions/{id}',
    doc: {
      id: 'endMySession',
      tag: 'sessions',
      summary: 'Sign out, here (current) or elsewhere',
      params: SessionParams,
      answers: { 204: { description: 'It is over; its tokens count no more.' } },
      problems: ['SESSION_NOT_FOUND'],
    },
    handle: async (call) => {
      const named = pathParameter(call, 'id');
      const only = named === 'current' ? (call.sessionId ?? '') : named;
      // Looked for among one's own only: another's is as unknown as nobody's.
      const ended = await sessions.end(call.access.ownId, 'signOut', { only });
      if (ended === 0) throw new Refusal('SESSION_NOT_FOUND');
      if (only === call.sessionId) clearSessionCookie(call.res, organization);
      call.res.status(204).end();
    },
  };
}

function endAllRoute({ sessions, organization }: MeContext): Route {
  return {
    key: 'DELETE /v1/me/sessions',
    doc: {
      id: 'endMySessions',
      tag: 'sessions',
      summary: 'Sign out everywhere, here included',
      answers: { 204: { description: 'All are over; their tokens count no more.' } },
    },
    handle: async (call) => {
      await sessions.end(call.access.ownId, 'signOut');
      clearSessionCookie(call.res, organization);
      call.res.status(204).end();
    },
  };
}
