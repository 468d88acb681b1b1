/** Asks a program of Fabric which version it is: another one may understand other settings, or no BFT at all. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { NetworkError } from '../network-error.js';
import { ADVICE, FABRIC_VERSION } from './fabric-release.js';

const run = promisify(execFile);
const PATIENCE_MS = 30_000;

/** @returns E.g. `3.1.5`. @throws {Error} When the program does not run, or says something else. */
async function versionOf(path: string): Promise<string> {
  const { stdout } = await run(path, ['version'], {
    timeout: PATIENCE_MS,
    env: { PATH: process.env['PATH'] },
  });
  const version = /^\s*Version: v?(\S+)$/m.exec(stdout)?.[1];
  if (version === undefined) throw new Error('it says nothing about its version');
  return version;
}

/** @returns Why the program is of no use here; `undefined` when it is the right one. */
export async function faultOf(path: string): Promise<string | undefined> {
  try {
    const version = await versionOf(path);
    return version === FABRIC_VERSION ? undefined : `${path} is of version ${version}, not ${FABRIC_VERSION}`;
  } catch (error) {
    const [reason = ''] = (error instanceof Error ? error.message : String(error)).split('\n');
    return `${path} cannot tell its version: ${reason}`;
  }
}

/** @throws {NetworkError} `BINARY_WRONG_VERSION` */
export async function assertVersion(path: string, advice = ADVICE): Promise<void> {
  const fault = await faultOf(path);
  if (fault !== undefined) throw new NetworkError('BINARY_WRONG_VERSION', `${fault}; ${advice}`);
}
