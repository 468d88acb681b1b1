/** Golden bundles: released ones, judged at the instant for which they are valid and in force. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export interface Golden {
  readonly name: string;
  readonly bundle: Buffer;
  readonly trust: Buffer;
  readonly now: Date;
}

const BUNDLES = fileURLToPath(new URL('../bundles/v1', import.meta.url));
const PLACES: readonly (readonly [folder: string, now: string])[] = [
  ['kit', '2026-11-20T08:10:00Z'],
  ['native', '2026-11-22T02:25:00Z'],
];

export function goldens(): Golden[] {
  return PLACES.flatMap(([folder, now]) =>
    ['bundle', 'bundle-hidden'].map((file) => ({
      name: `${folder}/${file}`,
      bundle: readFileSync(`${BUNDLES}/${folder}/${file}.json`),
      trust: readFileSync(`${BUNDLES}/${folder}/trust.json`),
      now: new Date(now),
    })),
  );
}
