/** The command line and the environment of a chaincode server, wherever it runs. */
import { join } from 'node:path';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { HOST } from '../hosts.js';
import type { PreparedNetwork } from '../prepare-network.js';

export type ChaincodeServerOptions = {
  readonly network: PreparedNetwork;
  readonly organization: OrganizationKey;
  readonly packageId: string;
  /** Lowercase hex SHA-256 that the server's bundle must have. */
  readonly bundle: string;
};

/** What `node` is given: the unmodified `fabric-chaincode-node server` on the copied bundle. */
export function serverArguments({ network, organization, packageId }: ChaincodeServerOptions): string[] {
  const { description, layout } = network;
  const { tls } = layout.organization(organization).node('chaincode');
  const { ports } = requireOrganization(description, organization);
  return [
    join(layout.chaincode(packageId), 'node_modules', 'fabric-shim', 'cli.js'),
    'server',
    `--chaincode-address=${HOST}:${ports.chaincode}`,
    `--chaincode-id=${packageId}`,
    `--chaincode-tls-cert-file=${tls.certificate}`,
    `--chaincode-tls-key-file=${tls.key}`,
    `--chaincode-tls-client-cacert-file=${tls.root}`,
  ];
}

/** Nothing of our own environment: what a contract may see is the same at every start. */
export function serverEnvironment(options: ChaincodeServerOptions): Readonly<Record<string, string>> {
  const { network, organization, bundle } = options;
  return {
    NODE_ENV: 'production',
    CORE_PEER_LOCALMSPID: requireOrganization(network.description, organization).mspId,
    CORE_CHAINCODE_LOGGING_LEVEL: 'error',
    CHOPMARK_NETWORK: network.network,
    CHOPMARK_BUNDLE: bundle,
  };
}
