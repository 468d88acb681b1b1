/**
 * Which files of a folder or archive are bundles, and where the parts lie that bundles name by their hash
 * (docs/proof-format.md). Names are relative to the folder or archive, with `/`.
 *
 * @module
 */

/** Folders inside one another that are still looked into. */
export const MAX_FOLDER_DEPTH = 16;

/** The folder for parts beside bundles. */
const EVIDENCE = 'evidence';
const PART = /^[0-9a-f]{64}\.json$/;

/** What a name alone says. Hidden files (`.DS_Store`, `._copy.json`) belong to somebody's tools. */
export type BundleFileKind = 'bundle' | 'part' | 'archive' | 'other';

/** @param name Relative, with `/`. */
export function kindOfFile(name: string): BundleFileKind {
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (isHiddenFile(name)) return 'other';
  if (PART.test(last)) return 'part';
  if (/\.json$/i.test(last)) return 'bundle';
  return /\.zip$/i.test(last) ? 'archive' : 'other';
}

/** Whether the file or a folder above it is hidden. */
export function isHiddenFile(name: string): boolean {
  return name.split('/').some((segment) => segment.startsWith('.') || segment === '__MACOSX');
}

/** Whether the file lies deeper than anybody looks. */
export function isTooDeep(name: string): boolean {
  return name.split('/', MAX_FOLDER_DEPTH + 2).length > MAX_FOLDER_DEPTH + 1;
}

/**
 * @param name Of the bundle; not too deep.
 * @param hash Of the part, lowercase hex.
 * @returns Names under which the part may lie, nearest first: `evidence/` or the same folder, then the folders above.
 */
export function partFileNames(name: string, hash: string): string[] {
  const folders = name.split('/').slice(0, -1);
  const names: string[] = [];
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const prefix = folders
      .slice(0, depth)
      .map((segment) => `${segment}/`)
      .join('');
    names.push(`${prefix}${EVIDENCE}/${hash}.json`, `${prefix}${hash}.json`);
  }
  return names;
}
