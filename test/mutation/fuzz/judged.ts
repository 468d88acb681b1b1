/** Golden bundles under hostile input: what every answer must keep to. */
import assert from 'node:assert/strict';
import { type Timestamps, createTimestamps } from '@chopmark/core/timestamps';
import {
  createVerifier,
  parseTrustProfile,
  type TrustProfile,
  type Verdict,
  type Verifier,
  type VerifierOptions,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { type Golden, goldens } from '../golden.js';
import { type Leeway, differenceOf } from '../same-answer.js';
import { EditableJson } from './hostile-json.js';

/** Judges an input under the eyes of the watchdog. */
export type Watch = <T>(input: string, judge: () => Promise<T>) => Promise<T>;

/** An answer there is, and no fault of the verifier. */
export function assertAnswered({ findings }: Verdict): void {
  assert.ok(!findings.some(({ code }) => code === 'VERIFIER_FAULT'), JSON.stringify(findings));
}

/** Signers may be missing, or evidence beside what carries the verdict; equivalents.ts says where and why. */
const LEEWAYS: readonly Leeway[] = ['fewerSigners', 'lessEvidence'];

/** Reads timestamps too. */
export function verifierFor(profile: TrustProfile, options: VerifierOptions = {}): Verifier {
  const timestamps = (): Promise<Timestamps> => Promise.resolve(createTimestamps(crypto));
  return createVerifier([profile], nodeCrypto, { timestamps, ...options });
}

/** A golden bundle with the verdict that it gets as it is. */
export class Judged {
  readonly json: EditableJson;

  private constructor(
    readonly golden: Golden,
    readonly profile: TrustProfile,
    readonly verdict: Verdict,
  ) {
    this.json = new EditableJson(golden.bundle);
  }

  static async all(): Promise<readonly [Judged, ...Judged[]]> {
    const [first, ...others] = await Promise.all(goldens().map((golden) => Judged.of(golden)));
    assert.ok(first);
    return [first, ...others];
  }

  static async of(golden: Golden): Promise<Judged> {
    const profile = parseTrustProfile(golden.trust);
    const verdict = await verifierFor(profile).verify(golden.bundle, golden.now);
    assert.equal(verdict.verdict, 'valid');
    return new Judged(golden, profile, verdict);
  }

  /** Answered, and valid only when everything is as in the golden bundle. */
  assertHarmless(verdict: Verdict, file: Uint8Array): void {
    assertAnswered(verdict);
    if (verdict.verdict !== 'valid') return;
    const golden = { file: this.golden.bundle, verdict: this.verdict };
    const differences = LEEWAYS.map((leeway) => differenceOf(golden, { file, verdict }, leeway));
    assert.ok(differences.includes(undefined), differences.join('; '));
  }
}
