/**
 * `?hide=/buyer&hide=/remark` → the fields that a bundle leaves out.
 *
 * @module
 */
import { KINDS, flatten, type JsonObject } from '@chopmark/core';
import { refusalOf } from '../problems/refusal.js';

/**
 * @param pointers JSON pointers; one of an object or array hides all below it.
 * @returns Paths of the document's fields.
 * @throws {Refusal} `FIELD_NOT_HIDEABLE` for a required member, which is always shown, and for what is not there.
 */
export function hiddenPathsOf(document: JsonObject, pointers: readonly string[]): string[] {
  const required = KINDS['invoice']?.requiredMembers(document) ?? [];
  const paths = flatten(document, required).fields.map(({ path }) => path);
  const below = (pointer: string): string[] =>
    paths.filter((path) => path === pointer || path.startsWith(`${pointer}/`));
  const faults = pointers.flatMap((pointer) =>
    below(pointer).length === 0 ? [{ pointer, code: 'NOT_HIDEABLE' }] : [],
  );
  if (faults.length > 0) throw refusalOf('FIELD_NOT_HIDEABLE', faults);
  return [...new Set(pointers.flatMap(below))];
}
