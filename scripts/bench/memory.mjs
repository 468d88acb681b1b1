/** Resident memory of the network's processes after a while without work. */
import { setTimeout as delay } from 'node:timers/promises';
import { megabytes, report } from './report.mjs';

const IDLE_MS = 60_000;
const ROLES = ['orderer', 'peer', 'chaincode', 'network'];

export async function benchMemory(platform) {
  await delay(IDLE_MS);
  const { stdout } = await platform.command('network', 'status', '--kind', platform.kind, '--json');
  const { nodes } = JSON.parse(stdout);
  const of = (role) => nodes.filter((node) => node.role === role).map(({ memory }) => memory ?? 0);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const parts = ROLES.map((role) => [role, of(role)]).filter(([, values]) => sum(values) > 0);
  report(
    `resident memory after ${IDLE_MS / 1000} s idle`,
    ...parts.map(([role, values]) => `${role} ${values.map(megabytes).join(' + ')}`),
    `orderers, peers and chaincode servers ${megabytes(sum(ROLES.slice(0, 3).flatMap(of)))}`,
  );
}
