/** Checkpoints of the audit log as documents on the ledger, for auditors. */
import type { AuditCheckpoints } from '../audit/audit-checkpoints.js';
import type { AuditDeposits } from '../audit/audit-deposits.js';
import { UnavailableError } from '../errors.js';
import { Refusal } from '../problems/refusal.js';
import { parseQuery } from '../requests/parse-with.js';
import { waitSeconds } from '../requests/preferences.js';
import { CheckpointAnswer, CheckpointBundleQuery, CheckpointParams, WaitHeaders } from '../schemas/audit.js';
import { BundleRequest } from '../schemas/verification.js';
import { BUNDLE_MEDIA_TYPE, EVIDENCE_PROBLEMS } from './invoice-bundles.js';
import { JSON_TYPE, type Route } from './route.js';
import { sendJson } from './send-json.js';
import { sendTagged, taggedDoc } from './tagged-answer.js';

export interface AuditDepositContext {
  readonly auditCheckpoints: AuditCheckpoints;
  readonly deposits: Pick<AuditDeposits, 'take' | 'settle' | 'bundle'>;
}

const TAG = 'audit';

export function auditDepositRoutes(context: AuditDepositContext): Route[] {
  return [makeRoute(context), bundleRoute(context)];
}

function makeRoute({ auditCheckpoints, deposits }: AuditDepositContext): Route {
  const checkpoint = { [JSON_TYPE]: CheckpointAnswer };
  return {
    key: 'POST /v1/audit-checkpoints',
    doc: {
      id: 'makeAuditCheckpoint',
      tag: TAG,
      summary: 'Deposit on the ledger where the audit log stands now',
      description:
        'Waits (Prefer: wait=N, default 5 s) until the checkpoint stands on the ledger. While nothing has happened since the newest one, that is the answer.',
      headers: WaitHeaders,
      answers: {
        201: { description: 'Anchored.', content: checkpoint, headers: ['Location'] },
        202: { description: 'Made; not anchored yet.', content: checkpoint },
      },
      problems: ['AUDIT_LOG_EMPTY', 'CHECKPOINT_REFUSED'],
    },
    handle: async ({ req, res }) => {
      const sequence = await auditCheckpoints.mark();
      if (sequence === 0) throw new Refusal('AUDIT_LOG_EMPTY');
      await deposits.take(true);
      await deposits.settle(sequence, waitSeconds(req) * 1_000).catch((error: unknown) => {
        // It is made by now: trouble while waiting is no failure.
        if (!(error instanceof UnavailableError)) throw error;
      });
      const made = await auditCheckpoints.at(sequence);
      const { state, number, refusal } = made.deposit ?? { state: 'accepted', number: null, refusal: null };
      if (state === 'refused')
        throw new Refusal('CHECKPOINT_REFUSED', { parameters: { reason: refusal?.code ?? '' } });
      if (number !== null) res.setHeader('Location', `/v1/audit-checkpoints/${number}/bundle`);
      sendJson(res, number === null ? 202 : 201, made);
    },
  };
}

function bundleRoute({ deposits }: AuditDepositContext): Route {
  return {
    key: 'GET /v1/audit-checkpoints/{number}/bundle',
    doc: {
      id: 'getAuditCheckpointBundle',
      tag: TAG,
      summary: 'The proof of a checkpoint, for chopmark verify and chopmark audit verify',
      params: CheckpointParams,
      query: CheckpointBundleQuery,
      answers: { 200: taggedDoc('The bundle.', { [BUNDLE_MEDIA_TYPE]: BundleRequest }) },
      problems: ['MALFORMED_QUERY', 'CHECKPOINT_NOT_FOUND', ...EVIDENCE_PROBLEMS],
    },
    handle: async (call) => {
      const { parts } = parseQuery(CheckpointBundleQuery, call.req.query);
      const number = String(call.req.params['number']);
      const bundle = await deposits.bundle(number, parts === 'full');
      if (bundle === undefined) throw new Refusal('CHECKPOINT_NOT_FOUND');
      call.res.attachment(`${number}.chopmark.json`);
      sendTagged(call, bundle, { type: BUNDLE_MEDIA_TYPE });
    },
  };
}
