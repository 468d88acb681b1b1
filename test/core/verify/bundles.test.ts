import assert from 'node:assert/strict';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createTimestamps } from '@chopmark/core/timestamps';
import { parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';

interface Expected {
  readonly file: string;
  readonly now: string;
  readonly verdict: string;
  readonly inForce: string;
  readonly number: string | null;
  readonly documentHash: string;
  readonly codes: readonly string[];
}

const RELEASED = fileURLToPath(new URL('../../bundles', import.meta.url));

/** Bundles of every released format are judged as on their first day. */
describe('released bundles', () => {
  for (const version of readdirSync(RELEASED)) {
    for (const name of readdirSync(join(RELEASED, version))) {
      const folder = join(RELEASED, version, name);
      if (!existsSync(join(folder, 'expected.json'))) continue;
      const profile = parseTrustProfile(readFileSync(join(folder, 'trust.json')));
      const cases = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as readonly Expected[];
      for (const { file, now, codes, ...expected } of cases) {
        it(`${version}/${name}/${file} is ${expected.verdict}`, async () => {
          const verdict = await verifyBundle(readFileSync(join(folder, file)), [profile], {
            crypto: nodeCrypto,
            now: new Date(now),
            timestamps: () => Promise.resolve(createTimestamps(crypto)),
            parts: (hash) => Promise.resolve(partOf(folder, hash)),
          });

          assert.deepEqual(
            verdict.findings.map(({ code }) => code),
            codes,
          );
          const { verdict: answer, inForce, number, documentHash } = verdict;
          assert.deepEqual({ verdict: answer, inForce, number, documentHash }, expected);
        });
      }
    }
  }
});

function partOf(folder: string, hash: string): Uint8Array | undefined {
  const file = join(folder, 'evidence', `${hash}.json`);
  return existsSync(file) ? readFileSync(file) : undefined;
}
