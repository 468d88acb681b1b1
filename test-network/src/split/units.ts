/** systemd units of the services of one organization: each sees its own files, and is started again when it ends, unless only somebody's hand helps. */
import type { Service } from './services.js';

/** Where the programs are on the host. */
export type Programs = Readonly<Record<Service['program'], string>>;

export const DEFAULT_PROGRAMS: Programs = {
  orderer: '/opt/fabric/bin/orderer',
  peer: '/opt/fabric/bin/peer',
  node: '/usr/bin/node',
};

export const TARGET = 'chopmark.target';

export function unitName({ name }: Pick<Service, 'name'>): string {
  return `chopmark-${name}.service`;
}

/** The chaincode server talks to its own peer only: the one thing on the host that runs the contract stays inside. */
const LOOPBACK_ONLY = ['IPAddressDeny=any', 'IPAddressAllow=localhost'];

/**
 * Words need no quotes: paths were checked to be plain when the folder was exported.
 *
 * @param hidden Folder whose other contents the service must not see.
 */
export function unitText(service: Service, programs: Programs, hidden: string): string {
  const command = [programs[service.program], ...service.args].join(' ');
  return `${[
    '[Unit]',
    `Description=${service.description.replaceAll('%', '%%')}`,
    'After=network-online.target time-sync.target',
    'Wants=network-online.target time-sync.target',
    `PartOf=${TARGET}`,
    // A node that cannot start yet is tried for ever: the cause may be another organization's.
    'StartLimitIntervalSec=0',
    ...(service.needs === undefined ? [] : [`ConditionPathExists=${service.needs}`]),
    '',
    '[Service]',
    'User=chopmark',
    'Group=chopmark',
    `WorkingDirectory=${service.folder}`,
    ...Object.entries(service.environment).map(([name, value]) => `Environment=${name}=${value}`),
    `ExecStart=${command}`,
    'Restart=always',
    'RestartSec=2',
    ...(service.finalExitCodes === undefined
      ? []
      : [`RestartPreventExitStatus=${service.finalExitCodes.join(' ')}`]),
    'TimeoutStopSec=60',
    'LimitNOFILE=65536',
    'UMask=0077',
    'NoNewPrivileges=yes',
    'ProtectSystem=strict',
    'ProtectHome=yes',
    'PrivateTmp=yes',
    'PrivateDevices=yes',
    'ProtectKernelTunables=yes',
    'ProtectKernelModules=yes',
    'ProtectControlGroups=yes',
    'RestrictSUIDSGID=yes',
    'CapabilityBoundingSet=',
    `TemporaryFileSystem=${hidden}:ro`,
    ...service.reads.map((path) => `BindReadOnlyPaths=${path}`),
    ...service.writes.map((path) => `BindPaths=${path}`),
    ...(service.name.startsWith('chaincode') ? LOOPBACK_ONLY : []),
  ].join('\n')}\n`;
}

/** All services of the host together: `systemctl start chopmark.target`. */
export function targetText(services: readonly Service[]): string {
  return `${[
    '[Unit]',
    'Description=Chopmark: the nodes of one organization',
    `Wants=${services.map(unitName).join(' ')}`,
    '',
    '[Install]',
    'WantedBy=multi-user.target',
  ].join('\n')}\n`;
}
