/**
 * `doctor`: what would keep a network from running on this machine, as JSON on standard output; makes nothing.
 * Exit code 0 when all is well, else 3.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { defaultDescription } from '../description.js';
import { fault, type DoctorFinding } from '../doctor/finding.js';
import {
  clockCheck,
  diskCheck,
  interfaceCheck,
  loopbackCheck,
  memoryCheck,
} from '../doctor/machine-checks.js';
import { binariesCheck, certificatesCheck, portsCheck } from '../doctor/network-checks.js';
import { layoutOf } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { readNetwork, type PreparedNetwork } from '../prepare-network.js';
import { recordedProcesses } from '../processes/pid-files.js';
import { portBaseFrom, requireHome, requireKind } from './options.js';

const USAGE = 'usage: node main.js doctor --home <folder> [--kind embedded|native] [--port-base <n>]';
const WELL = 0;
const FAULTY = 3;

export async function doctor(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      home: { type: 'string' },
      kind: { type: 'string', default: 'embedded' },
      'port-base': { type: 'string' },
    },
  });
  const kind = requireKind(values.kind, USAGE);
  const home = requireHome(values.home, USAGE);
  const network = await knownNetwork(home);
  const known = network && 'description' in network ? network : undefined;
  const description =
    known?.description ?? defaultDescription(kind, portBaseFrom(values['port-base'], USAGE));
  const runs = recordedProcesses(layoutOf(home).run).length > 0;
  const findings = [
    ...(network && 'check' in network ? [network] : []),
    await portsCheck(description, runs),
    ...(kind === 'native' ? [await binariesCheck(process.env), interfaceCheck()] : []),
    ...(known ? [await certificatesCheck(known)] : []),
    await loopbackCheck(),
    await clockCheck(known && new Date(known.createdAt)),
    await diskCheck(home),
    memoryCheck(kind),
  ];
  process.stdout.write(`${JSON.stringify({ kind, findings })}\n`);
  return findings.every((finding) => finding.ok) ? WELL : FAULTY;
}

/** The network of the folder; a finding when its files are damaged; `undefined` when there is none yet. */
async function knownNetwork(home: string): Promise<PreparedNetwork | DoctorFinding | undefined> {
  if (!existsSync(layoutOf(home).networkFile)) return undefined;
  try {
    return await readNetwork(home);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return fault(
      'files',
      error.detail,
      'restore the folder from a backup, or remove it by "chopmark network reset"',
    );
  }
}
