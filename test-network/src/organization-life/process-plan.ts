/** Which processes the files of a network ask for. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { serverNameOf } from '../chaincode-server/server-command.js';
import { ChaincodeServer } from '../chaincode-server/server-process.js';
import type { OrganizationKey } from '../description.js';
import type { NetworkLayout } from '../layout.js';
import { startOrderer, startPeer } from '../native/start-node.js';
import { INSTALLED, readRecord, UPGRADE } from '../packaging/installed-record.js';
import { readNetwork } from '../prepare-network.js';
import type { PreparedNetwork } from '../prepare-network.js';
import type { Plan, Planned } from './follower.js';
import { readRestarts, RESTARTS_FILE } from './life-files.js';

/** Told of each chaincode server that starts for the version that the network runs. */
export type OnServer = (organization: OrganizationKey, server: ChaincodeServer) => void;

export type NativePrograms = {
  readonly orderer: string;
  readonly peer: string;
  /** Absolute path of the external builder. */
  readonly builder: string;
};

/** The chaincode servers: of what is installed and, during an upgrade, of what is to come. */
export function serverPlan({ layout }: PreparedNetwork, onServer?: OnServer): () => Promise<Plan> {
  return whileUnchanged(layout, async () => new Map(await serversOf(layout, onServer)));
}

/** Orderers, peers and chaincode servers. */
export function nativePlan(
  { layout }: PreparedNetwork,
  programs: NativePrograms,
  say: (text: string) => void,
): () => Promise<Plan> {
  return whileUnchanged(layout, async () => {
    const network = await readNetwork(layout.home);
    const restarts = await readRestarts(layout);
    const nodes = network.description.organizations.flatMap((organization): [string, Planned][] => {
      const [orderer, peer] = [`orderer-${organization.key}`, `peer-${organization.key}`];
      return [
        [
          orderer,
          {
            mark: String(restarts[orderer] ?? 0),
            start: () => startOrderer(network, organization, { program: programs.orderer, say }),
          },
        ],
        [
          peer,
          {
            mark: String(restarts[peer] ?? 0),
            start: () => startPeer(network, organization, programs.builder, { program: programs.peer, say }),
          },
        ],
      ];
    });
    return new Map([...nodes, ...(await serversOf(layout))]);
  });
}

async function serversOf(layout: NetworkLayout, onServer?: OnServer): Promise<[string, Planned][]> {
  const network = await readNetwork(layout.home);
  const present = new Set(network.description.organizations.map(({ key }) => key));
  const rows: [string, Planned][] = [];
  for (const name of [UPGRADE, INSTALLED] as const) {
    const record = await readRecord(layout, name);
    const { bundle = '', port = 'chaincode', packages = {} } = record ?? {};
    for (const [organization, packageId] of Object.entries(packages)) {
      // A package is made before its organization joins, and outlives it a little.
      if (!present.has(organization)) continue;
      const options = { network, organization, packageId, bundle, port };
      const start = async (): Promise<ChaincodeServer> => {
        const server = await ChaincodeServer.start(options);
        if (name === INSTALLED) onServer?.(organization, server);
        return server;
      };
      rows.push([serverNameOf(options), { mark: packageId, start, isOptional: name === UPGRADE }]);
    }
  }
  return rows;
}

/** Reads the files again only when one of them was replaced. */
function whileUnchanged(layout: NetworkLayout, read: () => Promise<Plan>): () => Promise<Plan> {
  const files = [
    layout.networkFile,
    join(layout.chaincodes, INSTALLED),
    join(layout.chaincodes, UPGRADE),
    join(layout.home, RESTARTS_FILE),
  ];
  let known: { readonly stamp: string; readonly plan: Plan } | undefined;
  return async () => {
    const stamp = (await Promise.all(files.map(stampOf))).join(' ');
    if (known?.stamp !== stamp) known = { stamp, plan: await read() };
    return known.plan;
  };
}

/** Files are replaced as a whole, so a new one has another number. */
async function stampOf(path: string): Promise<string> {
  try {
    const { ino, mtimeMs } = await stat(path);
    return `${ino}:${mtimeMs}`;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 'none';
    throw error;
  }
}
