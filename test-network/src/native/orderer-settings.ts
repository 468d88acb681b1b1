/** `orderer.yaml` of one consenter; the channel's own settings stand in the genesis block. */
import { join } from 'node:path';
import type { Organization } from '../description.js';
import { HOST, listenAddressOf } from '../hosts.js';
import type { NetworkLayout } from '../layout.js';
import { PERMITTED_PING_INTERVAL } from './ping-interval.js';

export function ordererSettings(organization: Organization, layout: NetworkLayout, folder: string): unknown {
  const { key, mspId, ports } = organization;
  const node = layout.organization(key).node('orderer');
  const tls = {
    Enabled: true,
    PrivateKey: node.tls.key,
    Certificate: node.tls.certificate,
    RootCAs: [node.tls.root],
  };
  return {
    General: {
      ListenAddress: listenAddressOf(organization),
      ListenPort: ports.orderer,
      TLS: { ...tls, ClientAuthRequired: false },
      Keepalive: {
        ServerMinInterval: PERMITTED_PING_INTERVAL,
        ServerInterval: '7200s',
        ServerTimeout: '20s',
      },
      Backoff: { BaseDelay: '1s', Multiplier: 1.6, MaxDelay: '2m' },
      MaxRecvMsgSize: 104_857_600,
      MaxSendMsgSize: 104_857_600,
      Cluster: {
        SendBufferSize: 100,
        // An orderer that catches up asks all others first, and votes for nothing meanwhile: a frozen one must not hold it up.
        DialTimeout: '1s',
        ClientCertificate: node.tls.certificate,
        ClientPrivateKey: node.tls.key,
      },
      LocalMSPDir: node.msp,
      LocalMSPID: mspId,
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      Authentication: { TimeWindow: '15m' },
      BootstrapMethod: 'none',
    },
    FileLedger: { Location: join(folder, 'ledger') },
    Operations: { ListenAddress: `${HOST}:${ports.ordererOperations}`, TLS: { Enabled: false } },
    Metrics: { Provider: 'prometheus' },
    // Who joins channels shows a certificate of the organization's own TLS authority.
    Admin: {
      ListenAddress: `${HOST}:${ports.ordererAdmin}`,
      TLS: { ...tls, ClientAuthRequired: true, ClientRootCAs: [node.tls.root] },
    },
    ChannelParticipation: { Enabled: true, MaxRequestBodySize: '1 MB' },
    Consensus: { WALDir: join(folder, 'wal'), SnapDir: join(folder, 'snapshots') },
  };
}
