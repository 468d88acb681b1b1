/**
 * Judges the proof of a single transaction at the level of Fabric: transaction, ordering and validity are answered,
 * everything about a document is skipped. For ledgers with other contracts than ours.
 *
 * @module
 */
import { BundleError } from '../bundle/bundle-error.js';
import { type LedgerProof, ledgerProofFrom, parseLedgerProof } from '../bundle/ledger-proof.js';
import { blockBytesOf, configurationBytesOf, envelopeOf, statementBytesOf } from '../bundle/part-bytes.js';
import { toHex } from '../encoding/hex.js';
import type { Version } from '../fabric-proof/messages.js';
import { requireSuite } from '../hash/suite.js';
import { type PreparedTrust, prepareTrust } from '../trust/prepared-trust.js';
import { TrustError } from '../trust/trust-error.js';
import { type TrustProfile, isEmbedded } from '../trust/trust-profile.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import { type JudgedBlock, judgeBlock, judgeConfiguration } from './judge-ordering.js';
import { judgePlace, judgeValidation } from './judge-ledger-validity.js';
import { type EndorsementNeed, judgeTransaction, needOf } from './judge-transaction.js';
import { notesOf } from './notes.js';
import { type Finding, type Verdict, allQuestions, errorVerdict, finding, verdictOf } from './verdict.js';

/** What judging a ledger proof needs beside proof and profiles. */
export interface LedgerProofOptions {
  readonly crypto: VerifyCrypto;
  readonly now: Date;
  /** Whose signatures a transaction needs when the profile says nothing about its contract; default any two. */
  readonly need?: EndorsementNeed;
}

const CARRYING = ['transaction', 'ordering', 'validity'] as const;
const ANY_TWO: EndorsementNeed = { organizations: 2 };

/**
 * @param profiles What the verifier trusts; the one of the network that the proof's genesis block names is used.
 * @returns Always a verdict. `valid` when transaction, ordering and validity pass.
 */
export async function verifyLedgerProof(
  input: Uint8Array | string | LedgerProof,
  profiles: readonly TrustProfile[],
  options: LedgerProofOptions,
): Promise<Verdict> {
  try {
    const isText = typeof input === 'string' || input instanceof Uint8Array;
    const proof = isText ? parseLedgerProof(input) : ledgerProofFrom(input);
    const profile = profileFor(proof, profiles, options.crypto);
    if (!profile) return errorVerdict('PROFILE_MISSING', 'no trust profile given');
    return await judge(proof, await prepareTrust(profile, options.crypto), options);
  } catch (error) {
    if (error instanceof BundleError || error instanceof TrustError)
      return errorVerdict(error.code, error.message);
    return errorVerdict('VERIFIER_FAULT', error instanceof Error ? error.message : 'unknown fault');
  }
}

/** A proof of another network than any profile's is judged by the first, which refuses it. */
function profileFor(
  { configuration: [genesis] }: LedgerProof,
  profiles: readonly TrustProfile[],
  crypto: VerifyCrypto,
): TrustProfile | undefined {
  const { hash } = requireSuite(crypto.suites, 'sha256-p256');
  const network = genesis && toHex(hash(configurationBytesOf([genesis])[0]?.header ?? new Uint8Array(0)));
  return profiles.find((one) => one.network === network) ?? profiles[0];
}

async function judge(
  proof: LedgerProof,
  trust: PreparedTrust,
  { crypto, now, need = ANY_TWO }: LedgerProofOptions,
): Promise<Verdict> {
  const needed = (chaincode: string): EndorsementNeed => needOf(trust, chaincode) ?? need;
  const transaction = await judgeTransaction(envelopeOf(proof.transaction), trust, needed, crypto);
  const chain = await judgeConfiguration(configurationBytesOf(proof.configuration), trust, crypto);
  const bytes = blockBytesOf(proof.block, transaction.envelope);
  const block = await judgeBlock(bytes, proof.block.before.length, chain, trust, crypto);
  const validation = await judgeValidation(statementBytesOf(proof.statement), transaction, trust, crypto);
  const place = proof.place && (await judgePlace(statementBytesOf(proof.place), transaction, trust, crypto));
  const findings = allQuestions(
    [
      transaction.finding,
      placed(block, place?.versions ?? []),
      place ? worst(validation.finding, place.finding) : validation.finding,
    ],
    'there is no document',
  );
  const { profile, fingerprint } = trust;
  return {
    verdict: verdictOf(findings, CARRYING),
    inForce: 'unknown',
    asOf: null,
    network: profile.network,
    embedded: isEmbedded(profile),
    findings,
    number: null,
    documentHash: null,
    signers: validation.signers?.organizations ?? [],
    profile: { name: profile.name, fingerprint },
    notes: notesOf(trust, { validity: validation, transaction, block }, now),
  };
}

/**
 * A peer's answer about an identifier names no block: the same envelope stands without effect in a later one when it is
 * submitted twice. What was written from this place shows that it took effect here.
 */
function placed({ header, position, finding: own }: JudgedBlock, versions: readonly Version[]): Finding {
  if (own.outcome !== 'pass' || !header) return own;
  const isHere = ({ block, position: at }: Version): boolean =>
    BigInt(block) === header.number && at === position;
  if (versions.some(isHere)) return own;
  const before = versions.find(
    ({ block, position: at }) =>
      BigInt(block) < header.number || (BigInt(block) === header.number && at < position),
  );
  return before
    ? finding(
        'BLOCK_PLACE_MISMATCH',
        `transaction in block ${header.number}, position ${position}; what it writes is from block ${before.block}, position ${before.position}`,
      )
    : finding('BLOCK_PLACE_UNPROVEN', `${own.detail}; nothing ties the transaction's effect to it`);
}

const RANK = ['pass', 'skipped', 'unknown', 'fail'] as const;

function worst(a: Finding, b: Finding): Finding {
  return RANK.indexOf(b.outcome) > RANK.indexOf(a.outcome) ? b : a;
}
