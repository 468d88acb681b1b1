import type { InputError } from '@chopmark/core/verify';

/** One file to be judged, wherever it lies: on disk, in an archive, on standard input. */
export interface Candidate {
  /** As printed: the path; in an archive `archive.zip!/path`. */
  readonly label: string;
  /** It was found in a folder or archive, nobody named it: a trust profile there is no fault. */
  readonly found: boolean;
  /** @throws {InputError} */
  readonly read: () => Promise<Uint8Array>;
  /** A part that the bundle names by its SHA-256 (lowercase hex); undefined when it does not lie beside the bundle. */
  readonly part: (hash: string) => Promise<Uint8Array | undefined>;
}

/** Something that cannot be read, in its place among what can. */
export function refused(label: string, error: InputError): Candidate {
  return {
    label,
    found: false,
    read: () => Promise.reject(error),
    part: () => Promise.resolve(undefined),
  };
}
