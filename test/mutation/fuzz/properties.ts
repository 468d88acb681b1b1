/** Everything that must hold for hostile input, by name. */
import { sharedEvidence } from './archive-properties.js';
import { protobufBombs } from './bombs.js';
import { bundleEdits, truncations } from './bundle-properties.js';
import { fullEncodings } from './full-properties.js';
import { partFiles } from './part-properties.js';
import { otherEncodings, signedNonsense } from './statement-properties.js';
import { tokenSplices } from './timestamp-properties.js';
import { trustCertificates, trustEdits } from './trust-properties.js';

export const PROPERTIES = {
  bundleEdits,
  truncations,
  otherEncodings,
  signedNonsense,
  trustEdits,
  trustCertificates,
  partFiles,
  fullEncodings,
  tokenSplices,
  sharedEvidence,
  protobufBombs,
} as const;

export type PropertyName = keyof typeof PROPERTIES;
