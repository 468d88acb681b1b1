/** Proofs of many invoices in one archive, for whoever hands them on or keeps them. */
import { utf8Encode } from '@chopmark/core';
import { z } from 'zod';

import { archiveReadme } from '../archive/archive-readme.js';
import { type ArchiveFile, writeZip } from '../archive/zip-stream.js';
import {
  type ArchiveSelection,
  type BundleExtent,
  type InvoiceDesk,
  MAX_ARCHIVE_DOCUMENTS,
} from '../invoices/invoice-desk.js';
import { Refusal } from '../problems/refusal.js';
import { parseQuery } from '../requests/parse-with.js';
import { Turns } from '../requests/turns.js';
import { withoutUndefined } from '../requests/without-undefined.js';
import { InvoiceBundlesQuery, OperationBundlesQuery, OperationParams } from '../schemas/parameters.js';
import { findOperation } from './find-visible.js';
import { EVIDENCE_PROBLEMS } from './invoice-bundles.js';
import { type AnswerDoc, type Call, requireAccount, type Route } from './route.js';

export interface BundleArchiveContext {
  readonly desk: InvoiceDesk;
  readonly version: { readonly network: string; readonly channel: string };
  /** Of the local trust profile as it is now. */
  readonly trustFingerprint: () => string;
}

const ZIP_TYPE = 'application/zip';
/** For each account: an archive keeps some megabytes and a connection for as long as its reader takes. */
const AT_ONCE = 2;

const ANSWER: AnswerDoc = {
  description:
    'README.txt, <number>.json for each anchored invoice in ascending order, evidence/<hash>.json for what they share.',
  content: { [ZIP_TYPE]: z.string().meta({ format: 'binary' }) },
};

const PROBLEMS = ['MALFORMED_QUERY', 'ARCHIVE_TOO_LARGE', 'TOO_MANY_ARCHIVES', ...EVIDENCE_PROBLEMS] as const;

export function bundleArchiveRoutes(context: BundleArchiveContext): Route[] {
  const turns = new Turns(AT_ONCE, 'TOO_MANY_ARCHIVES');
  return [operationRoute(context, turns), filterRoute(context, turns)];
}

function operationRoute(context: BundleArchiveContext, turns: Turns): Route {
  return {
    key: 'GET /v1/operations/{id}/bundles',
    doc: {
      id: 'getOperationBundles',
      tag: 'operations',
      summary: 'The proofs of all invoices of an operation in one archive',
      description: `At most ${MAX_ARCHIVE_DOCUMENTS} documents; firstLine and lastLine choose a part.`,
      params: OperationParams,
      query: OperationBundlesQuery,
      answers: { 200: ANSWER },
      problems: ['OPERATION_NOT_FOUND', 'OPERATION_RUNNING', ...PROBLEMS],
    },
    handle: async (call) => {
      const { parts, ...lines } = parseQuery(OperationBundlesQuery, call.req.query);
      const { id: operationId, state } = await findOperation(call, context.desk);
      if (state === 'running') throw new Refusal('OPERATION_RUNNING', { headers: { 'Retry-After': '5' } });
      const selection = { operationId, ...withoutUndefined(lines) };
      await sendArchive(call, context, turns, { selection, extent: parts, name: operationId });
    },
  };
}

function filterRoute(context: BundleArchiveContext, turns: Turns): Route {
  return {
    key: 'GET /v1/invoice-bundles',
    doc: {
      id: 'getInvoiceBundles',
      tag: 'invoices',
      summary: 'The proofs of the anchored invoices that one may see, in one archive',
      description: `At most ${MAX_ARCHIVE_DOCUMENTS} documents; dates and numbers, both inclusive, choose a part.`,
      query: InvoiceBundlesQuery,
      answers: { 200: ANSWER },
      problems: PROBLEMS,
    },
    handle: async (call) => {
      const { parts, ...bounds } = parseQuery(InvoiceBundlesQuery, call.req.query);
      const selection = { sides: call.access.sides, ...withoutUndefined(bounds) };
      await sendArchive(call, context, turns, { selection, extent: parts, name: 'invoices' });
    },
  };
}

interface Asked {
  readonly selection: ArchiveSelection;
  readonly extent: BundleExtent;
  readonly name: string;
}

/** The first file is made before the status goes out, so that what stands in the way is still a problem. */
async function sendArchive(
  call: Call,
  { desk, version, trustFingerprint }: BundleArchiveContext,
  turns: Turns,
  { selection, extent, name }: Asked,
): Promise<void> {
  const { documents, files } = await desk.archive(selection, extent);
  if (documents > MAX_ARCHIVE_DOCUMENTS) {
    throw new Refusal('ARCHIVE_TOO_LARGE', { parameters: { limit: MAX_ARCHIVE_DOCUMENTS } });
  }
  const end = turns.take(requireAccount(call).id);
  const made = files[Symbol.asyncIterator]();
  try {
    const first = await made.next();
    call.res.attachment(`${name}-bundles.zip`).type(ZIP_TYPE);
    const readme = archiveReadme({ ...version, documents, extent, fingerprint: trustFingerprint() });
    if (call.req.method === 'HEAD') call.res.end();
    else await writeZip(inOrder(readme, first, made), call.res);
  } finally {
    end();
    await made.return?.();
  }
}

async function* inOrder(
  readme: string,
  first: IteratorResult<ArchiveFile>,
  rest: AsyncIterator<ArchiveFile>,
): AsyncGenerator<ArchiveFile> {
  yield { name: 'README.txt', bytes: utf8Encode(readme) };
  for (let next = first; next.done !== true; next = await rest.next()) yield next.value;
}
