/** What a renewal is over: the evidence that is there and every timestamp before it (RFC 4998, section 5). */
import { canonicalBytes } from '../encoding/canonical-json.js';
import type { BundleParts, BundleTimestamp } from './parts.js';

/**
 * The bytes that a timestamp over `evidence` is made for: canonical JSON, so that parts inline and parts beside the
 * bundle give the same.
 *
 * @param before The timestamps that stand before it, in order.
 */
export function evidenceBytes(
  { statement, transaction, block, configuration }: BundleParts,
  before: readonly BundleTimestamp[],
): Uint8Array {
  return canonicalBytes({
    ...(statement && { statement }),
    ...(transaction && { transaction }),
    ...(block && { block }),
    ...(configuration && { configuration }),
    timestamps: before,
  });
}
