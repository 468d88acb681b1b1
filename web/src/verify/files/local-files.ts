/**
 * Files that a reader drops or chooses, folders opened. Nothing is read here.
 *
 * @module
 */
import { InputError, MAX_FOLDER_DEPTH } from '@chopmark/core/verify';
import { MAX_FILES } from './limits.js';

export interface LocalFile {
  /** Relative to what was dropped or chosen, with `/`. */
  readonly path: string;
  readonly file: File;
}

/** Of an input element, one for files or one for a folder. */
export function chosenFiles(files: FileList): readonly LocalFile[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * Must be called within the drop event: afterwards a browser no longer tells what was dropped.
 *
 * @throws {InputError} `TOO_MANY_FILES`, `FOLDER_TOO_DEEP`
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
    if (isFile(entry)) files.push({ path, file: await fileOf(entry) });
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

function fileOf(entry: FileSystemFileEntry): Promise<File> {
  return new Promise((resolve, reject) => {
    entry.file(resolve, reject);
  });
}

/** A reader gives some entries at a time, at the end none. */
async function entriesOf(folder: FileSystemDirectoryEntry): Promise<readonly FileSystemEntry[]> {
  const reader = folder.createReader();
  const entries: FileSystemEntry[] = [];
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => {
      reader.readEntries(resolve, reject);
    });
    if (some.length === 0) return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
    entries.push(...some);
  }
}
