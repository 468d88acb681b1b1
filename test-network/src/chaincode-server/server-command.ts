/** The command line and the environment of a chaincode server, wherever it runs. */
import { join } from 'node:path';
import type { OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { HOST } from '../hosts.js';
import type { ServerPort } from '../packaging/installed-record.js';
import type { PreparedNetwork } from '../prepare-network.js';

export type ChaincodeServerOptions = {
  readonly network: PreparedNetwork;
  readonly organization: OrganizationKey;
  readonly packageId: string;
  /** Lowercase hex SHA-256 that the server's bundle must have. */
  readonly bundle: string;
  /** Which of the organization's two chaincode ports; absent: the first. */
  readonly port?: ServerPort;
};

/** TCP port of the server. */
export function serverPortOf({ network, organization, port = 'chaincode' }: ChaincodeServerOptions): number {
  return requireOrganization(network.description, organization).ports[port];
}

/** Name of the process: two servers of one organization, at different ports, have different ones. */
export function serverNameOf({ organization, port = 'chaincode' }: ChaincodeServerOptions): string {
  return port === 'chaincode' ? `chaincode-${organization}` : `chaincode-beside-${organization}`;
}

/** What `node` is given: the unmodified `fabric-chaincode-node server` on the copied bundle. */
export function serverArguments(options: ChaincodeServerOptions): string[] {
  const { network, organization, packageId } = options;
  const { layout } = network;
  const { tls } = layout.organization(organization).node('chaincode');
  return [
    join(layout.chaincode(packageId), 'node_modules', 'fabric-shim', 'cli.js'),
    'server',
    `--chaincode-address=${HOST}:${serverPortOf(options)}`,
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
