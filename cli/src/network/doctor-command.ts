/**
 * `chopmark network doctor`: what would keep a network from running on this machine, and the cure of each.
 *
 * @module
 */
import { accessSync, constants, existsSync } from 'node:fs';
import { dirname } from 'node:path';
import { tryWriting, type Home } from '../platform/home.js';
import { GATEWAYS, isFreePort, networkPortArguments, portsFrom } from '../platform/gateway-ports.js';
import { launcherOf } from './network-home.js';
import { askNetwork } from './network-process.js';

interface Finding {
  readonly check: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly cure?: string;
}

const WELL = 0;
const FAULTY = 3;
const OLDEST_NODE = [20, 19] as const;

/** @returns 0 when all is well, 3 when something is not, 1 when it could not be looked at. */
export async function doctorCommand(home: Home, env: NodeJS.ProcessEnv, json: boolean): Promise<number> {
  const { code, text } = await askNetwork([
    'doctor',
    ...['--kind', home.kind, '--home', home.network],
    ...networkPortArguments(env),
  ]);
  if (text === '') return code;
  const { findings: ofNetwork } = JSON.parse(text) as { findings: readonly Finding[] };
  const findings = [nodeCheck(), homeCheck(home), await gatewayPortsCheck(home, env), ...ofNetwork];
  process.stdout.write(
    json ? `${JSON.stringify({ kind: home.kind, findings })}\n` : findings.map(formatFinding).join(''),
  );
  return findings.every(({ ok }) => ok) ? WELL : FAULTY;
}

function formatFinding({ check, ok, detail, cure }: Finding): string {
  const line = `  ${ok ? '✔' : '✘'} ${check.padEnd(14)}${detail}\n`;
  return cure === undefined ? line : `${line}    ${''.padEnd(14)}→ ${cure}\n`;
}

export function nodeCheck(version: string = process.versions.node): Finding {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const ok = major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1]);
  return {
    check: 'node',
    ok,
    detail: version,
    ...(ok ? {} : { cure: `install Node ${OLDEST_NODE.join('.')} or later` }),
  };
}

function homeCheck({ root }: Home): Finding {
  try {
    const there = existingPartOf(root);
    accessSync(there, constants.R_OK | constants.X_OK);
    tryWriting(there);
    return { check: 'home', ok: true, detail: `${root} can be written` };
  } catch {
    return {
      check: 'home',
      ok: false,
      detail: `${root} cannot be written by this user`,
      cure: 'give this user the right to write there, or set CHOPMARK_HOME to another folder',
    };
  }
}

function existingPartOf(folder: string): string {
  return existsSync(folder) || folder === dirname(folder) ? folder : existingPartOf(dirname(folder));
}

async function gatewayPortsCheck(home: Home, env: NodeJS.ProcessEnv): Promise<Finding> {
  const ports = portsFrom(env);
  const range = GATEWAYS.map((key) => ports[key]).join(', ');
  if (launcherOf(home) !== undefined)
    return { check: 'gateway ports', ok: true, detail: `${range} are the running platform's` };
  const free = await Promise.all(GATEWAYS.map((key) => isFreePort(ports[key])));
  const taken = GATEWAYS.filter((_, place) => free[place] === false).map((key) => ports[key]);
  return taken.length === 0
    ? { check: 'gateway ports', ok: true, detail: `${range} are free` }
    : {
        check: 'gateway ports',
        ok: false,
        detail: `${taken.join(', ')} cannot be used`,
        cure: 'stop the program that listens there, or set CHOPMARK_PORT to another number',
      };
}
