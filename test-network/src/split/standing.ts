/** How far the nodes of one organization are, asked on its own host. */
import { common } from '@hyperledger/fabric-protos';
import type { Organization, OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import { during, PeerClient } from '../lifecycle/peer-client.js';
import { askParticipation, CHANNELS } from '../native/participation.js';
import type { PreparedNetwork } from '../prepare-network.js';

export type Standing = {
  readonly organization: OrganizationKey;
  readonly peer: {
    readonly height: number;
    /** Lowercase hex: equal on all honest peers of one height. */
    readonly lastBlock: string;
  };
  readonly orderer: {
    readonly height: number;
    /** `active`, `onboarding`, `inactive` or `failed`. */
    readonly status: string;
    /** `consenter`, `follower` or `other`. */
    readonly consensusRelation: string;
  };
};

/** @throws {NetworkError} `NODE_FAILED` when one of them does not answer. */
export async function standingOf(network: PreparedNetwork, key: OrganizationKey): Promise<Standing> {
  const organization = requireOrganization(network.description, key);
  const client = await PeerClient.open(network, key);
  try {
    const peer = await during('NODE_FAILED', `ask the peer of ${key}`, () => chainInfo(client, network));
    return { organization: key, peer, orderer: await ordererStanding(network, organization) };
  } finally {
    client.close();
  }
}

async function chainInfo(
  client: PeerClient,
  { description: { channel } }: PreparedNetwork,
): Promise<Standing['peer']> {
  const answer = await client.propose({ chaincode: 'qscc', args: ['GetChainInfo', channel], channel });
  const info = common.BlockchainInfo.deserializeBinary(answer);
  return {
    height: info.getHeight(),
    lastBlock: Buffer.from(info.getCurrentblockhash_asU8()).toString('hex'),
  };
}

async function ordererStanding(
  network: PreparedNetwork,
  organization: Organization,
): Promise<Standing['orderer']> {
  const { channel } = network.description;
  return during('NODE_FAILED', `ask the orderer of ${organization.key}`, async () => {
    const answer = await askParticipation(network, organization, 'GET', `${CHANNELS}/${channel}`);
    if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.text}`);
    const { height, status, consensusRelation } = JSON.parse(answer.text) as Standing['orderer'];
    return { height, status, consensusRelation };
  });
}
