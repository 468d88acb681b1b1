/** The programs in the cache of a home: downloaded once, all or nothing, and never replaced. */
import { mkdir, readFile, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeJson } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { markOf } from '../processes/process-mark.js';
import { isExecutable } from './binaries.js';
import { downloadArchive } from './download-archive.js';
import { extractPrograms } from './extract-archive.js';
import { ADVICE, PROGRAMS, type Programs } from './fabric-release.js';
import { assertVersion } from './program-version.js';

/** Where the programs came from; beside them. */
type Source = { readonly address: string; readonly sha256: string };

const DRAFT = /\.(\d+)\.part$/;

function programsIn(folder: string): Programs {
  return { orderer: join(folder, 'bin', 'orderer'), peer: join(folder, 'bin', 'peer') };
}

/**
 * @param pinned Digest that their archive must have had.
 * @returns `undefined` when the cache holds none.
 * @throws {NetworkError} `BINARY_WRONG_VERSION`; `ARCHIVE_MISMATCH` when they came from another archive than pinned.
 */
export async function cachedPrograms(
  folder: string,
  pinned: string | undefined,
): Promise<Programs | undefined> {
  const programs = programsIn(folder);
  if (!PROGRAMS.every((name) => isExecutable(programs[name]))) return undefined;
  const { sha256 } = await readSource(folder);
  if (pinned !== undefined && sha256 !== pinned) {
    throw new NetworkError(
      'ARCHIVE_MISMATCH',
      `the programs in ${folder} come from an archive with SHA-256 ${sha256 ?? 'unknown'}, CHOPMARK_FABRIC_SHA256 says ${pinned}; remove that folder to download them anew`,
    );
  }
  const cure = `remove ${folder} to download them anew, or ${ADVICE}`;
  await Promise.all(PROGRAMS.map((name) => assertVersion(programs[name], cure)));
  return programs;
}

/**
 * Downloads, checks and unpacks beside the cache; only what passed every check gets the cache's name.
 *
 * @throws {NetworkError} `DOWNLOAD_FAILED`, `ARCHIVE_MISMATCH`, `ARCHIVE_BROKEN`, `BINARY_WRONG_VERSION`; the cache is
 *   as it was.
 */
export async function downloadPrograms(
  address: URL,
  pinned: string | undefined,
  folder: string,
  say: (text: string) => void,
): Promise<Programs> {
  await removeAbandonedDrafts(folder);
  const draft = `${folder}.${process.pid}.part`;
  try {
    await mkdir(join(draft, 'bin'), { recursive: true });
    const archive = join(draft, 'archive.tar.gz');
    const sha256 = await downloadArchive(address, archive, say);
    if (pinned !== undefined && sha256 !== pinned) {
      throw new NetworkError(
        'ARCHIVE_MISMATCH',
        `${address.href} has the SHA-256 ${sha256}, CHOPMARK_FABRIC_SHA256 says ${pinned}; nothing of it was used`,
      );
    }
    if (pinned === undefined) say(`the archive's SHA-256 is ${sha256}; CHOPMARK_FABRIC_SHA256 pins it`);
    await extractPrograms(archive, join(draft, 'bin'));
    await Promise.all(Object.values(programsIn(draft)).map((path) => assertVersion(path)));
    await rm(archive);
    await writeJson(join(draft, 'source.json'), { address: address.href, sha256 } satisfies Source);
    await rename(draft, folder).catch((error: unknown) => {
      // Another process was faster: its programs passed the same checks.
      if (!PROGRAMS.every((name) => isExecutable(programsIn(folder)[name]))) throw error;
    });
    return programsIn(folder);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function readSource(folder: string): Promise<Partial<Source>> {
  try {
    return JSON.parse(await readFile(join(folder, 'source.json'), 'utf8')) as Partial<Source>;
  } catch {
    return {};
  }
}

/** A download that was killed leaves its draft; the number of its process stands in the name. */
async function removeAbandonedDrafts(folder: string): Promise<void> {
  const parent = dirname(folder);
  const drafts = (await readdir(parent).catch(() => [])).filter(
    (name) =>
      name.startsWith(`${basename(folder)}.`) && !markOf(Number(DRAFT.exec(name)?.[1] ?? process.pid)),
  );
  await Promise.all(drafts.map((name) => rm(join(parent, name), { recursive: true, force: true })));
}
