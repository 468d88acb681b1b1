/** What a browser takes at once; the command takes more. */

/** Files, those in archives included. */
export const MAX_FILES = 30_000;
/** One archive. */
export const MAX_ARCHIVE_BYTES = 256_000_000;
/** What bundles and parts of one archive may come to, unpacked. */
export const MAX_UNPACKED_BYTES = 1_000_000_000;
