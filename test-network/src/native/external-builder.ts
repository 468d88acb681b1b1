/** The three programs by which a peer without docker finds a chaincode server: detect, build, release. */
import { chmod } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../layout.js';

const EXECUTABLE = 0o755;

/** Arguments: source and metadata; source, metadata and output; output and release. */
const PROGRAMS = {
  detect: `grep -q '"type":"ccaas"' "$2/metadata.json"`,
  build: `cp "$1/connection.json" "$3/connection.json"`,
  release: `mkdir -p "$2/chaincode/server"
cp "$1/connection.json" "$2/chaincode/server/connection.json"`,
} as const;

/** @returns Absolute path of the builder, for `chaincode.externalBuilders`. */
export async function writeExternalBuilder(folder: string): Promise<string> {
  await Promise.all(
    Object.entries(PROGRAMS).map(async ([name, script]) => {
      const path = join(folder, 'bin', name);
      await writeAtomically(path, `#!/bin/sh\nset -eu\n${script}\n`, EXECUTABLE);
      // The mode given at creation is narrowed by the umask.
      await chmod(path, EXECUTABLE);
    }),
  );
  return folder;
}
