/** What must hold before an organization's life is changed. */
import { INSTALLED, readRecord, UPGRADE } from '../packaging/installed-record.js';
import type { InstalledRecord } from '../packaging/installed-record.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { requireRunner } from './life-files.js';

/** @throws {NetworkError} `NOT_ON_EMBEDDED`, `NETWORK_NOT_RUNNING` */
export async function requireRunningNative({ description, layout }: PreparedNetwork): Promise<void> {
  if (description.kind === 'embedded') {
    throw new NetworkError(
      'NOT_ON_EMBEDDED',
      'the embedded network takes no configuration updates: its organizations stay as they are; use the native network',
    );
  }
  await requireRunner(layout);
}

/** @throws {NetworkError} `UPGRADE_PENDING` */
export async function requireInstalled({ layout }: PreparedNetwork): Promise<InstalledRecord> {
  if (await readRecord(layout, UPGRADE)) {
    throw new NetworkError(
      'UPGRADE_PENDING',
      'an upgrade of the contract was begun; complete it first: chopmark network upgrade',
    );
  }
  const installed = await readRecord(layout, INSTALLED);
  if (!installed) throw new NetworkError('NETWORK_DAMAGED', `${layout.home} has no contract installed`);
  return installed;
}
