/**
 * Changes of a member or entry of a JSON text as a whole.
 *
 * @module
 */
import type { Place } from './json-places.js';

/** What stands where. */
interface Piece {
  /** With its key, where it has one. */
  readonly member: string;
  readonly value: string;
  /** What stands before the value: key and colon, or nothing. */
  readonly key: string;
  /** The member or entry behind it. */
  readonly next: string | undefined;
}

const OTHER_VALUES = [
  'null',
  'false',
  'true',
  '0',
  '1',
  '-1',
  '""',
  '{}',
  '[]',
  `"sha256:${'0'.repeat(64)}"`,
];

const CHANGES: readonly { readonly change: string; readonly text: (piece: Piece) => string | undefined }[] = [
  { change: 'left out', text: () => '' },
  { change: 'doubled', text: ({ member }) => `${member},${member}` },
  { change: 'exchanged with the next', text: ({ member, next }) => next && `${next},${member}` },
  ...OTHER_VALUES.map((value) => ({ change: `made ${value}`, text: ({ key }: Piece) => key + value })),
  { change: 'put into a list', text: ({ key, value }) => `${key}[${value}]` },
  {
    change: 'made text',
    text: ({ key, value }) => (value.startsWith('"') ? undefined : key + JSON.stringify(value)),
  },
];

export const STRUCTURE_CHANGES = CHANGES.length;

/** @returns Undefined where the number stands for no change. */
export function restructured(
  golden: Buffer,
  places: readonly Place[],
  place: Place,
  index: number,
): { readonly change: string; readonly from: number; readonly end: number; readonly by: string } | undefined {
  const { change, text } = CHANGES[index]!;
  const next = nextOf(places, place);
  const textOf = (from: number, end: number): string => golden.toString('latin1', from, end);
  const by = text({
    member: textOf(place.from, place.end),
    value: textOf(place.start, place.end),
    key: textOf(place.from, place.start),
    next: next && textOf(next.from, next.end),
  });
  if (by === undefined) return undefined;
  if (by === '') return { change, by, ...withComma(golden, place) };
  return { change, by, from: place.from, end: change.startsWith('exchanged') ? next!.end : place.end };
}

/** The member or entry behind this one in the same container. */
function nextOf(places: readonly Place[], place: Place): Place | undefined {
  const depth = place.path.length;
  const inside = (one: Place): boolean =>
    one.path.length === depth && one.path.slice(0, -1).every((key, at) => key === place.path[at]);
  return places.find((one) => one.from >= place.end && inside(one));
}

/** The member with the comma that would be one too many without it. */
function withComma(golden: Buffer, { from, end }: Place): { from: number; end: number } {
  if (golden[end] === 0x2c) return { from, end: end + 1 };
  return golden[from - 1] === 0x2c ? { from: from - 1, end } : { from, end };
}
