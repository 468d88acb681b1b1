/**
 * A second chaincode: the same code in a package of its own, with servers of its own, so that one can call the other.
 * Two organizations hold it, a third approved it without installing it, the fourth never heard of it.
 */
import { ChaincodeServer } from '../../../test-network/dist/chaincode-server/server-process.js';
import type { Definition } from '../../../test-network/dist/description.js';
import {
  ensureInstalled,
  isCommitted,
  until,
} from '../../../test-network/dist/lifecycle/ensure-definitions.js';
import { approve, commit } from '../../../test-network/dist/lifecycle/lifecycle-calls.js';
import { PeerClient } from '../../../test-network/dist/lifecycle/peer-client.js';
import {
  contractFrom,
  makePackages,
  openInstalled,
} from '../../../test-network/dist/packaging/install-files.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

/** Its policy: the tax bureau and government affairs, who hold it. */
export const SECOND = 'second';
const HOLDERS = ['tax', 'affairs'];
const APPROVERS = [...HOLDERS, 'court'];

export const SECOND_DEFINITION: Definition = {
  name: SECOND,
  authority: 'TaxMSP',
  kinds: [],
  version: '1',
  sequence: 1,
  policy: {
    outOf: 2,
    rules: [
      { mspId: 'TaxMSP', role: 'peer' },
      { mspId: 'AffairsMSP', role: 'peer' },
    ],
  },
};

/** @returns Stops the servers. */
export async function defineSecond(network: PreparedNetwork, source: string): Promise<() => Promise<void>> {
  const contract = await contractFrom(network.layout, source);
  const record = await makePackages(network, contract, {
    label: SECOND,
    port: 'chaincodeBeside',
    keys: APPROVERS,
  });
  const installed = await openInstalled(network.layout, record);
  const packageOf = (key: string): string => installed.packages.get(key)?.packageId ?? '';
  const servers = await Promise.all(
    HOLDERS.map((organization) =>
      ChaincodeServer.start({
        network,
        organization,
        packageId: packageOf(organization),
        bundle: installed.bundle,
        port: installed.port,
      }),
    ),
  );
  const clients = await Promise.all(APPROVERS.map((key) => PeerClient.open(network, key)));
  try {
    await Promise.all(clients.slice(0, HOLDERS.length).map((client) => ensureInstalled(client, installed)));
    for (const client of clients) {
      await approve(client, SECOND_DEFINITION, packageOf(client.organization.key));
    }
    const [first] = clients;
    const mspIds = clients.map(({ organization }) => organization.mspId);
    // A peer learns of the others' approvals a moment after they are committed.
    await until('commit the second chaincode', async () => {
      if (first && !(await isCommitted(first, SECOND_DEFINITION)))
        await commit(first, SECOND_DEFINITION, mspIds);
      return true;
    });
  } finally {
    for (const client of clients) client.close();
  }
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}
