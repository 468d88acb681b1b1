/**
 * Files that a reader drops or chooses, folders opened. Nothing is read here.
 *
 * @module
 */
import { InputError, MAX_FOLDER_DEPTH } from '@chopmark/core/verify';
import { MAX_FILES } from './limits.js';

export type LocalFile = {
  /** Relative to what was dropped or chosen, with `/`. */
  readonly path: string;
} & ({ readonly file: File } | { readonly fault: InputError });

/** Of an input element, one for files or one for a folder. */
export function chosenFiles(files: FileList): readonly LocalFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * Must be called within the drop event: afterwards a browser no longer tells what was dropped.
 *
 * @throws {InputError} `TOO_MANY_FILES`, `FOLDER_TOO_DEEP`, `BUNDLE_UNREADABLE` for a folder that cannot be opened
 */
export function droppedFiles(transfer: DataTransfer): Promise<readonly LocalFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const known = entries.filter((entry) => entry !== null);
  return known.length > 0 ? filesIn(known) : Promise.resolve(chosenFiles(transfer.files));
}

async function filesIn(roots: readonly FileSystemEntry[]): Promise<readonly LocalFile[]> {
  const files: LocalFile[] = [];
  const look = async (entry: FileSystemEntry, path: string, depth: number): Promise<void> => {
    if (depth > MAX_FOLDER_DEPTH)
      throw new InputError('FOLDER_TOO_DEEP', `more than ${MAX_FOLDER_DEPTH} folders deep`);
    if (files.length >= MAX_FILES) throw new InputError('TOO_MANY_FILES', `more than ${MAX_FILES} files`);
    if (isFile(entry)) files.push({ path, ...(await fileOf(entry)) });
    else if (isFolder(entry))
      for (const one of await entriesOf(entry)) await look(one, `${path}/${one.name}`, depth + 1);
  };
  for (const root of roots) await look(root, root.name, 0);
  return files;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

/** @throws {InputError} `BUNDLE_UNREADABLE` for a file that was moved, changed or taken away since it was chosen. */
export async function bytesOf(file: File, most: number): Promise<Uint8Array> {
  try {
    // One byte more than allowed is enough to be told that it is too large.
    return new Uint8Array(await file.slice(0, most + 1).arrayBuffer());
  } catch (cause) {
    throw gone(cause);
  }
}

function gone(cause: unknown): InputError {
  return new InputError('BUNDLE_UNREADABLE', 'the browser cannot read it, or no longer: choose it again', {
    cause,
  });
}

/** One of thousands that cannot be opened says nothing about the others. */
function fileOf(entry: FileSystemFileEntry): Promise<{ file: File } | { fault: InputError }> {
  return new Promise((resolve) => {
    entry.file(
      (file) => resolve({ file }),
      (cause) => resolve({ fault: gone(cause) }),
    );
  });
}

/** A reader gives some entries at a time, at the end none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, (cause) => reject(gone(cause)));
    });
    if (some.length === 0) return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    entries.push(...some);
  }
}
