/** What an exported folder holds beside the network's own layout: settings, units, secrets, and folders for what grows. */
import { join } from 'node:path';
import type { OrganizationKey } from '../description.js';
import type { NetworkLayout } from '../layout.js';

export type Places = {
  readonly ordererSettings: string;
  readonly peerSettings: string;
  readonly builder: string;
  readonly units: string;
  readonly secrets: string;
  readonly databasePassword: string;
  readonly databaseUrl: string;
  /** In a folder of its own: a rotation replaces the file, and who sees only a file would go on with the old one. */
  readonly masterKeys: string;
  readonly database: string;
  readonly gatewayData: string;
  readonly ordererLedger: string;
  readonly peerLedger: string;
  readonly composeFile: string;
  /** The chaincode servers of both versions while the contract changes; read after `composeFile`. */
  readonly composeUpgradeFile: string;
};

export function placesOf({ home, ledger }: NetworkLayout, key: OrganizationKey): Places {
  const secrets = join(home, 'secrets');
  return {
    ordererSettings: join(home, 'settings', 'orderer'),
    peerSettings: join(home, 'settings', 'peer'),
    builder: join(home, 'builder'),
    units: join(home, 'systemd'),
    secrets,
    databasePassword: join(secrets, 'database-password'),
    databaseUrl: join(secrets, 'database-url'),
    masterKeys: join(secrets, 'master-keys', 'keys'),
    database: join(home, 'database'),
    gatewayData: join(home, 'gateway'),
    ordererLedger: join(ledger, `orderer-${key}`),
    peerLedger: join(ledger, `peer-${key}`),
    composeFile: join(home, 'compose.yaml'),
    composeUpgradeFile: join(home, 'compose.contract.yaml'),
  };
}
