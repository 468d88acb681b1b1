/** A compact bundle judged by the library, as a third party does. */
import { createHash, createPublicKey, verify as verifySignature } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ms, quantile, report } from './report.mjs';

const ROUNDS = 200;

export const crypto = {
  suites: {
    'sha256-p256': {
      name: 'sha256-p256',
      hash: (bytes) => new Uint8Array(createHash('sha256').update(bytes).digest()),
    },
  },
  verifyP256: (spki, message, signature) =>
    Promise.resolve(
      verifySignature(
        'sha256',
        message,
        createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' }),
        signature,
      ),
    ),
};

export async function benchVerify(platform) {
  const { verifyBundle, parseTrustProfile } = await import('@chopmark/core/verify');
  const bundle = readFileSync(join(platform.home, 'samples', 'bundle.json'));
  const profile = parseTrustProfile(readFileSync(join(platform.home, 'samples', 'trust.json')));
  const times = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const began = performance.now();
    const verdict = await verifyBundle(new Uint8Array(bundle), [profile], { crypto, now: new Date() });
    times.push(performance.now() - began);
    if (verdict.verdict !== 'valid') throw new Error(JSON.stringify(verdict));
  }
  report(
    'compact bundle verified in Node',
    `${bundle.length} bytes on disk, ${JSON.stringify(JSON.parse(bundle.toString())).length} compact`,
    `p50 ${ms(quantile(times, 0.5))}`,
    `p99 ${ms(quantile(times, 0.99))}`,
    `first ${ms(times[0])}`,
  );
}
