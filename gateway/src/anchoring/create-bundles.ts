/**
 * Puts the making of bundles together.
 *
 * @module
 */
import type { PartResolver, TrustProfile } from '@chopmark/core/verify';

import type { Ledger } from '../ledger/ledger.js';
import type { PipelineLog } from '../pipeline/log.js';
import type { Judge } from '../proofs/anchored-document.js';
import { BatchTrees } from '../proofs/batch-trees.js';
import { EvidenceSource } from '../proofs/block-evidence.js';
import { BlockStore } from '../proofs/block-store.js';
import { BundleArchiver } from '../proofs/bundle-archive.js';
import { BundleMaker } from '../proofs/bundle-maker.js';
import { PartsFinder } from '../proofs/find-parts.js';
import { offlineVerifier } from '../proofs/offline-verifier.js';
import type { Statements } from '../proofs/statements.js';
import { onDatabase } from '../store/failure.js';
import { timestampsOf } from '../timestamps/timestamp-store.js';
import type { Db } from '../store/database.js';

export interface BundlesContext {
  readonly db: Db;
  readonly ledger: Ledger;
  readonly trust: readonly TrustProfile[];
  readonly judge: Judge | undefined;
  readonly log: PipelineLog;
  readonly now: () => Date;
  readonly statements: Statements;
}

/** Bundles of anchored documents: one at a time, or many in an archive. */
export interface Bundles {
  readonly maker: BundleMaker;
  readonly archiver: BundleArchiver;
}

export function createBundles({ db, ledger, trust, judge, log, now, statements }: BundlesContext): Bundles {
  const { network, namespace, mspId, organizations } = ledger;
  const judgeWith = (parts?: PartResolver): Judge => {
    const offline = offlineVerifier(trust, parts && { parts });
    return (bundle) => offline.verify(bundle, now());
  };
  const finder = new PartsFinder({
    evidence: new EvidenceSource(new BlockStore(ledger)),
    organizations: [mspId, ...organizations.filter((other) => other !== mspId)],
    timestamps: ({ block }, batchId) => onDatabase(() => timestampsOf(db, block, batchId)),
    log,
  });
  const shared = { network, namespace, statements, trees: new BatchTrees(db), finder, log };
  return {
    maker: new BundleMaker({ ...shared, judge: judge ?? judgeWith() }),
    archiver: new BundleArchiver({ ...shared, verifier: judgeWith }),
  };
}
