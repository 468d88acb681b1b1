/**
 * All single changes of a bundle's file, numbered, so that a run can be cut among workers and a sample be drawn.
 *
 * - `file`: a byte of the file: each bit, one more, left out, doubled.
 * - `binary`: the same for the bytes that a base64 text stands for.
 * - `certificate`: bits and one more of the DER inside a PEM inside such bytes.
 * - `structure`: a member or entry left out, doubled, exchanged with the next, made null, false, empty or another value.
 *
 * @module
 */
import { type Place, deepestAt, placesOf } from './json-places.js';

export type Level = 'file' | 'binary' | 'certificate' | 'structure';

export interface Mutant {
  readonly level: Level;
  /** Path of the value that is changed, e.g. `statement/endorsements/0/signature`. */
  readonly place: string;
  /** What is done, e.g. `bit 3 of byte 17`. */
  readonly change: string;
  readonly bytes: Buffer;
}

interface Segment {
  readonly level: Level;
  readonly size: number;
  /** Undefined where the number stands for no change or for one that has another number. */
  readonly make: (index: number) => Omit<Mutant, 'level'> | undefined;
}

/** Eight bits, one more, left out, doubled. */
const BYTE_CHANGES = 11;
const SAME_LENGTH_CHANGES = 9;
const PEM = /-----BEGIN ([A-Z0-9 ]+)-----\n([A-Za-z0-9+/=\n]+)\n-----END \1-----/g;
/** Parts of a bundle whose texts are base64. */
const BINARY = new Set(['statement', 'transaction', 'block', 'configuration', 'timestamps']);

export class MutantSpace {
  readonly #segments: readonly Segment[];
  /** How many numbers there are; some stand for no mutant. */
  readonly size: number;

  constructor(readonly golden: Buffer) {
    const text = golden.toString('latin1');
    const places = placesOf(text);
    const binaries = places.filter(
      ({ type, path }) => type === 'string' && BINARY.has(String(path[0])) && path.at(-1) !== 'over',
    );
    this.#segments = [
      fileSegment(golden, places),
      ...binaries.flatMap((place) => binarySegments(golden, text, place)),
      ...places.filter(({ path }) => path.length > 0).map((place) => structureSegment(golden, places, place)),
    ];
    this.size = this.#segments.reduce((sum, { size }) => sum + size, 0);
  }

  /** Numbers of the mutants of one level. */
  *numbersOf(level: Level): Generator<number> {
    let first = 0;
    for (const segment of this.#segments) {
      if (segment.level === level) for (let at = 0; at < segment.size; at += 1) yield first + at;
      first += segment.size;
    }
  }

  /** @param index 0 to `size` - 1. */
  at(index: number): Mutant | undefined {
    let rest = index;
    for (const { level, size, make } of this.#segments) {
      if (rest < size) {
        const made = make(rest);
        return made && !made.bytes.equals(this.golden) ? { level, ...made } : undefined;
      }
      rest -= size;
    }
    return undefined;
  }
}

function fileSegment(golden: Buffer, places: readonly Place[]): Segment {
  const owner = deepestAt(places, golden.length);
  return {
    level: 'file',
    size: golden.length * BYTE_CHANGES,
    make: (index) => {
      const changed = changedByte(golden, index);
      return changed && { place: nameOf(places[owner[changed.at] ?? -1]), ...changed };
    },
  };
}

function binarySegments(golden: Buffer, text: string, place: Place): Segment[] {
  const bytes = Buffer.from(text.slice(place.start + 1, place.end - 1), 'base64');
  const put = (changed: Buffer): Buffer => spliced(golden, place, `"${changed.toString('base64')}"`);
  const binary: Segment = {
    level: 'binary',
    size: bytes.length * BYTE_CHANGES,
    make: (index) => {
      const changed = changedByte(bytes, index);
      return changed && { place: nameOf(place), change: changed.change, bytes: put(changed.bytes) };
    },
  };
  const inside = [...bytes.toString('latin1').matchAll(PEM)].map((match): Segment => {
    const [block, label = '', base64 = ''] = match;
    const der = Buffer.from(base64, 'base64');
    const width = base64.indexOf('\n') < 0 ? base64.length : base64.indexOf('\n');
    return {
      level: 'certificate',
      size: der.length * SAME_LENGTH_CHANGES,
      make: (index) => {
        const changed = changedByte(der, index, SAME_LENGTH_CHANGES);
        if (!changed) return undefined;
        const lines = changed.bytes.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        const pem = Buffer.from(`-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----`);
        if (pem.length !== block.length) throw new Error('a PEM of another layout');
        const whole = Buffer.from(bytes);
        pem.copy(whole, match.index);
        return { place: nameOf(place), change: `${changed.change} of its ${label}`, bytes: put(whole) };
      },
    };
  });
  return [binary, ...inside];
}

function changedByte(
  bytes: Buffer,
  index: number,
  changes = BYTE_CHANGES,
): { readonly at: number; readonly change: string; readonly bytes: Buffer } | undefined {
  const at = Math.floor(index / changes);
  const kind = index % changes;
  const before = bytes[at] ?? 0;
  if (kind === 8 && before % 2 === 0) return undefined; // the same as its lowest bit
  if (kind < SAME_LENGTH_CHANGES) {
    const changed = Buffer.from(bytes);
    changed[at] = kind === 8 ? before + 1 : before ^ (1 << kind);
    return { at, change: kind === 8 ? `byte ${at} one more` : `bit ${kind} of byte ${at}`, bytes: changed };
  }
  const rest = bytes.subarray(kind === 9 ? at + 1 : at);
  return {
    at,
    change: `byte ${at} ${kind === 9 ? 'left out' : 'doubled'}`,
    bytes: Buffer.concat([bytes.subarray(0, kind === 9 ? at : at + 1), rest]),
  };
}

/** Changes of a member or entry as a whole. */
const STRUCTURE_CHANGES: readonly {
  readonly change: string;
  readonly text: (member: string, value: string, key: string, next: string | undefined) => string | undefined;
}[] = [
  { change: 'left out', text: () => '' },
  { change: 'doubled', text: (member) => `${member},${member}` },
  { change: 'exchanged with the next', text: (member, _value, _key, next) => next && `${next},${member}` },
  ...['null', 'false', 'true', '0', '1', '-1', '""', '{}', '[]', '"sha256:' + '0'.repeat(64) + '"'].map(
    (value) => ({
      change: `made ${value}`,
      text: (_member: string, _value: string, key: string) => key + value,
    }),
  ),
  { change: 'put into a list', text: (_member, value, key) => `${key}[${value}]` },
  {
    change: 'made text',
    text: (_member, value, key) => (value.startsWith('"') ? undefined : key + JSON.stringify(value)),
  },
];

function structureSegment(golden: Buffer, places: readonly Place[], place: Place): Segment {
  const textOf = (from: number, end: number): string => golden.subarray(from, end).toString('latin1');
  return {
    level: 'structure',
    size: STRUCTURE_CHANGES.length,
    make: (index) => {
      const { change, text } = STRUCTURE_CHANGES[index]!;
      const next = nextOf(places, place);
      const member = textOf(place.from, place.end);
      const value = textOf(place.start, place.end);
      const key = textOf(place.from, place.start);
      const by = text(member, value, key, next && textOf(next.from, next.end));
      if (by === undefined) return undefined;
      const [from, end] =
        by === ''
          ? withComma(golden, place)
          : [place.from, change.startsWith('exchanged') ? next!.end : place.end];
      return { place: nameOf(place), change, bytes: spliced(golden, { start: from, end }, by) };
    },
  };
}

/** The member or entry behind this one in the same container. */
function nextOf(places: readonly Place[], place: Place): Place | undefined {
  const depth = place.path.length;
  const inside = (one: Place): boolean =>
    one.path.length === depth && one.path.slice(0, -1).every((key, at) => key === place.path[at]);
  return places.find((one) => one.from >= place.end && inside(one));
}

/** The member with the comma that would be one too many without it. */
function withComma(golden: Buffer, { from, end }: Place): [number, number] {
  if (golden[end] === 0x2c) return [from, end + 1];
  return golden[from - 1] === 0x2c ? [from - 1, end] : [from, end];
}

function spliced(golden: Buffer, { start, end }: { start: number; end: number }, by: string): Buffer {
  return Buffer.concat([golden.subarray(0, start), Buffer.from(by, 'latin1'), golden.subarray(end)]);
}

function nameOf(place: Place | undefined): string {
  return place && place.path.length > 0 ? place.path.join('/') : '(the file itself)';
}
