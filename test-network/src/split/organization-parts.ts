/** Which files of an organization everybody may have, and which must never leave it. */
import { copyFile, mkdir, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { OrganizationLayout } from '../layout.js';
import { MSP_FILES } from '../identities/msp-folder.js';

/**
 * What the others need: roots and roles for the channel's MSP, and the two certificates of its consenter. All of it
 * stands in the genesis block anyway.
 */
export function publicFiles(organization: OrganizationLayout): readonly string[] {
  const orderer = organization.node('orderer');
  return [
    organization.ca.certificate,
    organization.tlsca.certificate,
    ...Object.values(MSP_FILES).map((name) => join(organization.msp, name)),
    orderer.certificate,
    orderer.tls.certificate,
  ];
}

/** What its host needs besides: its nodes and its admin. The keys of its authorities are not among them. */
export async function nodeFiles(organization: OrganizationLayout): Promise<readonly string[]> {
  const nodes = (['orderer', 'peer', 'admin', 'gateway', 'chaincode'] as const).map(
    (node) => organization.node(node).folder,
  );
  return (await Promise.all(nodes.map(filesBelow))).flat();
}

/** Keys of its certificate authorities: for a safe. */
export function authorityKeys(organization: OrganizationLayout): readonly string[] {
  return [organization.ca.key, organization.tlsca.key];
}

/** Copies files into the same places below another folder; modes go along. */
export async function copyParts(
  files: readonly string[],
  from: OrganizationLayout,
  to: OrganizationLayout,
): Promise<void> {
  for (const file of files) {
    const target = join(to.folder, relative(from.folder, file));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target);
  }
}

/** Absolute paths of all regular files; none when there is no such folder. */
export async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}
