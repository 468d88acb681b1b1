/**
 * What a verifier takes for granted about one channel (docs/formats.md, section 5). Comes from the verifier's own
 * hands, never from the bundle that is judged.
 *
 * @module
 */
import { fromBase64 } from '../encoding/base64.js';
import { canonicalBytes } from '../encoding/canonical-json.js';
import { toHex } from '../encoding/hex.js';
import { isJsonObject } from '../encoding/json-value.js';
import { Members } from '../encoding/members.js';
import { parseJson } from '../encoding/parse-json.js';
import { DocumentError } from '../errors/document-error.js';
import { type HexHash, parseHexHash } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import type { TimestampAuthority } from '../timestamp/timestamps-port.js';
import { TrustError } from './trust-error.js';

/** `format` of a trust profile. */
export const TRUST_FORMAT = 'chopmark/trust/1';
/** Most bytes of a trust profile. */
export const MAX_PROFILE_BYTES = 1_000_000;

/** A trust profile as it lies in a file (docs/formats.md, section 5). */
export type TrustProfile = {
  readonly format: typeof TRUST_FORMAT;
  /** Text for people. */
  readonly name: string;
  /** SHA-256 of the genesis block's header. */
  readonly network: HexHash;
  readonly channel: string;
  /** A development network: one process plays every organization. */
  readonly embedded: boolean;
  readonly organizations: readonly TrustOrganization[];
  readonly namespaces: readonly TrustNamespace[];
  /** How many distinct organizations must have signed a statement. */
  readonly signers: number;
  /** How old a statement may be and still say what is in force. */
  readonly statusMaxAgeSeconds: number;
  /** Whose timestamps are believed; absent: nobody's. */
  readonly timestampAuthorities?: readonly TimestampAuthority[];
  readonly signatures: readonly TrustSignature[];
};

/** Certificates and revocation lists are PEM texts. */
export type TrustOrganization = {
  readonly mspId: string;
  readonly name: string;
  readonly roots: readonly string[];
  readonly intermediates: readonly string[];
  readonly revocationLists: readonly string[];
};

/** Who may issue what under a namespace, and by which versions of the rules. */
export type TrustNamespace = {
  readonly namespace: string;
  /** MSP id of the organization that may issue here. */
  readonly authority: string;
  readonly kinds: readonly { readonly kind: string; readonly prefixes: string }[];
  /** Versions of the chaincode definition that are believed; position of the Sequence key, digest of the bundle. */
  readonly definitions: readonly {
    readonly block: number;
    readonly position: number;
    readonly bundle: HexHash;
  }[];
};

/** ECDSA P-256 with SHA-256 over `trustBytes`, by an admin certificate of the organization. */
export type TrustSignature = {
  readonly mspId: string;
  readonly certificate: string;
  readonly signature: string;
};

const CODE = 'MALFORMED_RECORD';
const TIMESTAMP_AUTHORITIES = 'timestampAuthorities';
const MSP_ID = /^[A-Za-z0-9.-]{1,64}$/;
const NAME = /^[^\p{Cc}]{1,200}$/u;
const WORD = /^[A-Za-z0-9._-]{1,64}$/;
const PATTERN = /^\^[A-Za-z0-9[\]{},-]{1,80}\$$/;
const MAX_ORGANIZATIONS = 16;
const MAX_LIST = 64;

/** @throws {TrustError} `PROFILE_UNREADABLE` */
export function parseTrustProfile(input: Uint8Array | string): TrustProfile {
  if (input.length > MAX_PROFILE_BYTES)
    throw new TrustError('PROFILE_UNREADABLE', `more than ${MAX_PROFILE_BYTES} bytes`);
  try {
    return profileFrom(parseJson(input, { maxDepth: 12 }));
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    throw new TrustError('PROFILE_UNREADABLE', error.message, { cause: error });
  }
}

/** True also for a channel that carries the name of an embedded one: a profile cannot talk it away. */
export function isEmbedded({ embedded, channel }: TrustProfile): boolean {
  return embedded || channel.endsWith('-embedded');
}

/** What the organizations sign and the fingerprint covers: canonical JSON of the profile without `signatures`. */
export function trustBytes(profile: TrustProfile): Uint8Array {
  const signed: Partial<TrustProfile> = { ...profile };
  delete (signed as { signatures?: unknown }).signatures;
  return canonicalBytes(signed);
}

/**
 * Short enough for paper: SHA-256 of `trustBytes` in groups of four hexadecimal digits.
 *
 * @param sha256 Always SHA-256, whatever suites the network uses.
 */
export function trustFingerprint(sha256: Hash, profile: TrustProfile): string {
  return toHex(sha256(trustBytes(profile))).replace(/(.{4})(?=.)/g, '$1 ');
}

function profileFrom(value: unknown): TrustProfile {
  const names = [
    'format',
    'name',
    'network',
    'channel',
    'embedded',
    'organizations',
    'namespaces',
    'signers',
  ];
  const optional = isJsonObject(value) && Object.hasOwn(value, TIMESTAMP_AUTHORITIES);
  const members = new Members(
    value,
    [...names, 'statusMaxAgeSeconds', 'signatures', ...(optional ? [TIMESTAMP_AUTHORITIES] : [])],
    CODE,
  );
  const organizations = listOf(members, 'organizations', 1, MAX_ORGANIZATIONS).map(organizationFrom);
  const namespaces = listOf(members, 'namespaces', 0, MAX_LIST).map(namespaceFrom);
  assertDistinct(
    organizations.map(({ mspId }) => mspId),
    members.error('organizations', 'stands twice'),
  );
  assertDistinct(
    namespaces.map(({ namespace }) => namespace),
    members.error('namespaces', 'stands twice'),
  );
  const signers = members.integer('signers', 1);
  if (signers > organizations.length) throw members.error('signers', 'more than there are organizations');
  return {
    format: members.choice('format', [TRUST_FORMAT]),
    name: members.text('name', NAME),
    network: parseHexHash(members.value('network'), '/network'),
    channel: members.text('channel', WORD),
    embedded: members.boolean('embedded'),
    organizations,
    namespaces,
    signers,
    statusMaxAgeSeconds: members.integer('statusMaxAgeSeconds', 1),
    ...(optional ? { timestampAuthorities: timestampAuthoritiesFrom(members) } : {}),
    signatures: listOf(members, 'signatures', 0, MAX_ORGANIZATIONS).map(signatureFrom),
  };
}

function organizationFrom(value: unknown): TrustOrganization {
  const members = new Members(value, ['mspId', 'name', 'roots', 'intermediates', 'revocationLists'], CODE);
  return {
    mspId: members.text('mspId', MSP_ID),
    name: members.text('name', NAME),
    roots: textsOf(members, 'roots', 1),
    intermediates: textsOf(members, 'intermediates', 0),
    revocationLists: textsOf(members, 'revocationLists', 0),
  };
}

function timestampAuthoritiesFrom(members: Members): TimestampAuthority[] {
  const authorities = listOf(members, TIMESTAMP_AUTHORITIES, 0, MAX_LIST).map((entry) => {
    const authority = new Members(entry, ['name', 'roots', 'intermediates', 'revocationLists'], CODE);
    return {
      name: authority.text('name', NAME),
      roots: textsOf(authority, 'roots', 1),
      intermediates: textsOf(authority, 'intermediates', 0),
      revocationLists: textsOf(authority, 'revocationLists', 0),
    };
  });
  assertDistinct(
    authorities.map(({ name }) => name),
    members.error(TIMESTAMP_AUTHORITIES, 'stands twice'),
  );
  return authorities;
}

function namespaceFrom(value: unknown): TrustNamespace {
  const members = new Members(value, ['namespace', 'authority', 'kinds', 'definitions'], CODE);
  return {
    namespace: members.text('namespace', WORD),
    authority: members.text('authority', MSP_ID),
    kinds: listOf(members, 'kinds', 0, MAX_LIST).map((entry) => {
      const kind = new Members(entry, ['kind', 'prefixes'], CODE);
      return { kind: kind.text('kind', WORD), prefixes: patternOf(kind) };
    }),
    definitions: listOf(members, 'definitions', 0, MAX_LIST).map((entry) => {
      const definition = new Members(entry, ['block', 'position', 'bundle'], CODE);
      return {
        block: definition.integer('block', 0),
        position: definition.integer('position', 0),
        bundle: parseHexHash(definition.value('bundle'), '/bundle'),
      };
    }),
  };
}

/** Anchored, without groups or unbounded repetition: matching is bounded. */
function patternOf(members: Members): string {
  const pattern = members.text('prefixes', PATTERN);
  try {
    new RegExp(pattern);
  } catch {
    throw members.error('prefixes', 'not a regular expression');
  }
  return pattern;
}

function signatureFrom(value: unknown): TrustSignature {
  const members = new Members(value, ['mspId', 'certificate', 'signature'], CODE);
  const signature = members.text('signature');
  fromBase64(signature);
  return { mspId: members.text('mspId', MSP_ID), certificate: members.text('certificate'), signature };
}

function listOf(members: Members, name: string, least: number, most: number): readonly unknown[] {
  const value = members.value(name);
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    throw members.error(name, `must be a list of ${least} to ${most}`);
  }
  return value;
}

function textsOf(members: Members, name: string, least: number): readonly string[] {
  return listOf(members, name, least, MAX_LIST).map((entry) => {
    if (typeof entry !== 'string') throw members.error(name, 'must be a list of texts');
    return entry;
  });
}

function assertDistinct(names: readonly string[], error: Error): void {
  if (new Set(names).size !== names.length) throw error;
}
