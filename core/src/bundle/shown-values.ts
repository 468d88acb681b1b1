/** What a person compares with the paper: each value by its path, hidden ones by name only. */
import { type DisclosedDocument, isHidden } from '../document/disclosure.js';
import { canonicalJson } from '../encoding/canonical-json.js';
import type { JsonValue } from '../encoding/json-value.js';
import { toPointer } from '../encoding/json-pointer.js';

/** Text of a value, or that the holder hides it. */
export type ShownValue = { readonly text: string } | { readonly hidden: true };

/** Where `shownValues` keeps the kind of the document: no JSON pointer begins so. */
export const KIND_PLACE = '#kind';

/**
 * @returns JSON pointer → value, the kind and the header's members first, then the fields, both ascending by UTF-16 code unit: whoever
 *   writes the file has no say in the order. Values that are no text come as JSON.
 */
export function shownValues({ header, paths, fields }: DisclosedDocument): ReadonlyMap<string, ShownValue> {
  const values = new Map<string, ShownValue>([[KIND_PLACE, { text: header.kind }]]);
  for (const name of Object.keys(header.required).sort())
    values.set(toPointer([name]), { text: textOf(header.required[name] ?? '') });
  for (const [at, path] of paths.entries()) {
    const field = fields[at];
    values.set(
      path,
      field === undefined || isHidden(field) ? { hidden: true } : { text: textOf(field.value) },
    );
  }
  return values;
}

function textOf(value: JsonValue): string {
  return typeof value === 'string' ? value : canonicalJson(value);
}
