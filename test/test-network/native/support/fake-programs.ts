/** Stand-ins for Fabric's programs: shell scripts that answer `version` and fail at everything else. */
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { createGzip } from 'node:zlib';
import { buffer } from 'node:stream/consumers';

export const PROGRAM_NAMES = ['orderer', 'peer'] as const;

/** @param rest What it does when it is asked for something else than its version. */
export function fakeProgram(name: string, version = 'v3.1.5', rest = 'exit 3'): string {
  return `#!/bin/sh\nif [ "$1" = version ]; then printf '${name}:\\n Version: ${version}\\n OS/Arch: any\\n'; exit 0; fi\n${rest}\n`;
}

export async function writeFakePrograms(folder: string, version?: string, rest?: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const name of PROGRAM_NAMES) {
    const path = join(folder, name);
    await writeFile(path, fakeProgram(name, version, rest));
    await chmod(path, 0o755);
  }
}

/** A packed archive with these entries, name and content. */
export async function archiveOf(entries: readonly (readonly [string, string | Buffer])[]): Promise<Buffer> {
  const archive = pack();
  for (const [name, content] of entries) archive.entry({ name, mode: 0o755 }, content);
  archive.finalize();
  return buffer(archive.pipe(createGzip()));
}

/** As Fabric publishes it: both programs below bin/, and much else. */
export function releaseArchive(version?: string): Promise<Buffer> {
  return archiveOf([
    ['builders/ccaas/bin/detect', 'unused'],
    ['config/core.yaml', 'unused'],
    ...PROGRAM_NAMES.map((name) => [`bin/${name}`, fakeProgram(name, version)] as const),
    ['bin/configtxgen', 'unused'],
  ]);
}
