/**
 * Are these two parts equal? Parts read from one file are one object; others are compared text by text, which is much
 * quicker than judging them again.
 */
export function isSamePart(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const names = Object.keys(a);
  return (
    names.length === Object.keys(b).length &&
    names.every((name) => Object.hasOwn(b, name) && isSamePart(member(a, name), member(b, name)))
  );
}

/** Characters of all texts in a part: what keeping it costs. */
export function sizeOfPart(part: unknown): number {
  if (typeof part === 'string') return part.length;
  if (typeof part !== 'object' || part === null) return 0;
  return Object.keys(part).reduce((sum, name) => sum + sizeOfPart(member(part, name)), 0);
}

function member(owner: object, name: string): unknown {
  return (owner as { readonly [name: string]: unknown })[name];
}
