/** The network description in configtxgen's own words, written by hand from the documentation of `configtx.yaml`. */
import type { NetworkDescription, Organization } from '../../../test-network/dist/description.js';
import type { NetworkLayout } from '../../../test-network/dist/layout.js';
import { ACLS } from '../../../test-network/dist/channel/application-group.js';

const PROFILE = 'Chopmark';
const META = {
  Readers: { Type: 'ImplicitMeta', Rule: 'ANY Readers' },
  Writers: { Type: 'ImplicitMeta', Rule: 'ANY Writers' },
  Admins: { Type: 'ImplicitMeta', Rule: 'MAJORITY Admins' },
};

/** JSON, hence YAML. */
export function configtxOf(description: NetworkDescription, layout: NetworkLayout): string {
  const { ordering } = description;
  return JSON.stringify({
    Profiles: {
      [PROFILE]: {
        Policies: META,
        Capabilities: { V3_0: true },
        Orderer: {
          OrdererType: 'BFT',
          BatchTimeout: '2s',
          BatchSize: {
            MaxMessageCount: ordering.batchMaxMessages,
            AbsoluteMaxBytes: `${ordering.batchMaxBytes / 1024 / 1024} MB`,
            PreferredMaxBytes: '2 MB',
          },
          MaxChannels: 0,
          ConsenterMapping: description.consenters.map(({ id, organization }) => {
            const { mspId, ports } = description.organizations.find(({ key }) => key === organization)!;
            const { certificate, tls } = layout.organization(organization).node('orderer');
            return {
              ID: id,
              Host: '127.0.0.1',
              Port: ports.orderer,
              MSPID: mspId,
              Identity: certificate,
              ClientTLSCert: tls.certificate,
              ServerTLSCert: tls.certificate,
            };
          }),
          SmartBFT: {
            RequestBatchMaxCount: 100,
            RequestBatchMaxBytes: 10_485_760,
            RequestBatchMaxInterval: '50ms',
            IncomingMessageBufferSize: 200,
            RequestPoolSize: 20_000,
            RequestForwardTimeout: '1s',
            RequestComplainTimeout: '3s',
            RequestAutoRemoveTimeout: '3m0s',
            ViewChangeResendInterval: '2s',
            ViewChangeTimeout: '5s',
            LeaderHeartbeatTimeout: '10s',
            LeaderHeartbeatCount: 10,
            CollectTimeout: '1s',
          },
          Organizations: description.organizations.map((organization) =>
            ordererOrganization(organization, layout),
          ),
          Policies: { ...META, BlockValidation: { Type: 'ImplicitMeta', Rule: 'ANY Writers' } },
          Capabilities: { V2_0: true },
        },
        Application: {
          ACLs: ACLS,
          Organizations: description.organizations.map((organization) =>
            applicationOrganization(organization, layout),
          ),
          Policies: {
            ...META,
            Endorsement: { Type: 'ImplicitMeta', Rule: 'MAJORITY Endorsement' },
            LifecycleEndorsement: { Type: 'ImplicitMeta', Rule: 'MAJORITY Endorsement' },
          },
          Capabilities: { V2_5: true },
        },
      },
    },
  });
}

function ordererOrganization({ key, mspId, ports }: Organization, layout: NetworkLayout): unknown {
  return {
    Name: mspId,
    ID: mspId,
    MSPDir: layout.organization(key).msp,
    OrdererEndpoints: [`127.0.0.1:${ports.orderer}`],
    Policies: {
      Readers: signature(`OR('${mspId}.admin', '${mspId}.orderer')`),
      Writers: signature(`OR('${mspId}.admin', '${mspId}.orderer')`),
      Admins: signature(`OR('${mspId}.admin')`),
    },
  };
}

function applicationOrganization({ key, mspId, ports }: Organization, layout: NetworkLayout): unknown {
  return {
    Name: mspId,
    ID: mspId,
    MSPDir: layout.organization(key).msp,
    AnchorPeers: [{ Host: '127.0.0.1', Port: ports.peer }],
    Policies: {
      Readers: signature(`OR('${mspId}.admin', '${mspId}.peer', '${mspId}.client')`),
      Writers: signature(`OR('${mspId}.admin', '${mspId}.client')`),
      Admins: signature(`OR('${mspId}.admin')`),
      Endorsement: signature(`OR('${mspId}.peer')`),
    },
  };
}

function signature(rule: string): { Type: string; Rule: string } {
  return { Type: 'Signature', Rule: rule };
}
