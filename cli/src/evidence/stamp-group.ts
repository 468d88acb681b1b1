/**
 * One token for the bundles that share one evidence: what it is over, the question, the answer's proof. Nothing is
 * written here.
 *
 * @module
 */
import { createHash, randomBytes, webcrypto } from 'node:crypto';
import {
  TimestampError,
  type TimestampHash,
  type VerifiedTimestamp,
  messageToStamp,
  readTimestampResponse,
  timestampRequest,
  verifyTimestamp,
} from '@chopmark/core/timestamps';
import {
  type Bundle,
  type BundleFile,
  type BundleTimestamp,
  type Finding,
  MAX_TIMESTAMPS,
  type PartName,
  PART_NAMES,
  type TimestampAuthority,
  type TrustProfile,
  createVerifier,
  hashOfReference,
  isPartReference,
  parsePart,
} from '@chopmark/core/verify';
import { loadTimestamps } from '../verify/load-timestamps.js';
import { nodeCrypto } from '../verify/node-crypto.js';
import { EvidenceError } from './evidence-error.js';
import type { EvidenceGroup } from './evidence-files.js';
import { askTsa } from './tsa-client.js';

export interface StampSettings {
  readonly tsa: URL;
  readonly hash: TimestampHash;
  readonly over: BundleTimestamp['over'];
  /** Dotted; undefined leaves it to the authority. */
  readonly policy: string | undefined;
  readonly timeoutMs: number;
  readonly profiles: readonly TrustProfile[];
  /** Believed besides those of the profile. */
  readonly authorities: readonly TimestampAuthority[];
}

export interface NewStamp {
  readonly stamp: VerifiedTimestamp;
  /** All tokens of the bundles now, in order. */
  readonly timestamps: readonly BundleTimestamp[];
}

/** How far a fresh token may be dated from this computer's clock. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;
const NONCE_BYTES = 16;

/**
 * @throws {EvidenceError} `EVIDENCE_…`, `NOTHING_TO_STAMP`, `TSA_…`
 * @throws {TimestampError} When the answer is not believed.
 */
export async function stampGroup(group: EvidenceGroup, settings: StampSettings): Promise<NewStamp> {
  const bundle = await wholeBundle(group);
  await assertHolds(group.bundle, group, settings.profiles);
  const { timestamps = [] } = bundle;
  if (timestamps.length >= MAX_TIMESTAMPS)
    throw new EvidenceError('EVIDENCE_FULL', `${timestamps.length} timestamps`);
  const sha256 = (data: Uint8Array): Uint8Array => createHash('sha256').update(data).digest();
  const message = messageToStamp(settings.over, bundle, sha256);
  if (!message)
    throw new EvidenceError('NOTHING_TO_STAMP', `the bundle holds nothing for "${settings.over}"`);

  const { token, stamp } = await freshToken(message, bundle, settings);
  const added = { over: settings.over, token: Buffer.from(token).toString('base64') };
  return { stamp, timestamps: [...timestamps, added] };
}

async function freshToken(
  message: Uint8Array,
  { document: { header } }: BundleFile,
  { tsa, hash, policy, timeoutMs, profiles, authorities }: StampSettings,
): Promise<{ token: Uint8Array; stamp: VerifiedTimestamp }> {
  const value = createHash(hash.toLowerCase().replace('-', '')).update(message).digest();
  const { der, expected } = timestampRequest(
    { hash, value },
    { nonce: randomBytes(NONCE_BYTES), certReq: true, policy },
  );
  const token = readTimestampResponse(await askTsa(tsa, der, timeoutMs));
  const profile = profiles.find(({ network }) => network === header.network);
  const stamp = await verifyTimestamp(
    token,
    message,
    [...(profile?.timestampAuthorities ?? []), ...authorities],
    { crypto: webcrypto, nonce: expected, ...(policy === undefined ? {} : { policy }) },
  );
  if (stamp.hash !== hash)
    throw new TimestampError('TIMESTAMP_IMPRINT_MISMATCH', `asked for ${hash}, stamped ${stamp.hash}`);
  if (Math.abs(stamp.genTime - Date.now()) > CLOCK_TOLERANCE_MS + stamp.accuracyMs)
    throw new EvidenceError(
      'TSA_TIME_DIFFERS',
      `the authority says ${new Date(stamp.genTime).toISOString()}, this computer ${new Date().toISOString()}`,
    );
  return { token, stamp };
}

/** The bundle with every part in it. @throws {EvidenceError} `EVIDENCE_INCOMPLETE` */
async function wholeBundle({ bundle, part, files: [file] }: EvidenceGroup): Promise<Bundle> {
  const found: { [name: string]: unknown } = {};
  for (const name of PART_NAMES) {
    const value = bundle[name];
    if (value !== undefined) found[name] = isPartReference(value) ? await read(name, value) : value;
  }
  return { ...bundle, ...found } as Bundle;

  async function read(name: PartName, reference: `sha256:${string}`): Promise<unknown> {
    const hash = hashOfReference(reference);
    const bytes = await part(hash);
    if (!bytes || createHash('sha256').update(bytes).digest('hex') !== hash)
      throw new EvidenceError('EVIDENCE_INCOMPLETE', `${file}: ${name} is not in ${hash}.json`);
    return parsePart(name, bytes);
  }
}

/** What is wrong stays wrong under a new stamp. @throws {EvidenceError} `EVIDENCE_INVALID` */
export async function assertHolds(
  bundle: BundleFile,
  { part, files: [file] }: Pick<EvidenceGroup, 'part' | 'files'>,
  profiles: readonly TrustProfile[],
): Promise<void> {
  const verifier = createVerifier(profiles, nodeCrypto, { parts: part, timestamps: loadTimestamps });
  const { findings, verdict } = await verifier.verify(bundle, new Date());
  const wrong: Finding | undefined =
    findings.find(({ outcome }) => outcome === 'fail') ??
    (verdict === 'error' ? findings.find(({ outcome }) => outcome === 'unknown') : undefined);
  if (wrong) throw new EvidenceError('EVIDENCE_INVALID', `${file}: ${wrong.code}: ${wrong.detail}`);
}
