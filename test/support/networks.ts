/**
 * The two networks that a suite runs on: embedded always, native where Fabric's programs are.
 *
 * @module
 */
import { findBinary } from '../../test-network/dist/native/binaries.js';
import { requireOrSkip } from './require.js';

export const NETWORKS = ['embedded', 'native'] as const;
export type NetworkKind = (typeof NETWORKS)[number];

/** Skips the suite by name when there is no such network on this machine; see `requireOrSkip`. */
export function requireNetwork(context: Mocha.Context, kind: NetworkKind): void {
  if (kind === 'embedded') return;
  for (const name of ['orderer', 'peer'] as const)
    requireOrSkip(context, 'native', findBinary(name), `${name} of Fabric v3.1.5 in FABRIC_BIN or PATH`);
}
