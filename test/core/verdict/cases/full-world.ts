/** People and channels that the cases of full bundles share. */
import type { Bundle, BundleFile, FindingCode, TrustProfile } from '@chopmark/core/verify';
import { ChannelKit, type FullBatch, type FullOptions } from '../../../support/channel-kit/channel-kit.js';
import type { KitConsenter } from '../../../support/channel-kit/channel-state.js';
import { type Identity, TestAuthority } from '../../../support/test-authority.js';

export interface FullCase {
  /** Ends the sentence "is <code> when …". */
  readonly when: string;
  readonly bundle: () => BundleFile;
  /** Default: the kit's own profile. */
  readonly profiles?: () => TrustProfile[];
  readonly code: FindingCode;
  /** Default: `invalid` for a code that fails, else `valid`. */
  readonly verdict?: 'valid' | 'invalid' | 'indeterminate';
}

/** Filled by `createFullWorld` before the first case runs. */
export const full = {} as {
  channel: ChannelKit;
  batch: FullBatch;
  /** A further orderer of the court, and an orderer of nobody that the channel knows. */
  newcomer: KitConsenter;
  outsider: Identity;
  strangers: Readonly<
    Record<'client' | 'foreignPeer' | 'schoolPeer' | 'courtClient' | 'foreignClient', Identity>
  >;
  /** A second root of the tax bureau; a channel that names it, where the sender's certificate is under it. */
  former: { readonly rootPem: string; readonly channel: ChannelKit };
  /** Profiles that revoke somebody who signed. */
  revoked: Readonly<Record<'orderer' | 'sender' | 'endorser', TrustProfile>>;
};

export async function createFullWorld(): Promise<void> {
  full.channel = await ChannelKit.create();
  full.batch = full.channel.batch();
  const { CourtMSP, TaxMSP } = full.channel.kit.authorities;
  const school = await TestAuthority.create('SchoolMSP');
  const impostor = await TestAuthority.create('TaxMSP');
  full.newcomer = { id: 5, identity: await CourtMSP.issue('orderer') };
  full.outsider = await school.issue('orderer');
  full.strangers = {
    client: await TaxMSP.issue('client'),
    courtClient: await CourtMSP.issue('client'),
    foreignClient: await impostor.issue('client'),
    foreignPeer: await impostor.issue('peer'),
    schoolPeer: await school.issue('peer'),
  };
  const { channel } = full;
  full.revoked = {
    orderer: await revoking(channel, 'TaxMSP', [channel.orderers[0]!.identity]),
    sender: await revoking(channel, 'TaxMSP', [channel.kit.client]),
    endorser: await revoking(channel, 'AffairsMSP', [channel.kit.peers.AffairsMSP]),
  };
  const second = await TestAuthority.create('TaxMSP');
  full.former = {
    rootPem: second.rootPem,
    channel: senderUnder(channel, second.rootPem, await second.issue('client')),
  };
}

function senderUnder(
  { kit, orderers, configurations }: ChannelKit,
  root: string,
  client: Identity,
): ChannelKit {
  const { state } = configurations[0]!;
  const organizations = state.organizations.map((one) =>
    one.mspId === 'TaxMSP' ? { ...one, roots: [...one.roots, root] } : one,
  );
  return ChannelKit.withGenesis(kit.withClient(client), orderers, {
    block: 0,
    state: { ...state, organizations },
  });
}

/** An honest bundle but for these. */
export const bent = (options: FullOptions): Bundle => full.batch.full(1, options);

/** A batch of the same documents' kind on another channel made of the same organizations. */
export const on = (channel: ChannelKit, options: FullOptions = {}): Bundle =>
  channel.batch().full(1, options);

export const profileOf =
  (channel: ChannelKit, overrides: Partial<TrustProfile> = {}): (() => TrustProfile[]) =>
  () => [channel.kit.profile(overrides)];

/** The profile with a revocation list of one organization. */
async function revoking(
  channel: ChannelKit,
  mspId: 'TaxMSP' | 'AffairsMSP',
  revoked: readonly Identity[],
): Promise<TrustProfile> {
  const list = await channel.kit.authorities[mspId].revocationList(revoked);
  const { organizations } = channel.kit.profile();
  return channel.kit.profile({
    organizations: organizations.map((one) =>
      one.mspId === mspId ? { ...one, revocationLists: [list] } : one,
    ),
  });
}

/** Changes parts after everything was signed. */
export function after(change: (bundle: Required<Bundle>) => Partial<BundleFile>): BundleFile {
  const bundle = full.batch.full() as Required<Bundle>;
  return { ...bundle, ...change(bundle) };
}

export const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
export const bytesOf = (text: string): Buffer => Buffer.from(text, 'base64');
export const append =
  (...more: number[]) =>
  (bytes: Uint8Array): Uint8Array =>
    Buffer.concat([bytes, Buffer.of(...more)]);
