/**
 * What of a bundle ages, and by when it must be stamped again: certificates end, algorithms are given up. Judges
 * nothing that the verdict does not judge too.
 *
 * @module
 */
import type { BundleFile } from '../bundle/bundle.js';
import { envelopeOf, statementBytesOf } from '../bundle/part-bytes.js';
import { PART_NAMES, type PartName } from '../bundle/parts.js';
import { type ClaimedIdentity, parseIdentity } from '../fabric-proof/identity.js';
import { parseAttestProposal } from '../fabric-proof/proposal.js';
import { parseTransaction } from '../fabric-proof/transaction.js';
import { type Hash, requireSuite } from '../hash/suite.js';
import { prepareTrust } from '../trust/prepared-trust.js';
import type { TrustProfile } from '../trust/trust-profile.js';
import { commonNameOf } from '../x509/name.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { NETWORK_ALGORITHM, horizonOf } from './algorithm-horizons.js';
import { type Evidence, EvidenceJudge } from './evidence.js';
import type { JudgedTimestamp } from './judge-timestamps.js';
import { MissingPart, PartStore, type ResolvedParts } from './part-store.js';
import type { VerifierOptions } from './verifier.js';

/** A certificate whose signature the evidence rests on. Its holder's name is a stranger's text. */
export interface AgingCertificate {
  readonly part: 'statement' | 'transaction' | 'block';
  readonly mspId: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly notAfter: number;
}

export interface EvidenceAge {
  /** In the order of their end. */
  readonly certificates: readonly AgingCertificate[];
  readonly timestamps: readonly JudgedTimestamp[];
  /** Blocks of the archived configuration chain; 0 when the bundle has none. */
  readonly configurationBlocks: number;
  /** Parts that the bundle names and that are not at hand. */
  readonly missing: readonly PartName[];
  /** By when a token over the evidence must have been made; undefined when there is nothing to hold. */
  readonly due: { readonly by: number; readonly because: string } | undefined;
}

/** @throws {BundleError | TrustError} For parts or a profile that cannot be read. */
export async function evidenceAge(
  bundle: BundleFile,
  profiles: readonly TrustProfile[],
  { crypto, parts: resolver, timestamps }: VerifierOptions & { readonly crypto: VerifyCrypto },
): Promise<EvidenceAge> {
  const { hash } = requireSuite(crypto.suites, 'sha256-p256');
  const profile = profiles.find(({ network }) => network === bundle.document.header.network);
  const trust = profile && (await prepareTrust(profile, crypto));
  const parts = await new PartStore(resolver, crypto.suites).all(bundle);
  const evidence = await new EvidenceJudge(crypto, timestamps).judge(parts, trust);
  const certificates = [...certificatesOf(parts, evidence, hash)].sort((a, b) => a.notAfter - b.notAfter);
  const { configuration } = parts;
  return {
    certificates,
    timestamps: evidence.timestamps,
    configurationBlocks: configuration && !(configuration instanceof MissingPart) ? configuration.length : 0,
    missing: PART_NAMES.filter((name) => parts[name] instanceof MissingPart),
    due: dueOf(certificates, evidence.timestamps),
  };
}

/** The last token over the evidence holds everything; before there is one, what ends first decides. */
function dueOf(
  certificates: readonly AgingCertificate[],
  timestamps: readonly JudgedTimestamp[],
): EvidenceAge['due'] {
  const newest = timestamps.filter(({ over, stamp }) => over === 'evidence' && stamp).slice(-1);
  const ends =
    newest.length > 0
      ? endsOf(newest)
      : [
          ...endsOf(timestamps),
          ...certificates.map(({ name, notAfter }) => ({
            by: notAfter,
            because: `certificate of ${name} ends`,
          })),
          ...(certificates.length > 0 ? [givenUp(NETWORK_ALGORITHM)] : []),
        ];
  return ends.sort((a, b) => a.by - b.by)[0];
}

type End = NonNullable<EvidenceAge['due']>;

function endsOf(timestamps: readonly JudgedTimestamp[]): End[] {
  return timestamps.flatMap(({ stamp }) =>
    (stamp?.chain ?? []).flatMap(({ name, notAfter, algorithm }) => [
      { by: notAfter, because: `certificate of ${name} ends` },
      givenUp(algorithm),
    ]),
  );
}

function givenUp(algorithm: string): End {
  return { by: horizonOf(algorithm), because: `${algorithm} is planned with no longer` };
}

function* certificatesOf(
  parts: ResolvedParts,
  { block }: Evidence,
  sha256: Hash,
): Iterable<AgingCertificate> {
  for (const identity of [...askersOf(parts, sha256)].flatMap(readable)) yield aging('statement', identity);
  for (const identity of [...sendersOf(parts, sha256)].flatMap(readable))
    yield aging('transaction', identity);
  if ('ordered' in block && block.ordered)
    for (const consenter of block.ordered.quorum.signers) yield aging('block', consenter);
}

function* askersOf({ statement }: ResolvedParts, sha256: Hash): Iterable<Uint8Array> {
  if (!statement || statement instanceof MissingPart) return;
  const { signedProposal, endorsements } = statementBytesOf(statement);
  yield* orNothing(() => parseAttestProposal(signedProposal, sha256).creator);
  yield* endorsements.map(({ endorser }) => endorser);
}

function* sendersOf({ transaction }: ResolvedParts, sha256: Hash): Iterable<Uint8Array> {
  if (!transaction || transaction instanceof MissingPart) return;
  for (const { call, endorsements } of orNothing(() => parseTransaction(envelopeOf(transaction), sha256))) {
    yield call.creator;
    yield* endorsements.map(({ endorser }) => endorser);
  }
}

function readable(identity: Uint8Array): readonly ClaimedIdentity[] {
  return orNothing(() => parseIdentity(identity));
}

/** What cannot be read has no certificate to speak of; the verdict says what is wrong with it. */
function orNothing<T>(read: () => T): readonly T[] {
  try {
    return [read()];
  } catch {
    return [];
  }
}

function aging(part: AgingCertificate['part'], { mspId, certificate }: ClaimedIdentity): AgingCertificate {
  return { part, mspId, name: commonNameOf(certificate.subject), notAfter: certificate.notAfter };
}
