/** Golden bundles: released ones, judged at the instant for which they are valid and in force. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { MutantOptions } from './mutants.js';
import type { Sample } from './sample.js';

export interface Golden extends MutantOptions {
  readonly name: string;
  readonly bundle: Buffer;
  readonly trust: Buffer;
  readonly now: Date;
  /** Undefined: a whole run judges all of its mutants. */
  readonly sample?: Sample;
}

const BUNDLES = fileURLToPath(new URL('../bundles/v1', import.meta.url));
const KIT_NOW = '2026-11-20T08:10:00Z';
/** Too large to judge whole each time: half a million mutants each. */
const SOME: Pick<Golden, 'changes' | 'sample'> = { changes: 'few', sample: { count: 20_000, seed: 1 } };

const PLACES: readonly (readonly [
  name: string,
  now: string,
  options?: Pick<Golden, 'changes' | 'only' | 'sample'>,
])[] = [
  ['kit/bundle', KIT_NOW],
  ['kit/bundle-hidden', KIT_NOW],
  ['native/bundle', '2026-11-22T02:25:00Z'],
  ['native/bundle-hidden', '2026-11-22T02:25:00Z'],
  ['full/bundle', KIT_NOW, { changes: 'some' }],
  ['full-native/bundle', '2026-11-22T08:38:22Z', SOME],
  ['full-embedded/bundle', '2026-11-22T08:36:25Z', SOME],
  ['stamped/bundle', KIT_NOW, { changes: 'some', only: 'timestamps' }],
];

export function goldens(): Golden[] {
  return PLACES.map(([name, now, options]) => ({
    name,
    bundle: readFileSync(`${BUNDLES}/${name}.json`),
    trust: readFileSync(`${BUNDLES}/${name.split('/')[0]}/trust.json`),
    now: new Date(now),
    ...options,
  }));
}

/** A golden bundle as it is handed to a worker thread. */
export type SentGolden = Omit<Golden, 'bundle' | 'trust'> & {
  readonly bundle: Uint8Array;
  readonly trust: Uint8Array;
};

export function received({ bundle, trust, ...rest }: SentGolden): Golden {
  return { ...rest, bundle: Buffer.from(bundle), trust: Buffer.from(trust) };
}
