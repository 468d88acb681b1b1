/**
 * `core.yaml` of one peer. The values that differ from Fabric's sample, and why, stand in fabric.md section 1.3; what
 * is absent here has a default in the code of v3.1.5.
 */
import { join } from 'node:path';
import type { Organization } from '../description.js';
import { HOST, hostOf, listenAddressOf } from '../hosts.js';
import type { NetworkLayout } from '../layout.js';
import { PERMITTED_PING_INTERVAL } from './ping-interval.js';

/** @param folder Of this process alone. @param builder Absolute path of the external builder. */
export function peerSettings(
  organization: Organization,
  layout: NetworkLayout,
  folder: string,
  builder: string,
): unknown {
  const { key, mspId, ports } = organization;
  const node = layout.organization(key).node('peer');
  const address = `${hostOf(organization)}:${ports.peer}`;
  return {
    peer: {
      id: `peer.${key}`,
      networkId: 'chopmark',
      listenAddress: `${listenAddressOf(organization)}:${ports.peer}`,
      address,
      chaincodeListenAddress: `${HOST}:${ports.peerChaincode}`,
      localMspId: mspId,
      mspConfigPath: node.msp,
      fileSystemPath: join(folder, 'production'),
      BCCSP: { Default: 'SW', SW: { Hash: 'SHA2', Security: 256 } },
      tls: {
        enabled: true,
        clientAuthRequired: false,
        cert: { file: node.tls.certificate },
        key: { file: node.tls.key },
        rootcert: { file: node.tls.root },
      },
      gateway: { enabled: true, endorsementTimeout: '30s', broadcastTimeout: '30s', dialTimeout: '30s' },
      keepalive: {
        interval: '7200s',
        timeout: '20s',
        minInterval: PERMITTED_PING_INTERVAL,
        client: { interval: '60s', timeout: '20s' },
        deliveryClient: { interval: '60s', timeout: '20s' },
      },
      gossip: {
        bootstrap: address,
        externalEndpoint: address,
        // Each peer pulls its blocks itself; the short intervals let a fresh network find its other organizations at once.
        orgLeader: true,
        useLeaderElection: false,
        state: { enabled: false },
        reconnectInterval: '1s',
        aliveTimeInterval: '1s',
        aliveExpirationTimeout: '5s',
        publishStateInfoInterval: '1s',
        requestStateInfoInterval: '1s',
        pvtData: { implicitCollectionDisseminationPolicy: { requiredPeerCount: 0, maxPeerCount: 1 } },
      },
      authentication: { timewindow: '15m' },
      deliveryclient: {
        policy: 'cluster',
        reconnectTotalTimeThreshold: '3600s',
        blockCensorshipTimeoutKey: '2s',
      },
      discovery: {
        enabled: true,
        authCacheEnabled: true,
        authCacheMaxSize: 1000,
        authCachePurgeRetentionRatio: 0.75,
      },
      handlers: {
        // Without TimeWindowCheck a peer is open to CVE-2024-45244.
        authFilters: [{ name: 'DefaultAuth' }, { name: 'ExpirationCheck' }, { name: 'TimeWindowCheck' }],
        decorators: [{ name: 'DefaultDecorator' }],
        endorsers: { escc: { name: 'DefaultEndorsement' } },
        validators: { vscc: { name: 'DefaultValidation' } },
      },
      limits: { concurrency: { endorserService: 2500, deliverService: 2500, gatewayService: 5000 } },
      maxRecvMsgSize: 104_857_600,
      maxSendMsgSize: 104_857_600,
    },
    // No docker: chaincode runs as a service, found by the external builder.
    vm: { endpoint: '' },
    chaincode: {
      externalBuilders: [{ name: 'chopmark', path: builder, propagateEnvironment: [] }],
      installTimeout: '60s',
      startuptimeout: '60s',
      executetimeout: '30s',
      mode: 'net',
      // The Node shim ends on a KEEPALIVE message.
      keepalive: 0,
      system: { _lifecycle: 'enable', cscc: 'enable', lscc: 'enable', qscc: 'enable' },
      logging: { level: 'warning', shim: 'warning' },
      runtimeParams: {
        useWriteBatch: true,
        maxSizeWriteBatch: 1000,
        // v3.1.5 answers "nothing" when the state database fails (#5529).
        useGetMultipleKeys: false,
        maxSizeGetMultipleKeys: 1000,
      },
    },
    ledger: {
      state: { stateDatabase: 'goleveldb', totalQueryLimit: 100_000 },
      history: { enableHistoryDatabase: true },
      pvtdataStore: {
        collElgProcMaxDbBatchSize: 5000,
        collElgProcDbBatchesInterval: 1000,
        deprioritizedDataReconcilerInterval: '60m',
        purgeInterval: 100,
        purgedKeyAuditLogging: true,
      },
      snapshots: { rootDir: join(folder, 'snapshots') },
    },
    operations: { listenAddress: `${HOST}:${ports.peerOperations}`, tls: { enabled: false } },
    metrics: { provider: 'prometheus' },
  };
}
