/** The chaincode servers of all organizations, together. */
import type { OrganizationKey } from '../description.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { ChaincodeServer } from './server-process.js';

/** @throws {NetworkError} `CHAINCODE_FAILED`; the servers that did start are stopped again. */
export async function startChaincodeServers(
  network: PreparedNetwork,
  installed: InstalledChaincode,
): Promise<ReadonlyMap<OrganizationKey, ChaincodeServer>> {
  const starts = await Promise.allSettled(
    [...installed.packages].map(async ([organization, { packageId }]) => {
      const server = await ChaincodeServer.start({
        network,
        organization,
        packageId,
        bundle: installed.bundle,
        port: installed.port,
      });
      return [organization, server] as const;
    }),
  );
  const started = starts.flatMap((start) => (start.status === 'fulfilled' ? [start.value] : []));
  const failed = starts.find((start) => start.status === 'rejected');
  if (!failed) return new Map(started);
  await Promise.all(started.map(([, server]) => server.stop()));
  throw failed.reason;
}
