/** The application half of the configuration: who may propose, endorse, read and govern. */
import { peer } from '@hyperledger/fabric-protos';
import type { common } from '@hyperledger/fabric-protos';
import type { NetworkDescription, Organization } from '../description.js';
import { hostOf } from '../hosts.js';
import type { Roots } from '../identities/msp-folder.js';
import { capabilities, configGroup, META_POLICIES } from './config-tree.js';
import type { ChannelMaterial } from './material.js';
import { mspValue } from './msp-value.js';
import { anyRole } from './policy.js';

const READERS = '/Channel/Application/Readers';
const WRITERS = '/Channel/Application/Writers';

/** Resource → policy, as in the sample configuration of Fabric v3.1.5. */
export const ACLS: Readonly<Record<string, string>> = {
  '_lifecycle/CheckCommitReadiness': WRITERS,
  '_lifecycle/CommitChaincodeDefinition': WRITERS,
  '_lifecycle/QueryChaincodeDefinition': WRITERS,
  '_lifecycle/QueryChaincodeDefinitions': WRITERS,
  'lscc/ChaincodeExists': READERS,
  'lscc/GetDeploymentSpec': READERS,
  'lscc/GetChaincodeData': READERS,
  'lscc/GetInstantiatedChaincodes': READERS,
  'qscc/GetChainInfo': READERS,
  'qscc/GetBlockByNumber': READERS,
  'qscc/GetBlockByHash': READERS,
  'qscc/GetTransactionByID': READERS,
  'qscc/GetBlockByTxID': READERS,
  'cscc/GetConfigBlock': READERS,
  'cscc/GetChannelConfig': READERS,
  'peer/Propose': WRITERS,
  'peer/ChaincodeToChaincode': WRITERS,
  'event/Block': READERS,
  'event/FilteredBlock': READERS,
};

export function applicationGroup(
  description: NetworkDescription,
  material: ChannelMaterial,
): common.ConfigGroup {
  return configGroup({
    groups: Object.fromEntries(
      description.organizations.map((organization) => [
        organization.mspId,
        applicationMember(organization, material.roots(organization.key)),
      ]),
    ),
    values: { ACLs: acls(), Capabilities: capabilities('V2_5') },
    policies: {
      ...META_POLICIES,
      Endorsement: { quantity: 'MAJORITY', of: 'Endorsement' },
      LifecycleEndorsement: { quantity: 'MAJORITY', of: 'Endorsement' },
    },
  });
}

/** What an organization is in the Application group. */
export function applicationMember(organization: Organization, roots: Roots): common.ConfigGroup {
  const { mspId, ports } = organization;
  return configGroup({
    values: {
      MSP: mspValue(mspId, roots),
      AnchorPeers: anchorPeers(hostOf(organization), ports.peer),
    },
    policies: {
      Readers: anyRole(mspId, ['admin', 'peer', 'client']),
      Writers: anyRole(mspId, ['admin', 'client']),
      Admins: anyRole(mspId, ['admin']),
      Endorsement: anyRole(mspId, ['peer']),
    },
  });
}

function acls(): peer.ACLs {
  const value = new peer.ACLs();
  for (const [resource, policy] of Object.entries(ACLS)) {
    const entry = new peer.APIResource();
    entry.setPolicyRef(policy);
    value.getAclsMap().set(resource, entry);
  }
  return value;
}

function anchorPeers(host: string, port: number): peer.AnchorPeers {
  const anchor = new peer.AnchorPeer();
  anchor.setHost(host);
  anchor.setPort(port);
  const value = new peer.AnchorPeers();
  value.setAnchorPeersList([anchor]);
  return value;
}
