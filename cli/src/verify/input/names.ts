/**
 * Which files of a folder or archive are bundles, and where the parts lie that bundles name by their hash
 * (docs/proof-format.md). Names are relative to the folder or archive, with `/`.
 *
 * @module
 */

/** Files looked at in one call, folders and archives together. */
export const MAX_FILES = 200_000;
/** Folders inside one another that are still looked into. */
export const MAX_DEPTH = 16;

const PART = /^[0-9a-f]{64}\.json$/;

/** What a name alone says. Hidden files (`.DS_Store`, `._copy.json`) belong to somebody's tools. */
export function kindOfName(name: string): 'bundle' | 'part' | 'archive' | 'other' {
  const last = name.slice(name.lastIndexOf('/') + 1);
  if (isHidden(name)) return 'other';
  if (PART.test(last)) return 'part';
  if (/\.json$/i.test(last)) return 'bundle';
  return /\.zip$/i.test(last) ? 'archive' : 'other';
}

export function isTooDeep(name: string): boolean {
  return name.split('/', MAX_DEPTH + 2).length > MAX_DEPTH + 1;
}

/** Whether the file or a folder above it is hidden. */
export function isHidden(name: string): boolean {
  return name.split('/').some((segment) => segment.startsWith('.') || segment === '__MACOSX');
}

/**
 * @param name Of the bundle; not too deep.
 * @returns Names under which a part of it may lie, nearest first: `evidence/` or the same folder, then the folders above.
 */
export function partNames(name: string, hash: string): string[] {
  const folders = name.split('/').slice(0, -1);
  const names: string[] = [];
  for (let depth = folders.length; depth >= 0; depth -= 1) {
    const folder = folders
      .slice(0, depth)
      .map((segment) => `${segment}/`)
      .join('');
    names.push(`${folder}evidence/${hash}.json`, `${folder}${hash}.json`);
  }
  return names;
}
