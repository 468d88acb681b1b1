/** Deposits of the audit log at a gateway without a ledger: nothing gets there, but for one checkpoint long ago. */
import { randomBytes } from 'node:crypto';

import { disclose, parseHexHash } from '@chopmark/core';

import { sealStored } from '../../../gateway/dist/pipeline/hash-documents.js';

/** Not from the stub of the ledger: that brings the shim, whose older messages of Fabric replace the newer ones. */
const NETWORK = parseHexHash('11'.repeat(32));

export const ANCHORED_CHECKPOINT = 'AUDITTAX2-000000001';

const CHECKPOINT = {
  organization: 'tax',
  chainSequence: 3,
  chainHash: 'ab'.repeat(32),
  records: 3,
  madeAt: '2026-11-22T03:00:00.000Z',
};

/** Drawn once, as one that is stored is. */
const SECRET = randomBytes(32);

export const NO_LEDGER = {
  take: () => Promise.resolve(),
  of: () => Promise.resolve(new Map<number, never>()),
  settle: () => Promise.resolve(undefined),
  bundle: (number: string) => Promise.resolve(number === ANCHORED_CHECKPOINT ? bundleText() : undefined),
};

function bundleText(): string {
  const sealed = sealStored(
    {
      network: NETWORK,
      namespace: 'tax',
      kind: 'auditCheckpoint',
      series: 'audit-tax-2',
      suite: 'sha256-p256',
    },
    1,
    SECRET,
    Buffer.from(JSON.stringify(CHECKPOINT)),
  );
  const batch = { batch: 1, index: 0, path: [] };
  return JSON.stringify({ format: 'chopmark/bundle/1', document: disclose(sealed, 'none'), batch });
}
