/** Where Fabric's own programs are: `FABRIC_BIN`, else `PATH`. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

export type BinaryName = 'orderer' | 'peer' | 'configtxgen' | 'configtxlator';

/** Absolute path of a program that may be executed; `undefined` when there is none. */
export function findBinary(
  name: BinaryName,
  environment: NodeJS.ProcessEnv = process.env,
): string | undefined {
  const folders = [environment['FABRIC_BIN'] ?? '', ...(environment['PATH'] ?? '').split(delimiter)];
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, name))
    .find(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
