/** A rehearsal on one machine: the folder of every organization, each with its own keys only, and one compose file. */
import { rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../layout.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { assertEmpty } from '../split/ceremony.js';
import { DEFAULT_PLACE, DEFAULT_PROJECT, exportOrganization } from '../split/export-organization.js';
import { composeText } from './compose-file.js';
import { organizationServices } from './organization-services.js';

export type ComposeExportOptions = {
  /** Absent or empty. */
  readonly to: string;
  readonly chaincodeSource: string;
  /** The built project on this machine; stands in `.env`. */
  readonly project: string;
};

/** @throws {NetworkError} As `exportOrganization`; then there is no folder. */
export async function exportCompose(network: PreparedNetwork, options: ComposeExportOptions): Promise<void> {
  const { to, chaincodeSource, project } = options;
  await assertEmpty(to);
  const draft = `${to}.draft`;
  await rm(draft, { recursive: true, force: true });
  try {
    const organizations = [];
    for (const organization of network.description.organizations) {
      const { key } = organization;
      const { services } = await exportOrganization(network, key, {
        to: join(draft, key),
        place: DEFAULT_PLACE,
        chaincodeSource,
      });
      organizations.push(
        organizationServices(organization, services, {
          folder: `./${key}`,
          place: DEFAULT_PLACE,
          publish: false,
          project: DEFAULT_PROJECT,
        }),
      );
    }
    await writeAtomically(join(draft, 'compose.yaml'), composeText(organizations));
    await writeAtomically(join(draft, '.env'), environmentText(project));
    await rmdir(to).catch(() => undefined);
    await rename(draft, to);
  } catch (error) {
    await rm(draft, { recursive: true, force: true });
    throw error;
  }
}

/** Containers run as the owner of the folders, so that they may read keys that nobody else may. */
export function environmentText(project: string): string {
  const { getuid, getgid } = process;
  return `CHOPMARK_UID=${getuid?.() ?? 1000}\nCHOPMARK_GID=${getgid?.() ?? 1000}\nCHOPMARK_PROJECT=${project}\n`;
}
