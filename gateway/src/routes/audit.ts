/** The audit log, for auditors; its checkpoints on the ledger are in audit-deposits.ts. */
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { AuditCheckpoints } from '../audit/audit-checkpoints.js';
import type { AuditTrail } from '../audit/audit-log.js';
import type { AuditReading } from '../audit/audit-reading.js';
import { NDJSON_MEDIA_TYPE } from '../requests/ndjson.js';
import { parseQuery } from '../requests/parse-with.js';
import {
  AuditExportQuery,
  AuditLine,
  AuditPage,
  AuditQuery,
  CheckpointPage,
  CheckpointQuery,
} from '../schemas/audit.js';
import { actorOf } from './administrator.js';
import { listDoc, sendList } from './list-answer.js';
import type { Route } from './route.js';

export interface AuditContext {
  readonly audit: AuditTrail;
  readonly auditReading: AuditReading;
  readonly auditCheckpoints: AuditCheckpoints;
}

export function auditRoutes(context: AuditContext): Route[] {
  return [listRoute(context), exportRoute(context), checkpointsRoute(context)];
}

const TAG = 'audit';

function listRoute({ auditReading }: AuditContext): Route {
  return {
    key: 'GET /v1/audit-records',
    doc: {
      id: 'listAuditRecords',
      tag: TAG,
      summary: 'What was done at this gateway, newest first',
      query: AuditQuery,
      answers: { 200: listDoc('A page.', AuditPage) },
      problems: ['MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const { limit, cursor, ...filter } = parseQuery(AuditQuery, call.req.query);
      sendList(call, await auditReading.list(filter, limit, cursor));
    },
  };
}

function exportRoute({ audit, auditReading }: AuditContext): Route {
  return {
    key: 'GET /v1/audit-log',
    doc: {
      id: 'exportAuditLog',
      tag: TAG,
      summary: 'The audit log as it stands, for chopmark audit verify',
      description: 'The export is itself told to the log; it is the last record of what it gives.',
      query: AuditExportQuery,
      answers: { 200: { description: 'Lines.', content: { [NDJSON_MEDIA_TYPE]: AuditLine } } },
      problems: ['MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const { first } = parseQuery(AuditExportQuery, call.req.query);
      await audit.append({ by: actorOf(call), action: 'audit.exported', details: { first } });
      call.res.type(NDJSON_MEDIA_TYPE);
      call.res.set('Content-Disposition', 'attachment; filename="audit-log.ndjson"');
      await pipeline(Readable.from(auditReading.export(first)), call.res);
    },
  };
}

function checkpointsRoute({ auditCheckpoints }: AuditContext): Route {
  return {
    key: 'GET /v1/audit-checkpoints',
    doc: {
      id: 'listAuditCheckpoints',
      tag: TAG,
      summary: 'Where the audit log stood at times, newest first; keep them elsewhere',
      query: CheckpointQuery,
      answers: { 200: listDoc('A page.', CheckpointPage) },
      problems: ['MALFORMED_QUERY'],
    },
    handle: async (call) => {
      const { limit, cursor } = parseQuery(CheckpointQuery, call.req.query);
      sendList(call, await auditCheckpoints.list(limit, cursor));
    },
  };
}
