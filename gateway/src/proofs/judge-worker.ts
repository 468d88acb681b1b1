/** The thread side of bundle-judge.ts. */
import type { TrustProfile, Verdict, Verifier } from '@chopmark/core/verify';

import { type FilePlace, wholeFile } from '../keys/sealed-file.js';
import { serveJobs } from '../threads/serve-jobs.js';
import { offlineVerifier } from './offline-verifier.js';

export interface JudgeJob {
  readonly bundle: string | Uint8Array | FilePlace;
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

serveJobs(async ({ bundle, profiles, now }: JudgeJob): Promise<Verdict> => {
  const input = typeof bundle === 'object' && 'path' in bundle ? await wholeFile(bundle) : bundle;
  return verifierFor(profiles).verify(input, now);
});
