/** Where a program of Fabric lies: `FABRIC_BIN`, else `PATH`. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BinaryName = 'orderer' | 'peer' | 'configtxgen' | 'configtxlator';

/** Absolute path of a program that may be executed, of whatever version; `undefined` when there is none. */
export function findBinary(
  name: BinaryName,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return [environment['FABRIC_BIN'] ?? '', ...foldersOfPath(environment)]
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

export function foldersOfPath(environment: NodeJS.ProcessEnv): readonly string[] {
  return (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
