/**
 * Which bundles on disk share one evidence: they are stamped together, by one token.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  type BundleFile,
  BundleError,
  InputError,
  MAX_BUNDLE_BYTES,
  MAX_PART_BYTES,
  PART_NAMES,
  isHiddenFile,
  isPartReference,
  kindOfFile,
  parseBundle,
  partBytes,
  partFileNames,
} from '@chopmark/core/verify';
import { listFolder } from '../verify/input/folder.js';
import { reasonOf } from '../verify/input/reason.js';
import { readFound } from '../verify/input/read-file.js';
import { EvidenceError } from './evidence-error.js';

/** Bundles whose parts are the same, inline or by reference. */
export interface EvidenceGroup {
  /** Paths, in a fixed order. */
  readonly files: readonly string[];
  /** One of them. */
  readonly bundle: BundleFile;
  /** Looks a part up beside the bundles, by its SHA-256 in lowercase hex. */
  readonly part: (hash: string) => Promise<Uint8Array | undefined>;
  /** Folder where a new part goes. */
  readonly partFolder: string;
}

/**
 * @param named Bundles, folders, and part files (`<hash>.json`): these stand for the bundles that name them.
 * @throws {EvidenceError} `EVIDENCE_NOT_FOUND`, `EVIDENCE_NOT_IN_PLACE`
 */
export async function evidenceGroups(named: readonly string[]): Promise<readonly EvidenceGroup[]> {
  const groups = new Map<string, EvidenceGroup & { readonly files: string[] }>();
  for (const one of named) {
    for await (const { root, name, bundle } of bundlesOf(one)) {
      const file = join(root, name);
      const key = `${root}\n${evidenceKey(bundle)}`;
      const group = groups.get(key);
      if (group && !group.files.includes(file)) group.files.push(file);
      if (!group) groups.set(key, { files: [file], bundle, ...partsBeside(root, name) });
    }
  }
  return [...groups.values()];
}

/** Equal for bundles with the same parts, whether they stand in them or beside them. */
export function evidenceKey(bundle: BundleFile): string {
  return PART_NAMES.map((name) => {
    const part = bundle[name];
    if (part === undefined || isPartReference(part)) return part ?? '';
    return `sha256:${createHash('sha256').update(partBytes(part)).digest('hex')}`;
  }).join(' ');
}

/** @throws {EvidenceError} `EVIDENCE_NOT_FOUND` when it is no bundle. */
export function readBundle(file: string): BundleFile {
  try {
    return parseBundle(readFound(file, MAX_BUNDLE_BYTES));
  } catch (cause) {
    if (!(cause instanceof InputError) && !(cause instanceof BundleError)) throw cause;
    throw new EvidenceError('EVIDENCE_NOT_FOUND', `${file}: ${cause.message}`, { cause });
  }
}

interface Found {
  /** Folder that was named, or that the file lies in; parts are looked for no further up. */
  readonly root: string;
  readonly name: string;
  readonly bundle: BundleFile;
}

async function* bundlesOf(named: string): AsyncIterable<Found> {
  const found = await stat(named).catch((cause: unknown) => {
    throw new EvidenceError('EVIDENCE_NOT_FOUND', `${named}: ${reasonOf(cause)}`, { cause });
  });
  const kind = found.isDirectory() ? 'folder' : kindOfFile(basename(named));
  if (!found.isDirectory() && (!found.isFile() || kind === 'archive'))
    throw new EvidenceError('EVIDENCE_NOT_IN_PLACE', `${named}: unpack it first`);
  if (kind === 'folder')
    yield* some(
      named,
      bundlesIn(named, () => true),
    );
  else if (kind === 'part') yield* some(named, bundlesNaming(named));
  else yield { root: dirname(named), name: basename(named), bundle: readBundle(named) };
}

async function* some(named: string, bundles: AsyncIterable<Found>): AsyncIterable<Found> {
  let count = 0;
  for await (const one of bundles) {
    count += 1;
    yield one;
  }
  if (count === 0) throw new EvidenceError('EVIDENCE_NOT_FOUND', `${named}: no bundle there`);
}

/** The bundles beside a part file that name it. */
function bundlesNaming(file: string): AsyncIterable<Found> {
  const folder = dirname(file);
  const reference = `sha256:${basename(file, '.json')}`;
  return bundlesIn(basename(folder) === 'evidence' ? dirname(folder) : folder, (bundle) =>
    PART_NAMES.some((name) => bundle[name] === reference),
  );
}

/** Other files that end in .json are passed over. */
async function* bundlesIn(root: string, isWanted: (bundle: BundleFile) => boolean): AsyncIterable<Found> {
  for (const { name, fault } of await listFolder(root)) {
    if (fault || isHiddenFile(name) || kindOfFile(name) !== 'bundle') continue;
    const bundle = bundleIn(join(root, name));
    if (bundle && isWanted(bundle)) yield { root, name, bundle };
  }
}

function bundleIn(file: string): BundleFile | undefined {
  try {
    return readBundle(file);
  } catch (error) {
    if (!(error instanceof EvidenceError)) throw error;
    return undefined;
  }
}

function partsBeside(root: string, name: string): Pick<EvidenceGroup, 'part' | 'partFolder'> {
  return {
    partFolder: join(root, 'evidence'),
    part: (hash) => {
      for (const place of partFileNames(name, hash)) {
        try {
          return Promise.resolve(readFound(join(root, place), MAX_PART_BYTES));
        } catch (error) {
          if (!(error instanceof InputError)) throw error;
        }
      }
      return Promise.resolve(undefined);
    },
  };
}
