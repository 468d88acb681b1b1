/** Changes of a trust profile that its owner decides on: whose timestamps count, and what of an older profile stays believed. */
import { TrustError, type TimestampAuthority, type TrustProfile } from '@chopmark/core/verify';

/** The PEM blocks of a text, each as it stands in a profile. @param label `CERTIFICATE` or `X509 CRL`. */
export function pemBlocks(text: string, label: string): string[] {
  const block = new RegExp(`-----BEGIN ${label}-----[\\s\\S]+?-----END ${label}-----`, 'g');
  return (text.match(block) ?? []).map((pem) => `${pem.replaceAll('\r', '')}\n`);
}

/** The profile with this authority for timestamps, in place of one of the same name. */
export function withAuthority(profile: TrustProfile, authority: TimestampAuthority): TrustProfile {
  const others = (profile.timestampAuthorities ?? []).filter(({ name }) => name !== authority.name);
  return { ...profile, timestampAuthorities: [...others, authority] };
}

/** @throws {TrustError} `PROFILE_UNREADABLE` when there is none of this name. */
export function withoutAuthority(profile: TrustProfile, name: string): TrustProfile {
  const { timestampAuthorities = [], ...rest } = profile;
  const others = timestampAuthorities.filter((one) => one.name !== name);
  if (others.length === timestampAuthorities.length)
    throw new TrustError('PROFILE_UNREADABLE', `the profile names no timestamp authority ${name}`);
  return others.length > 0 ? { ...rest, timestampAuthorities: others } : rest;
}

/**
 * The profile with what an older one of the same network believed beside it: roots, revocation lists, versions of the
 * rules, timestamp authorities. Organizations and namespaces that the newer one does not name stay away.
 *
 * @throws {TrustError} `PROFILE_UNREADABLE` for a profile of another network.
 */
export function keeping(profile: TrustProfile, older: TrustProfile): TrustProfile {
  if (profile.network !== older.network || profile.channel !== older.channel)
    throw new TrustError('PROFILE_UNREADABLE', 'the older profile is of another network');
  const organizations = profile.organizations.map((one) => {
    const before = older.organizations.find(({ mspId }) => mspId === one.mspId);
    return {
      ...one,
      roots: union(one.roots, before?.roots),
      intermediates: union(one.intermediates, before?.intermediates),
      revocationLists: union(one.revocationLists, before?.revocationLists),
    };
  });
  const namespaces = profile.namespaces.map((one) => {
    const before = older.namespaces.find(({ namespace }) => namespace === one.namespace)?.definitions ?? [];
    const isKnown = ({ block, position }: (typeof before)[number]): boolean =>
      one.definitions.some((known) => known.block === block && known.position === position);
    return { ...one, definitions: [...before.filter((old) => !isKnown(old)), ...one.definitions] };
  });
  const kept = (older.timestampAuthorities ?? []).reduce<TrustProfile>(
    (made, one) =>
      made.timestampAuthorities?.some(({ name }) => name === one.name) ? made : withAuthority(made, one),
    profile,
  );
  return { ...kept, organizations, namespaces };
}

function union(pems: readonly string[], more: readonly string[] = []): string[] {
  const known = new Set(pems.map((pem) => pem.trim()));
  return [...pems, ...more.filter((pem) => !known.has(pem.trim()))];
}
