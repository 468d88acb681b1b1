/**
 * A new token on disk: the parts first, then the bundles that name them, each file all or nothing. A stop half-way leaves
 * bundles with the old evidence beside bundles with the new, both whole.
 *
 * @module
 */
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  type BundleTimestamp,
  PART_NAMES,
  formatBundle,
  isPartReference,
  partBytes,
} from '@chopmark/core/verify';
import { EvidenceError } from './evidence-error.js';
import { type EvidenceGroup, evidenceKey, readBundle } from './evidence-files.js';

/**
 * @returns Name of the new part file; undefined when the tokens stand in the bundle itself.
 * @throws {EvidenceError} `EVIDENCE_INVALID` when a bundle changed meanwhile.
 */
export async function writeStamp(
  { files, bundle, partFolder }: EvidenceGroup,
  timestamps: readonly BundleTimestamp[],
): Promise<string | undefined> {
  const key = evidenceKey(bundle);
  const bytes = partBytes(timestamps);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const isBeside = files.length > 1 || PART_NAMES.some((name) => isPartReference(bundle[name]));
  const part = isBeside ? join(partFolder, `${hash}.json`) : undefined;
  if (part !== undefined) await replaceFile(part, bytes);
  for (const file of files) {
    const old = readBundle(file);
    if (evidenceKey(old) !== key)
      throw new EvidenceError('EVIDENCE_INVALID', `${file}: changed while it was stamped`);
    const stamped = { ...old, timestamps: part === undefined ? timestamps : (`sha256:${hash}` as const) };
    await replaceFile(file, Buffer.from(formatBundle(stamped)));
  }
  return part;
}

/** A reader, and a machine that loses power, see the old file or the new one. */
async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const draft = `${file}.${randomBytes(4).toString('hex')}.part`;
  try {
    const handle = await open(draft, 'wx');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (cause) {
    await rm(draft, { force: true });
    const reason = cause instanceof Error ? cause.message : 'unknown fault';
    throw new EvidenceError('EVIDENCE_NOT_IN_PLACE', `${file} cannot be written: ${reason}`, { cause });
  }
}
