/** Files looked at in one call, folders and archives together. */
export const MAX_FILES = 200_000;
