/** Where a program of Fabric lies: `FABRIC_BIN`, else `PATH`. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';

export type BinaryName = 'orderer' | 'peer' | 'configtxgen' | 'configtxlator';

/** Absolute path of a program that may be executed, of whatever version; `undefined` when there is none. */
export function findBinary(
  name: BinaryName,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  return [...namedFolder(environment), ...foldersOfPath(environment)]
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

/** What `FABRIC_BIN` names, if it does; absolute, for programs start in folders of their own. */
export function namedFolder(environment: NodeJS.ProcessEnv): readonly string[] {
  const named = environment['FABRIC_BIN'] ?? '';
  return named === '' ? [] : [resolve(named)];
}

export function foldersOfPath(environment: NodeJS.ProcessEnv): readonly string[] {
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => resolve(folder));
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
