/**
 * The trust profile of a network (docs/formats.md section 5): what a verifier pins. The organizations' admins sign it;
 * on a real channel they would do so offline.
 */
import { readFile } from 'node:fs/promises';
import type { Definition, OrganizationKey } from '../description.js';
import { readRoots } from '../identities/create-identities.js';
import { loadIdentity } from '../identities/identity.js';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { canonicalText } from './canonical.js';
import type { AcceptedDefinition } from './definition-version.js';

export type UnsignedProfile = {
  readonly format: 'chopmark/trust/1';
  readonly name: string;
  readonly network: string;
  readonly channel: string;
  readonly embedded: boolean;
  readonly organizations: readonly {
    readonly mspId: string;
    readonly name: string;
    readonly roots: readonly string[];
    readonly intermediates: readonly string[];
    readonly revocationLists: readonly string[];
  }[];
  readonly namespaces: readonly {
    readonly namespace: string;
    readonly authority: string;
    readonly kinds: Definition['kinds'];
    readonly definitions: readonly AcceptedDefinition[];
  }[];
  readonly signers: number;
  readonly statusMaxAgeSeconds: number;
  /** Whose timestamps are believed: what \`chopmark trust amend\` wrote, kept as it is. */
  readonly timestampAuthorities?: readonly unknown[];
};

export type ProfileSignature = {
  readonly mspId: string;
  readonly certificate: string;
  readonly signature: string;
};

export type TrustProfile = UnsignedProfile & { readonly signatures: readonly ProfileSignature[] };

/** Three of four: one may be down or lying. */
const SIGNERS = 3;
const STATUS_MAX_AGE_SECONDS = 24 * 60 * 60;

/**
 * Writes `trust.json`, keeping versions and roots that were accepted before: what was issued under them stays verifiable.
 *
 * @param versions Where each definition stands now, and which code answers for it, by name.
 * @param signers Organizations whose admin keys lie in this folder.
 */
export async function writeTrustProfile(
  network: PreparedNetwork,
  versions: ReadonlyMap<string, AcceptedDefinition>,
  signers: readonly OrganizationKey[] = network.description.organizations.map(({ key }) => key),
): Promise<TrustProfile> {
  const known = await readTrustProfile(network);
  const made = await profileOf(network, (name) => accepted(known, name, versions.get(name)));
  const unsigned = known ? keeping(made, known) : made;
  if (known && isSignedBy(network, known, signers)) {
    if (Buffer.compare(profileBytes(known), profileBytes(unsigned)) === 0) return known;
  }
  const profile = { ...unsigned, signatures: await signaturesOf(network, unsigned, signers) };
  await writeJson(network.layout.trustProfile, profile);
  return profile;
}

/** What the signatures and the fingerprint cover. */
export function profileBytes(profile: UnsignedProfile): Uint8Array {
  const unsigned = Object.entries(profile).filter(([name]) => name !== 'signatures');
  return Buffer.from(canonicalText(Object.fromEntries(unsigned)));
}

async function profileOf(
  { description, layout, network }: PreparedNetwork,
  acceptedOf: (name: string) => readonly AcceptedDefinition[],
): Promise<UnsignedProfile> {
  return {
    format: 'chopmark/trust/1',
    name: `Chopmark sandbox, ${description.kind} network`,
    network,
    channel: description.channel,
    embedded: description.kind === 'embedded',
    organizations: await Promise.all(
      description.organizations.map(async ({ key, mspId, name }) => ({
        mspId,
        name,
        roots: [(await readRoots(layout.organization(key))).ca],
        intermediates: [],
        revocationLists: [],
      })),
    ),
    namespaces: description.definitions.map(({ name, authority, kinds }) => ({
      namespace: name,
      authority,
      kinds,
      definitions: acceptedOf(name),
    })),
    signers: SIGNERS,
    statusMaxAgeSeconds: STATUS_MAX_AGE_SECONDS,
  };
}

/** Roots that an organization had before, and timestamp authorities, stay until somebody takes them out of the file. */
function keeping(
  made: UnsignedProfile,
  { organizations, timestampAuthorities }: TrustProfile,
): UnsignedProfile {
  return {
    ...made,
    organizations: made.organizations.map((one) => {
      const before = organizations.find(({ mspId }) => mspId === one.mspId);
      const union = (now: readonly string[], then: readonly string[] = []): string[] => [
        ...now,
        ...then.filter((pem) => !now.includes(pem)),
      ];
      return {
        ...one,
        roots: union(one.roots, before?.roots),
        intermediates: union(one.intermediates, before?.intermediates),
        revocationLists: union(one.revocationLists, before?.revocationLists),
      };
    }),
    ...(timestampAuthorities && { timestampAuthorities }),
  };
}

/** A profile that was changed by hand lost its signatures. */
function isSignedBy(
  { description }: PreparedNetwork,
  { signatures }: TrustProfile,
  signers: readonly OrganizationKey[],
): boolean {
  return description.organizations
    .filter(({ key }) => signers.includes(key))
    .every(({ mspId }) => signatures.some((one) => one.mspId === mspId));
}

function accepted(
  known: TrustProfile | undefined,
  name: string,
  version: AcceptedDefinition | undefined,
): readonly AcceptedDefinition[] {
  const before = known?.namespaces.find(({ namespace }) => namespace === name)?.definitions ?? [];
  if (!version) return before;
  const others = before.filter(
    ({ block, position }) => block !== version.block || position !== version.position,
  );
  return [...others, version];
}

async function signaturesOf(
  { description, layout }: PreparedNetwork,
  profile: UnsignedProfile,
  signers: readonly OrganizationKey[],
): Promise<readonly ProfileSignature[]> {
  const bytes = profileBytes(profile);
  return Promise.all(
    signers.map(async (key) => {
      const admin = await loadIdentity(description, layout, key, 'admin');
      return {
        mspId: admin.mspId,
        certificate: admin.certificatePem,
        signature: Buffer.from(admin.sign(bytes)).toString('base64'),
      };
    }),
  );
}

async function readTrustProfile({ layout, network }: PreparedNetwork): Promise<TrustProfile | undefined> {
  try {
    const profile = JSON.parse(await readFile(layout.trustProfile, 'utf8')) as TrustProfile;
    return profile.network === network ? profile : undefined;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (!(error instanceof SyntaxError)) throw error;
    throw new NetworkError(
      'NETWORK_DAMAGED',
      `${layout.trustProfile} is not JSON; nothing was changed. Restore it from a copy; removed, it is made again without the definitions that were replaced since`,
      { cause: error },
    );
  }
}
