/**
 * Explains a verdict: what the verifier answered, and every step that leads there, with the bytes that it works on.
 * Nothing is judged here: the verdict comes from the verifier, the steps from the values that it reads, and where the
 * two would disagree there is no report.
 *
 * @module
 */
import { BundleError } from '../bundle/bundle-error.js';
import { type BundleFile, parseBundle } from '../bundle/bundle.js';
import { toHex } from '../encoding/hex.js';
import { parseHexHash } from '../hash/hex-hash.js';
import { requireSuite } from '../hash/suite.js';
import { type PreparedTrust, prepareTrust } from '../trust/prepared-trust.js';
import { TrustError } from '../trust/trust-error.js';
import { type TrustProfile, trustBytes, trustFingerprint } from '../trust/trust-profile.js';
import type { Verdict } from '../verdict/verdict.js';
import { type VerifierOptions, verifyBundle } from '../verdict/verifier.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { CertificateBook } from './certificates.js';
import type { Context } from './context.js';
import { MaterialBook } from './materials.js';
import { notProvenBy } from './not-proven.js';
import { REPORT_FORMAT, type VerificationReport } from './report.js';
import { PartFiles, readParts, sourceFrom } from './read-parts.js';
import { stepsOfVerdict } from './steps-of-verdict.js';
import { text } from './text.js';
import { answerOf, documentOf, profileOf, wordsOf } from './verdict-in-words.js';
import { VERIFIER_VERSION } from './version.js';

/** What explaining needs beside the file and profiles. */
export interface ExplainOptions extends VerifierOptions {
  readonly crypto: VerifyCrypto;
  /** The verifier's own clock. */
  readonly now: Date;
}

/**
 * Judges a bundle and explains the verdict.
 *
 * @param input The file, byte for byte.
 * @param profiles As for `verifyBundle`.
 * @throws {ReportContradictionError} When steps and verdict disagree: a fault of this program.
 * @throws {DocumentError} `UNKNOWN_SUITE` without SHA-256 in `crypto`.
 */
export async function explainBundle(
  input: Uint8Array,
  profiles: readonly TrustProfile[],
  { crypto, now, parts, ...options }: ExplainOptions,
): Promise<VerificationReport> {
  const sha256 = requireSuite(crypto.suites, 'sha256-p256');
  const files = new PartFiles(parts);
  const verdict = await verifyBundle(input, profiles, { crypto, now, ...options, parts: files.resolve });
  const bundle = bundleOf(input);
  const trust = bundle && (await trustOf(verdict, bundle, profiles, crypto));
  const book = new MaterialBook();
  const file = sourceFrom(book, 'bundle.json', text('The judged file', '被核验的文件'), input);
  const profileText =
    trust &&
    book.add(
      'profile.json',
      text('Trust profile without its signatures, as canonical JSON', '信任配置（不含签名，规范 JSON）'),
      trustBytes(trust.profile),
    );
  const certificates = new CertificateBook(book, trust?.profile, profileText);
  const context: Context = {
    verdict,
    now,
    crypto,
    sha256,
    book,
    certificates,
    file,
    trust,
    profileText,
  };
  const read =
    bundle && verdict.verdict !== 'error'
      ? await readParts(context, bundle, files, options.timestamps)
      : undefined;
  const steps = await stepsOfVerdict(context, read);
  const profile = trust ? profileOf(trust) : null;
  const document = bundle ? documentOf(bundle, verdict) : null;
  return {
    format: REPORT_FORMAT,
    verifier: { name: 'chopmark', version: VERIFIER_VERSION },
    judgedAt: now.toISOString(),
    file: { sha256: parseHexHash(toHex(sha256.hash(input))), bytes: input.length },
    profile,
    answer: answerOf(verdict),
    verdict,
    ...wordsOf(verdict),
    document,
    steps,
    notProven: notProvenBy({ verdict, profile, document }),
    materials: book.toReport(
      sha256.hash,
      [file, ...(read?.beside.values() ?? [])].map(({ material }) => material),
    ),
  };
}

function bundleOf(input: Uint8Array): BundleFile | undefined {
  try {
    return parseBundle(input);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    return undefined;
  }
}

/** The profile whose answer the verdict is. */
async function trustOf(
  { profile: judge }: Verdict,
  { document: { header } }: BundleFile,
  profiles: readonly TrustProfile[],
  crypto: VerifyCrypto,
): Promise<PreparedTrust | undefined> {
  const { hash } = requireSuite(crypto.suites, 'sha256-p256');
  const own = profiles.filter(({ network }) => network === header.network);
  const profile = own.find((one) => trustFingerprint(hash, one) === judge?.fingerprint) ?? own[0];
  try {
    return profile && (await prepareTrust(profile, crypto));
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    return undefined;
  }
}
