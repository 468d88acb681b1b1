/** How long ago a proof of this gateway last held. */
import { ProofCanary, type CanaryParts } from '../canary/proof-canary.js';
import type { Metrics } from './metrics.js';

/** @returns The canary, for somebody to let it look. */
export function measuredCanary(metrics: Metrics, parts: Omit<CanaryParts, 'onLook'>): ProofCanary {
  const canary = new ProofCanary({ ...parts, onLook: (outcome) => metrics.canaryLooks.inc({ outcome }) });
  metrics.gauge(
    'chopmark_newest_verified_proof_age_seconds',
    'Age of the newest proof that the offline verifier accepted; not known while there is nothing to prove',
    () => canary.ageSeconds,
  );
  return canary;
}
