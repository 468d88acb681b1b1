/**
 * What runs on the host of one organization: commands, environment and folders, the same for units, containers and
 * tests. Every path lies below one place, so that the folder may be carried there from anywhere.
 */
import { dirname, join } from 'node:path';
import { serverArguments, serverEnvironment } from '../chaincode-server/server-command.js';
import type { Organization } from '../description.js';
import { requireOrganization } from '../description.js';
import { HOST, hostOf } from '../hosts.js';
import { runsGateway } from '../identities/create-identities.js';
import type { InstalledChaincode } from '../packaging/install-files.js';
import { requirePackage } from '../lifecycle/ensure-definitions.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { placesOf } from './places.js';

export type Service = {
  readonly name: 'orderer' | 'peer' | 'chaincode' | 'chaincode-beside' | 'gateway';
  /** For people. */
  readonly description: string;
  readonly program: 'orderer' | 'peer' | 'node';
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Working folder. */
  readonly folder: string;
  /** Absolute paths that it must see, files or folders; nothing else of the organization's folder. */
  readonly reads: readonly string[];
  readonly writes: readonly string[];
  /** Ports that other organizations dial. */
  readonly ports: readonly number[];
  /** File without which it is not started: another step makes it. */
  readonly needs?: string;
  /** Exit codes after which another start would end the same way: somebody has to act first. */
  readonly finalExitCodes?: readonly number[];
  /** Answers `GET /healthz` on loopback. */
  readonly operationsPort?: number;
};

/** `SCHEMA_NEWER`: only another version of the program, or another database, helps (docs/error-codes.md). */
const GATEWAY_FINAL_EXIT_CODES = [3] as const;

/** Where a gateway listens on its host; a TLS proxy stands in front. */
export const GATEWAY_PORT = 8400;

/** @param network With the layout of the place where the folder will lie. @param project The built project there. */
export function servicesOf(
  network: PreparedNetwork,
  key: string,
  installed: InstalledChaincode,
  project: string,
): readonly Service[] {
  const organization = requireOrganization(network.description, key);
  return [
    ordererService(network, organization),
    peerService(network, organization),
    chaincodeService(network, organization, installed),
    ...(runsGateway(network.description, organization)
      ? [gatewayService(network, organization, project)]
      : []),
  ];
}

/** Output at level warn: every transaction otherwise writes two lines at each orderer. */
const FABRIC_LOGGING_SPEC = 'warn';

function ordererService({ layout }: PreparedNetwork, { key, name, ports }: Organization): Service {
  const places = placesOf(layout, key);
  return {
    name: 'orderer',
    description: `Chopmark orderer of ${name}`,
    program: 'orderer',
    args: ['start'],
    environment: { FABRIC_CFG_PATH: places.ordererSettings, FABRIC_LOGGING_SPEC },
    folder: places.ordererSettings,
    reads: [places.ordererSettings, layout.organization(key).node('orderer').folder],
    writes: [places.ordererLedger],
    ports: [ports.orderer],
    operationsPort: ports.ordererOperations,
  };
}

function peerService({ layout }: PreparedNetwork, { key, name, ports }: Organization): Service {
  const places = placesOf(layout, key);
  return {
    name: 'peer',
    description: `Chopmark peer of ${name}`,
    program: 'peer',
    args: ['node', 'start'],
    environment: { FABRIC_CFG_PATH: places.peerSettings, FABRIC_LOGGING_SPEC },
    folder: places.peerSettings,
    reads: [places.peerSettings, places.builder, layout.organization(key).node('peer').folder],
    writes: [places.peerLedger],
    ports: [ports.peer],
    operationsPort: ports.peerOperations,
  };
}

/** One of the two chaincode servers that an organization has during an upgrade; ports and names take turns. */
export function chaincodeService(
  network: PreparedNetwork,
  { key, name }: Organization,
  installed: InstalledChaincode,
): Service {
  const { layout } = network;
  const { packageId } = requirePackage(installed, key);
  const options = { network, organization: key, packageId, bundle: installed.bundle, port: installed.port };
  return {
    name: installed.port === 'chaincode' ? 'chaincode' : 'chaincode-beside',
    description: `Chopmark chaincode server of ${name}`,
    program: 'node',
    args: serverArguments(options),
    environment: serverEnvironment(options),
    folder: layout.chaincode(packageId),
    reads: [layout.chaincodes, layout.organization(key).node('chaincode').folder],
    writes: [],
    ports: [],
  };
}

function gatewayService({ layout }: PreparedNetwork, organization: Organization, project: string): Service {
  const { key, name } = organization;
  const places = placesOf(layout, key);
  return {
    name: 'gateway',
    description: `Chopmark gateway of ${name}`,
    program: 'node',
    args: [join(project, 'gateway', 'dist', 'main.js')],
    environment: {
      NODE_ENV: 'production',
      CHOPMARK_MODE: 'production',
      CHOPMARK_ORGANIZATION: key,
      CHOPMARK_CONNECTION: layout.connection(key),
      DATABASE_URL_FILE: places.databaseUrl,
      CHOPMARK_DATA_DIR: places.gatewayData,
      CHOPMARK_MASTER_KEYS: places.masterKeys,
      CHOPMARK_HOST: HOST,
      CHOPMARK_GATEWAY_PORT: String(GATEWAY_PORT),
      CHOPMARK_PUBLIC_URL: `https://${hostOf(organization)}`,
      CHOPMARK_TRUSTED_PROXIES: '1',
      CHOPMARK_WEB_DIR: join(project, 'web', 'dist'),
    },
    folder: places.gatewayData,
    reads: [
      layout.connection(key),
      layout.tlsRoots,
      layout.trustProfile,
      layout.organization(key).node('gateway').folder,
      places.databaseUrl,
      dirname(places.masterKeys),
    ],
    writes: [places.gatewayData],
    needs: layout.trustProfile,
    finalExitCodes: GATEWAY_FINAL_EXIT_CODES,
    ports: [],
  };
}
