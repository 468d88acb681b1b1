/** What goes wrong while a part of a workbook streams out of its archive. */
import { SealBrokenError } from '../../keys/gcm.js';
import { fileRefusal } from '../file-refusal.js';
import { XmlError } from '../xml/xml-reader.js';

/** @returns The refusal of a file whose part is not what it should be; whatever else it is, as it came. */
export function ofDamage(cause: unknown, line?: number): unknown {
  const isNoXml = cause instanceof XmlError || cause instanceof TypeError;
  return isNoXml || isOfArchive(cause)
    ? fileRefusal([{ pointer: '', code: 'FILE_DAMAGED', ...(line !== undefined && { line }) }], cause)
    : cause;
}

/** Sizes that are wrong, packed bytes that are none. */
function isOfArchive(cause: unknown): boolean {
  return cause instanceof Error && !('options' in cause) && !(cause instanceof SealBrokenError);
}
