/** Writes a recorded bundle with its negative twins, its trust profile, and what a verifier says to each. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TrustProfile, type Verdict, verifyBundle } from '@chopmark/core/verify';
import { createTimestamps } from '@chopmark/core/timestamps';
import { nodeCrypto } from '../node-crypto.js';
import { type RecordedBundle, twinsOf } from './twins.js';

/** @param at When the bundle was recorded: the verifier's clock of every judgement. */
export async function freeze(
  folder: string,
  bundle: RecordedBundle,
  trust: TrustProfile,
  at: Date,
): Promise<void> {
  const now = new Date(Math.ceil(at.getTime() / 1000) * 1000);
  const expected: unknown[] = [];
  writeFileSync(join(folder, 'trust.json'), `${JSON.stringify(trust)}\n`);
  for (const { file, bundle: twin, code } of twinsOf(bundle)) {
    const text = `${JSON.stringify(twin)}\n`;
    const verdict = await verifyBundle(text, [trust], {
      crypto: nodeCrypto,
      now,
      timestamps: () => Promise.resolve(createTimestamps(crypto)),
    });
    assertSays(file, verdict, code);
    writeFileSync(join(folder, file), text);
    const { verdict: answer, inForce, number, documentHash, findings } = verdict;
    const codes = findings.map((one) => one.code);
    expected.push({ file, now: now.toISOString(), verdict: answer, inForce, number, documentHash, codes });
  }
  writeFileSync(join(folder, 'expected.json'), `${JSON.stringify(expected, null, 2)}\n`);
}

function assertSays(file: string, verdict: Verdict, code: string): void {
  const codes = verdict.findings.map((one) => one.code);
  const isValid = code === 'TIME_STAMPED';
  if (codes.includes(code as never) && (verdict.verdict === 'valid') === isValid) return;
  throw new Error(`${file}: ${verdict.verdict}, ${codes.join(', ')} instead of ${code}`);
}
