/**
 * Where the values of a JSON text stand, by byte. For well-formed text only: what is scanned is a golden bundle, never a
 * mutant.
 *
 * @module
 */

export interface Place {
  /** Keys and indexes from the root. */
  readonly path: readonly (string | number)[];
  readonly type: 'object' | 'array' | 'string' | 'other';
  /** Bytes of the value, quotation marks included. */
  readonly start: number;
  readonly end: number;
  /** Where the member begins that the value belongs to, or the value itself in a list. */
  readonly from: number;
}

/** All values, containers before their members. @param text One character for each byte. */
export function placesOf(text: string): Place[] {
  const places: Place[] = [];
  let at = 0;

  const space = (): void => {
    while (' \n\r\t'.includes(text[at] ?? 'x')) at += 1;
  };
  const skipString = (): string => {
    const start = at;
    for (at += 1; text[at] !== '"'; at += 1) if (text[at] === '\\') at += 1;
    at += 1;
    return JSON.parse(Buffer.from(text.slice(start, at), 'latin1').toString()) as string;
  };
  const value = (path: readonly (string | number)[], from: number): void => {
    space();
    const start = at;
    const first = text[at];
    const type = first === '{' ? 'object' : first === '[' ? 'array' : first === '"' ? 'string' : 'other';
    const mine = places.push({ path, type, start, end: 0, from: Math.min(from, start) }) - 1;
    if (type === 'string') skipString();
    else if (type === 'other') while (/[^,\]}\s]/.test(text[at] ?? ',')) at += 1;
    else members(type, path);
    places[mine] = { ...places[mine]!, end: at };
  };
  const members = (type: 'object' | 'array', path: readonly (string | number)[]): void => {
    at += 1;
    for (let index = 0; ; index += 1) {
      space();
      if (text[at] === ',') at += 1;
      space();
      if (text[at] === '}' || text[at] === ']') break;
      const from = at;
      const key = type === 'object' ? skipString() : index;
      space();
      if (text[at] === ':') at += 1;
      value([...path, key], from);
    }
    at += 1;
  };

  value([], 0);
  return places;
}

/** The deepest value around each byte; -1 where only the root or punctuation of it is. */
export function deepestAt(places: readonly Place[], size: number): Int32Array {
  const owner = new Int32Array(size).fill(-1);
  for (const [index, { from, end }] of places.entries()) owner.fill(index, from, end);
  return owner;
}
