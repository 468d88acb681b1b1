/**
 * Judges bundles. Nothing in a bundle is believed but what the organizations of a trust profile signed; nothing that
 * a bundle holds makes the verifier throw.
 *
 * @module
 */
import { BundleError } from '../bundle/bundle-error.js';
import { type BundleFile, bundleFrom, parseBundle } from '../bundle/bundle.js';
import type { PartResolver } from '../bundle/part-reference.js';
import { toHex } from '../encoding/hex.js';
import { kindOf } from '../document/kinds.js';
import { DocumentError } from '../errors/document-error.js';
import type { Statement } from '../fabric-proof/statement.js';
import type { Timestamps } from '../timestamp/timestamps-port.js';
import { type PreparedTrust, prepareTrust } from '../trust/prepared-trust.js';
import { TrustError } from '../trust/trust-error.js';
import { type TrustProfile, isEmbedded } from '../trust/trust-profile.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type Evidence, EvidenceJudge } from './evidence.js';
import { judgeBatch } from './judge-batch.js';
import { judgeContent } from './judge-content.js';
import { judgeIssuer } from './judge-issuer.js';
import { judgeStatus } from './judge-status.js';
import { attestedTime, judgeTime, timestampNotes } from './judge-time.js';
import type { Over } from './judge-timestamps.js';
import { compareBlock } from './judge-ordering.js';
import { compareTransaction } from './judge-transaction.js';
import { notesOf } from './notes.js';
import { PartStore, type ResolvedParts } from './part-store.js';
import { type Finding, type Verdict, errorVerdict, verdictOf } from './verdict.js';
import { worstOfProfiles } from './worst-of-profiles.js';

/** Judges bundles by the profiles that it was made with. */
export interface Verifier {
  /** @param now The verifier's own clock, for the age of a status. Never rejects. */
  verify(input: Uint8Array | string | BundleFile, now: Date): Promise<Verdict>;
}

/** Where a verifier finds what does not stand in the bundle. */
export interface VerifierOptions {
  /** Finds the parts that lie beside a bundle; without it a part by reference is a missing one. */
  readonly parts?: PartResolver;
  /**
   * Loads what reads timestamps (`createTimestamps` of `@chopmark/core/timestamps`); asked once, and only when a bundle
   * holds some. Without it nobody looks at them, and the verdict says so.
   */
  readonly timestamps?: () => Promise<Timestamps>;
}

/**
 * A verifier that prepares its profiles once; for many bundles.
 *
 * @param profiles What the verifier trusts; those of a document's network judge it, and the worst answer counts.
 */
export function createVerifier(
  profiles: readonly TrustProfile[],
  crypto: VerifyCrypto,
  options: VerifierOptions = {},
): Verifier {
  const prepared = new Map<TrustProfile, Promise<PreparedTrust>>();
  const store = new PartStore(options.parts, crypto.suites);
  const evidenceJudge = new EvidenceJudge(crypto, options.timestamps);

  const trustBy = (profile: TrustProfile): Promise<PreparedTrust> => {
    const known = prepared.get(profile) ?? prepareTrust(profile, crypto);
    prepared.set(profile, known);
    return known;
  };

  /** Those of one network; the same profile given twice counts once. */
  const trustFor = async (network: string): Promise<PreparedTrust[]> => {
    const all = await Promise.all(profiles.filter((one) => one.network === network).map(trustBy));
    return all.filter(
      ({ fingerprint }, at) => all.findIndex((one) => one.fingerprint === fingerprint) === at,
    );
  };

  const judge = async (bundle: BundleFile, now: Date): Promise<Verdict> => {
    const parts = await store.all(bundle);
    const trusts = await trustFor(bundle.document.header.network);
    if (trusts.length < 2) return judgeBy(trusts[0], bundle, parts, now);
    const verdicts: Verdict[] = [];
    for (const trust of trusts) verdicts.push(await judgeBy(trust, bundle, parts, now));
    return worstOfProfiles(verdicts);
  };

  const judgeBy = async (
    profile: PreparedTrust | undefined,
    bundle: BundleFile,
    parts: ResolvedParts,
    now: Date,
  ): Promise<Verdict> => {
    const { header } = bundle.document;
    const evidence = await evidenceJudge.judge(parts, profile);
    const { trust } = evidence;
    const { validity } = evidence;
    const { statement } = validity;

    const content = judgeContent(bundle.document, statement, crypto.suites);
    const batch = judgeBatch(bundle, content.hash, statement, crypto.suites[header.suite]);
    const speaksOfIt = [validity.finding, content.finding, batch].every(({ outcome }) => outcome === 'pass');
    const believed = speaksOfIt ? statement : undefined;
    const issuer = judgeIssuer(bundle, statement, trust, profiles.length > 0);
    const attested = attestedTime(believed, now);
    const status = judgeStatus(believed, content.hash ? toHex(content.hash) : '', trust, attested, now);
    const transaction = transactionFinding(evidence);
    const ordering = orderingFinding(evidence);
    const isBound = (over: Over): boolean =>
      batch.outcome === 'pass' && (over !== 'header' || leadsToBlock(evidence, transaction, ordering));
    const time = judgeTime(attested, evidence.timestamps, isBound, now);
    const findings = [content.finding, batch, transaction, ordering, validity.finding, issuer, status, time];
    const verdict = verdictOf(findings);
    const isValid = verdict === 'valid';
    return {
      verdict,
      inForce: isValid && status.outcome === 'pass' ? 'yes' : 'unknown',
      asOf: isValid && believed ? believed.answer.clock : null,
      network: header.network,
      embedded: trust ? isEmbedded(trust.profile) : null,
      findings,
      number: isValid && believed ? numberOf(believed, header.sequence) : null,
      documentHash: content.hash ? toHex(content.hash) : null,
      signers: validity.signers?.organizations ?? [],
      profile: trust ? { name: trust.profile.name, fingerprint: trust.fingerprint } : null,
      notes: [...notesOf(trust, evidence, now), ...timestampNotes(evidence.timestamps, isBound, time, now)],
    };
  };

  return {
    verify: async (input, now) => {
      try {
        const isText = typeof input === 'string' || input instanceof Uint8Array;
        return await judge(isText ? parseBundle(input) : bundleFrom(input), now);
      } catch (error) {
        return verdictOnError(error);
      }
    },
  };
}

/**
 * Judges one bundle.
 *
 * @param profiles What the verifier trusts; those of the document's network judge it, and the worst answer counts.
 * @param now The verifier's own clock, for the age of a status.
 * @returns Always a verdict: hostile or broken input is answered, never thrown.
 */
export function verifyBundle(
  input: Uint8Array | string | BundleFile,
  profiles: readonly TrustProfile[],
  { crypto, now, ...options }: VerifierOptions & { readonly crypto: VerifyCrypto; readonly now: Date },
): Promise<Verdict> {
  return createVerifier(profiles, crypto, options).verify(input, now);
}

function transactionFinding({ transaction, validity }: Evidence): Finding {
  return 'envelope' in transaction ? compareTransaction(transaction, validity.statement) : transaction;
}

function orderingFinding({ block, validity }: Evidence): Finding {
  return 'position' in block ? compareBlock(block, validity.statement?.recorded) : block;
}

/** Whether the block's header stands for the transaction that wrote the record. */
function leadsToBlock({ block }: Evidence, transaction: Finding, ordering: Finding): boolean {
  const isWhole = 'header' in block && block.header !== undefined;
  return isWhole && transaction.outcome === 'pass' && ordering.outcome !== 'fail';
}

function numberOf({ answer: { record } }: Statement, sequence: number): string | null {
  try {
    return kindOf(record.kind).numberOf(record.prefix, sequence);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return null;
  }
}

function verdictOnError(error: unknown): Verdict {
  if (error instanceof BundleError || error instanceof TrustError)
    return errorVerdict(error.code, error.message);
  return errorVerdict('VERIFIER_FAULT', error instanceof Error ? error.message : 'unknown fault');
}
