/** What an upgrade is to: the one that was begun, or a new one to the code of a folder. */
import { kindsOf, type Definition } from '../description.js';
import { queryApprovals, queryDefinition } from '../lifecycle/lifecycle-calls.js';
import { during, PeerClient } from '../lifecycle/peer-client.js';
import { NetworkError } from '../network-error.js';
import { accepts, waitFor } from '../organization-life/wait-for.js';
import { bundleDigest, contractFrom, makePackages } from '../packaging/install-files.js';
import { INSTALLED, readRecord, removeRecord, UPGRADE, writeRecord } from '../packaging/installed-record.js';
import type { InstalledRecord, ServerPort } from '../packaging/installed-record.js';
import type { PreparedNetwork } from '../prepare-network.js';

export type UpgradePlan = {
  readonly from: InstalledRecord;
  readonly to: InstalledRecord;
  /** Whether an organization approved it: then it can be completed, not dropped. */
  readonly isBegun: boolean;
};

/**
 * Makes the packages of a new upgrade and writes it down; from then on the running network starts its servers.
 *
 * @param source Folder of a built contract; absent: the upgrade that was begun.
 * @returns `undefined` when the network runs this code already.
 * @throws {NetworkError} `CHAINCODE_NOT_BUILT`; `UPGRADE_PENDING` when one to other code was begun.
 */
export async function planUpgrade(
  network: PreparedNetwork,
  source: string | undefined,
): Promise<UpgradePlan | undefined> {
  const { layout } = network;
  const from = await readRecord(layout, INSTALLED);
  if (!from) throw new NetworkError('NETWORK_DAMAGED', `${layout.home} has no contract installed`);
  const wanted = source === undefined ? undefined : await bundleDigest(source);
  const pending = await readRecord(layout, UPGRADE);
  if (pending) {
    const isBegun = await isApproved(network, pending);
    if (wanted === undefined || wanted === pending.bundle) return { from, to: pending, isBegun };
    if (isBegun) {
      throw new NetworkError(
        'UPGRADE_PENDING',
        `an upgrade to the code ${pending.bundle} was begun; complete it first: run the command without --chaincode`,
      );
    }
    await dropUpgrade(network, pending);
  }
  if (source === undefined || wanted === from.bundle) return undefined;
  const to = await newUpgrade(network, from, source);
  return { from, to, isBegun: false };
}

/** Nothing was approved yet: the running network stops the new servers, and all is as before. */
export async function dropUpgrade(network: PreparedNetwork, record: InstalledRecord): Promise<void> {
  await removeRecord(network.layout, UPGRADE);
  await waitUntilFree(network, record);
}

/** Resolves once no server of the record listens any more. */
export async function waitUntilFree(network: PreparedNetwork, record: InstalledRecord): Promise<void> {
  const ports = portsOf(network, record);
  await waitFor(
    network.layout,
    { code: 'CHAINCODE_FAILED', what: 'wait until the chaincode servers are stopped' },
    async () => !(await Promise.all(ports.map(accepts))).includes(true),
  );
}

/** Ports of the record's servers. */
export function portsOf(
  { description }: PreparedNetwork,
  { port, packages }: InstalledRecord,
): readonly number[] {
  return description.organizations
    .filter(({ key }) => key in packages)
    .map(({ ports }) => ports[port ?? 'chaincode']);
}

/** The definitions as they will be: new code may bring new kinds, and takes none away. */
export function upgradedDefinitions(
  definitions: readonly Definition[],
  { sequences = {} }: InstalledRecord,
): readonly Definition[] {
  return definitions.map((definition) => {
    const sequence = sequences[definition.name] ?? definition.sequence;
    const { name, kinds: before } = definition;
    const added = kindsOf(name).filter(({ kind }) => before.every((one) => one.kind !== kind));
    return { ...definition, kinds: [...before, ...added], sequence, version: String(sequence) };
  });
}

/** Makes the packages of those organizations that this folder has installed, and writes them down. */
export async function newUpgrade(
  network: PreparedNetwork,
  from: InstalledRecord,
  source: string,
): Promise<InstalledRecord> {
  const { description, layout } = network;
  const sequences = Object.fromEntries(
    description.definitions.map(({ name, sequence }) => [name, sequence + 1]),
  );
  const port: ServerPort = from.port === 'chaincodeBeside' ? 'chaincode' : 'chaincodeBeside';
  const made = await makePackages(network, await contractFrom(layout, source), {
    label: `chopmark-${Math.max(...Object.values(sequences))}`,
    port,
    keys: Object.keys(from.packages),
  });
  const record = { ...made, sequences };
  await writeRecord(layout, UPGRADE, record);
  return record;
}

async function isApproved(network: PreparedNetwork, record: InstalledRecord): Promise<boolean> {
  const { definitions, organizations } = network.description;
  const [asker] = organizations;
  if (!asker) return false;
  const client = await PeerClient.open(network, asker.key);
  try {
    for (const definition of upgradedDefinitions(definitions, record)) {
      const approved = await during('LIFECYCLE_FAILED', `query approvals of ${definition.name}`, () =>
        approvalsOf(client, definition),
      );
      if (approved > 0) return true;
    }
    return false;
  } finally {
    client.close();
  }
}

async function approvalsOf(client: PeerClient, definition: Definition): Promise<number> {
  const { sequence } = await queryDefinition(client, definition.name);
  if (sequence >= definition.sequence) return Infinity;
  return (await queryApprovals(client, definition)).size;
}
