/** The public certificates that stand in a channel configuration, read from the network's folder. */
import { readFile } from 'node:fs/promises';
import type { NetworkDescription, OrganizationKey } from '../description.js';
import { readRoots } from '../identities/create-identities.js';
import type { Roots } from '../identities/msp-folder.js';
import type { NetworkLayout } from '../layout.js';

/** PEM texts; `tls` serves both ends of the orderers' own connections. */
export type ConsenterCertificates = { readonly identity: string; readonly tls: string };

export type ChannelMaterial = {
  readonly roots: (key: OrganizationKey) => Roots;
  readonly consenter: (key: OrganizationKey) => ConsenterCertificates;
};

export async function readMaterial(
  description: NetworkDescription,
  layout: NetworkLayout,
): Promise<ChannelMaterial> {
  const rows = await Promise.all(
    description.organizations.map(async ({ key }) => {
      const folder = layout.organization(key);
      const node = folder.node('orderer');
      const [roots, identity, tls] = await Promise.all([
        readRoots(folder),
        readFile(node.certificate, 'utf8'),
        readFile(node.tls.certificate, 'utf8'),
      ]);
      return [key, { roots, consenter: { identity, tls } }] as const;
    }),
  );
  const byKey = new Map(rows);
  const of = (key: OrganizationKey): { roots: Roots; consenter: ConsenterCertificates } => {
    const row = byKey.get(key);
    if (!row) throw new Error(`no certificates of organization ${key}`);
    return row;
  };
  return { roots: (key) => of(key).roots, consenter: (key) => of(key).consenter };
}
