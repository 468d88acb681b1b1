/** Organizations whose people have accounts here. */
import { checkUscc } from '@chopmark/core';
import type { AccountOrganization } from '../accounts/account.js';
import type { OrganizationCheck, Organizations } from '../accounts/organizations.js';
import { writeFault } from '../problem.js';
import { invoiceFault } from '../problems/invoice-faults.js';
import { readJson } from '../requests/json-body.js';
import { parseBody, parseQuery } from '../requests/parse-with.js';
import { thingOfOrganization } from '../rights/things.js';
import {
  OrganizationAnswer,
  OrganizationMade,
  OrganizationPage,
  OrganizationParams,
  OrganizationQuery,
  OrganizationRequest,
} from '../schemas/account.js';
import { ChangeHeaders } from '../schemas/parameters.js';
import { administratorOf } from './administrator.js';
import { listDoc, sendList } from './list-answer.js';
import {
  CHANGE_PROBLEMS,
  JSON_TYPE,
  pathParameter,
  requireAccount,
  type Call,
  type Route,
  type RouteDoc,
} from './route.js';
import { ifMatchAnswer, sendTagged, taggedDoc } from './tagged-answer.js';

export interface OrganizationContext {
  readonly organizations: Organizations;
}

export function organizationRoutes({ organizations }: OrganizationContext): Route[] {
  return [
    createRoute(organizations),
    listRoute(organizations),
    getRoute(organizations),
    suspendRoute(organizations),
    resumeRoute(organizations),
  ];
}

const TAG = 'accounts';
const ONE = { [JSON_TYPE]: OrganizationAnswer };

function createRoute(organizations: Organizations): Route {
  return {
    key: 'POST /v1/organizations',
    doc: {
      id: 'createOrganization',
      tag: TAG,
      summary: 'Take an organization in',
      body: { [JSON_TYPE]: OrganizationRequest },
      answers: {
        201: {
          description: 'The organization.',
          content: { [JSON_TYPE]: OrganizationMade },
          headers: ['Location'],
        },
      },
      problems: ['ORGANIZATION_EXISTS'],
    },
    handle: async (call) => {
      const described = parseBody(OrganizationRequest, await readJson(call.req));
      const made = await organizations.create(administratorOf(call), described);
      const { wellFormed, checkOk, innerOk } = checkUscc(described.taxId);
      const isSound = wellFormed && checkOk && innerOk;
      const warning = writeFault(invoiceFault({ pointer: '/taxId', code: 'TAX_ID_CHECK' }), call.language);
      call.res
        .status(201)
        .location(`/v1/organizations/${made.id}`)
        .json({ ...made, ...(!isSound && { warnings: [warning] }) });
    },
  };
}

function listRoute(organizations: Organizations): Route {
  return {
    key: 'GET /v1/organizations',
    doc: {
      id: 'listOrganizations',
      tag: TAG,
      summary: 'The organizations that one looks after, by taxpayer id',
      query: OrganizationQuery,
      answers: { 200: listDoc('A page.', OrganizationPage) },
      problems: ['MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const { limit, cursor, taxId } = parseQuery(OrganizationQuery, call.req.query);
      // An account without an organization looks after none: no organization has the empty id.
      const own = call.access.isUnlimited ? undefined : (requireAccount(call).organization?.id ?? '');
      sendList(call, await organizations.list({ id: own, taxId }, limit, cursor));
    },
  };
}

function getRoute(organizations: Organizations): Route {
  return {
    key: 'GET /v1/organizations/{id}',
    doc: {
      id: 'getOrganization',
      tag: TAG,
      summary: 'An organization by its id',
      params: OrganizationParams,
      answers: { 200: taggedDoc('The organization.', ONE) },
      problems: ['ORGANIZATION_NOT_FOUND'],
    },
    handle: async (call) => {
      sendTagged(call, await findOrganization(call, organizations));
    },
  };
}

function suspendRoute(organizations: Organizations): Route {
  return {
    key: 'POST /v1/organizations/{id}/suspension',
    doc: stateDoc('suspendOrganization', 'Suspend an organization with all its accounts', [
      'ORGANIZATION_IS_HOST',
    ]),
    handle: (call) =>
      change(call, organizations, (found, check) =>
        organizations.suspend(administratorOf(call), found, check),
      ),
  };
}

function resumeRoute(organizations: Organizations): Route {
  return {
    key: 'DELETE /v1/organizations/{id}/suspension',
    doc: stateDoc('resumeOrganization', 'Let a suspended organization in again', []),
    handle: (call) =>
      change(call, organizations, (found, check) =>
        organizations.resume(administratorOf(call), found, check),
      ),
  };
}

function stateDoc(id: string, summary: string, problems: NonNullable<RouteDoc['problems']>): RouteDoc {
  return {
    id,
    tag: TAG,
    summary,
    params: OrganizationParams,
    headers: ChangeHeaders,
    answers: { 200: taggedDoc('The organization as it is now.', ONE) },
    problems: ['ORGANIZATION_NOT_FOUND', ...problems, ...CHANGE_PROBLEMS],
  };
}

async function change(
  call: Call,
  organizations: Organizations,
  act: (found: AccountOrganization, check: OrganizationCheck) => Promise<void>,
): Promise<void> {
  const found = await findOrganization(call, organizations);
  await act(
    found,
    ifMatchAnswer(call, (now) => now),
  );
  sendTagged(call, (await organizations.find(found.id)) ?? found);
}

/** @throws {Refusal} `ORGANIZATION_NOT_FOUND` */
async function findOrganization(call: Call, organizations: Organizations): Promise<AccountOrganization> {
  const found = await organizations.find(pathParameter(call, 'id'));
  return call.access.require(found, thingOfOrganization);
}
