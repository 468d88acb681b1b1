/** The thread side of bundle-judge.ts. */
import { readFileSync } from 'node:fs';

import type { TrustProfile, Verdict, Verifier } from '@chopmark/core/verify';

import { serveJobs } from '../threads/serve-jobs.js';
import { offlineVerifier } from './offline-verifier.js';

export interface JudgeJob {
  readonly bundle: string | Uint8Array | { readonly path: string };
  readonly profiles: readonly TrustProfile[];
  readonly now: Date;
}

/** What is prepared of a profile is kept while the profile is the same. */
let kept: { readonly key: string; readonly verifier: Verifier } | undefined;

function verifierFor(profiles: readonly TrustProfile[]): Verifier {
  const key = JSON.stringify(profiles);
  if (kept?.key !== key) kept = { key, verifier: offlineVerifier(profiles) };
  return kept.verifier;
}

serveJobs(({ bundle, profiles, now }: JudgeJob): Promise<Verdict> => {
  const input = typeof bundle === 'object' && 'path' in bundle ? readFileSync(bundle.path) : bundle;
  return verifierFor(profiles).verify(input, now);
});
