/** `unproven`: a bundle was made that does not hold, or the stored bytes are others: somebody has to look. */
export const CANARY_OUTCOMES = ['verified', 'unavailable', 'unproven', 'error'] as const;

export type CanaryOutcome = (typeof CANARY_OUTCOMES)[number];
