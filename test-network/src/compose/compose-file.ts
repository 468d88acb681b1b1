/** A compose file for the official images, of one organization or, for a rehearsal on one machine, of all. */
import { yamlText } from './yaml.js';
import type { Yaml } from './yaml.js';

export const IMAGES = {
  orderer: 'hyperledger/fabric-orderer:3.1.5',
  peer: 'hyperledger/fabric-peer:3.1.5',
  node: 'node:22-bookworm-slim',
  database: 'postgres:18',
} as const;

/** Where the organizations meet. */
export const COMPOSE_NETWORK = 'channel';

export type ComposeServices = Readonly<Record<string, Yaml>>;

const HEAD = `# Made by "chopmark network"; docs/operations.md says how it is used.
# CHOPMARK_UID and CHOPMARK_GID: owner of the folders. CHOPMARK_PROJECT: the built project, for gateways and commands.
`;

/** @param organizations Services of each organization, by name; names are distinct. */
export function composeText(organizations: readonly ComposeServices[]): string {
  const services = Object.assign({}, ...organizations) as ComposeServices;
  return `${HEAD}${yamlText({ name: 'chopmark', services, networks: { [COMPOSE_NETWORK]: {} } })}`;
}

const UPGRADE_HEAD = `# Made by "chopmark network stage", again with every new version of the contract: read after compose.yaml.
`;

/** What "stage" puts beside the file of an organization; containers of the same names take the place of those there. */
export function chaincodeServersText(services: ComposeServices): string {
  return `${UPGRADE_HEAD}${yamlText({ services })}`;
}
