/** Everything that must hold for hostile input, by name. */
import { bundleEdits, truncations } from './bundle-properties.js';
import { partFiles } from './part-properties.js';
import { otherEncodings, signedNonsense } from './statement-properties.js';
import { trustCertificates, trustEdits } from './trust-properties.js';

export const PROPERTIES = {
  bundleEdits,
  truncations,
  otherEncodings,
  signedNonsense,
  trustEdits,
  trustCertificates,
  partFiles,
} as const;

export type PropertyName = keyof typeof PROPERTIES;
