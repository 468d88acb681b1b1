/**
 * `chopmark network status`: every process of the network, seen from outside.
 *
 * @module
 */
import type { Home } from '../platform/home.js';
import { isMade, launcherOf } from './network-home.js';
import { askNetwork } from './network-process.js';
import { formatTable } from './table.js';

/** As `test-network` prints it (test-network/src/status/network-status.ts). */
export interface NetworkStatus {
  readonly kind: string;
  readonly home: string;
  readonly channel: string;
  readonly network: string;
  readonly state: 'up' | 'degraded' | 'down';
  readonly nodes: readonly NodeStatus[];
  readonly definitions: Readonly<Record<string, number>>;
  readonly memory: number;
}

interface NodeStatus {
  readonly name: string;
  readonly pid: number | null;
  readonly answers: boolean;
  readonly memory: number | null;
  readonly height: number | null;
  readonly lag: number | null;
  readonly detail: string;
}

const NOT_UP = 3;
const HEADINGS = ['NODE', 'PROCESS', 'ANSWERS', 'HEIGHT', 'LAG', 'MEMORY', ''];
const NUMBERS: ReadonlySet<number> = new Set([1, 3, 4, 5]);

/** @returns 0 when every node answers, 3 when one does not or there is no network, 1 when nobody can tell. */
export async function statusCommand(home: Home, json: boolean): Promise<number> {
  if (!isMade(home)) {
    if (json)
      process.stdout.write(`${JSON.stringify({ kind: home.kind, home: home.network, state: 'none' })}\n`);
    else
      process.stdout.write(
        `There is no ${home.kind} network in ${home.root} yet: chopmark network up --kind ${home.kind}\n`,
      );
    return NOT_UP;
  }
  const { code, text } = await askNetwork(['status', '--home', home.network]);
  if (text === '') return code;
  process.stdout.write(json ? text : formatStatus(JSON.parse(text) as NetworkStatus, launcherOf(home)));
  return code;
}

/** @param launcher Number of the process that runs the platform, if one does. */
export function formatStatus(status: NetworkStatus, launcher?: number): string {
  const { kind, channel, network, state, nodes, home, memory } = status;
  const rows = nodes.map((node) => [
    node.name,
    node.pid === null ? '-' : String(node.pid),
    node.answers ? 'yes' : 'no',
    node.height === null ? '' : String(node.height),
    node.lag === null ? '' : String(node.lag),
    node.memory === null ? '' : megabytes(node.memory),
    node.detail,
  ]);
  return [
    `${kind} network, channel ${channel}, ${network}: ${state}\n`,
    `  ${home}${launcher === undefined ? '' : `, run by chopmark start (process ${launcher})`}\n\n`,
    formatTable([HEADINGS, ...rows], NUMBERS),
    `\n  memory of all processes ${megabytes(memory)}\n`,
  ].join('');
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1024 ** 2)} MB`;
}
