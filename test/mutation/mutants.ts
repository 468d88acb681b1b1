/**
 * All single changes of a bundle's file, numbered, so that a run can be cut among workers and a sample be drawn.
 *
 * - `file`: a byte of the file: each bit, one more, left out, doubled.
 * - `binary`: the same for the bytes that a base64 text stands for.
 * - `certificate`: bits and one more of the DER inside a PEM inside such bytes.
 * - `structure`: a member or entry left out, doubled, exchanged with the next, made null, false, empty or another value.
 *
 * Large bundles change each byte in fewer ways (`Golden.changes`), never fewer bytes.
 *
 * @module
 */
import {
  ALL_CHANGES,
  type ByteChanges,
  FEW_CHANGES,
  FEW_OF_SAME_LENGTH,
  SAME_LENGTH,
  SOME_CHANGES,
  changedAt,
  countOf,
} from './byte-changes.js';
import { type Place, deepestAt, placesOf } from './json-places.js';
import { STRUCTURE_CHANGES, restructured } from './structure-changes.js';

export type Level = 'file' | 'binary' | 'certificate' | 'structure';

export interface Mutant {
  readonly level: Level;
  /** Path of the value that is changed, e.g. `statement/endorsements/0/signature`. */
  readonly place: string;
  /** What is done, e.g. `bit 3 of byte 17`. */
  readonly change: string;
  readonly bytes: Buffer;
}

/**
 * How each byte is changed. `all`: in eleven ways. `some`: as decoded bytes in four ways (a bit, one more, left out,
 * doubled), as text in three, because a changed letter of base64 is a changed byte or no base64. `few`: a bit, left out,
 * doubled.
 */
export type Thoroughness = 'all' | 'some' | 'few';

export const THOROUGHNESS: readonly Thoroughness[] = ['all', 'some', 'few'];

export interface MutantOptions {
  readonly changes?: Thoroughness;
  /** Member of the bundle that alone is changed. */
  readonly only?: string;
}

const CHANGES: Readonly<Record<Thoroughness, Readonly<Record<Exclude<Level, 'structure'>, ByteChanges>>>> = {
  all: { file: ALL_CHANGES, binary: ALL_CHANGES, certificate: SAME_LENGTH },
  some: { file: FEW_CHANGES, binary: SOME_CHANGES, certificate: FEW_OF_SAME_LENGTH },
  few: { file: FEW_CHANGES, binary: FEW_CHANGES, certificate: FEW_OF_SAME_LENGTH },
};

interface Segment {
  readonly level: Level;
  readonly size: number;
  /** Undefined where the number stands for no change or for one that has another number. */
  readonly make: (index: number) => Omit<Mutant, 'level'> | undefined;
}

const PEM = /-----BEGIN ([A-Z0-9 ]+)-----\n([A-Za-z0-9+/=\n]+)\n-----END \1-----/g;
/** Parts of a bundle whose texts are base64. */
const BINARY = new Set(['statement', 'transaction', 'block', 'configuration', 'timestamps']);

export class MutantSpace {
  readonly #segments: readonly Segment[];
  /** How many numbers there are; some stand for no mutant. */
  readonly size: number;

  constructor(
    readonly golden: Buffer,
    { changes = 'all', only }: MutantOptions = {},
  ) {
    const text = golden.toString('latin1');
    const places = placesOf(text);
    const chosen = places.filter(({ path }) => path.length > 0 && (only === undefined || path[0] === only));
    const binaries = chosen.filter(
      ({ type, path }) => type === 'string' && BINARY.has(String(path[0])) && path.at(-1) !== 'over',
    );
    const ways = CHANGES[changes];
    const range = only === undefined ? { from: 0, end: golden.length } : chosen[0]!;
    this.#segments = [
      fileSegment(golden, places, range, ways.file),
      ...binaries.flatMap((place) => binarySegments(golden, text, place, ways)),
      ...chosen.map((place) => structureSegment(golden, places, place)),
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

/** @param range Bytes that are changed. */
function fileSegment(
  golden: Buffer,
  places: readonly Place[],
  { from, end }: { from: number; end: number },
  changes: ByteChanges,
): Segment {
  const owner = deepestAt(places, golden.length);
  return {
    level: 'file',
    size: (end - from) * changes.length,
    make: (index) => {
      const changed = changedAt(golden, changes, from * changes.length + index);
      return changed && { place: nameOf(places[owner[changed.at] ?? -1]), ...changed };
    },
  };
}

function binarySegments(
  golden: Buffer,
  text: string,
  place: Place,
  { binary, certificate }: (typeof CHANGES)[Thoroughness],
): Segment[] {
  const bytes = Buffer.from(text.slice(place.start + 1, place.end - 1), 'base64');
  const put = (changed: Buffer): Buffer =>
    spliced(golden, place.start, place.end, `"${changed.toString('base64')}"`);
  const whole: Segment = {
    level: 'binary',
    size: countOf(bytes, binary),
    make: (index) => {
      const changed = changedAt(bytes, binary, index);
      return changed && { place: nameOf(place), change: changed.change, bytes: put(changed.bytes) };
    },
  };
  const inside = [...bytes.toString('latin1').matchAll(PEM)].map((match): Segment => {
    const [block, label = '', base64 = ''] = match;
    const der = Buffer.from(base64, 'base64');
    const width = base64.indexOf('\n') < 0 ? base64.length : base64.indexOf('\n');
    return {
      level: 'certificate',
      size: countOf(der, certificate),
      make: (index) => {
        const changed = changedAt(der, certificate, index);
        if (!changed) return undefined;
        const lines = changed.bytes.toString('base64').match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
        const pem = Buffer.from(`-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----`);
        if (pem.length !== block.length) throw new Error('a PEM of another layout');
        const around = Buffer.from(bytes);
        pem.copy(around, match.index);
        return { place: nameOf(place), change: `${changed.change} of its ${label}`, bytes: put(around) };
      },
    };
  });
  return [whole, ...inside];
}

function structureSegment(golden: Buffer, places: readonly Place[], place: Place): Segment {
  return {
    level: 'structure',
    size: STRUCTURE_CHANGES,
    make: (index) => {
      const changed = restructured(golden, places, place, index);
      if (!changed) return undefined;
      const { change, from, end, by } = changed;
      return { place: nameOf(place), change, bytes: spliced(golden, from, end, by) };
    },
  };
}

function spliced(golden: Buffer, from: number, end: number, by: string): Buffer {
  return Buffer.concat([golden.subarray(0, from), Buffer.from(by, 'latin1'), golden.subarray(end)]);
}

function nameOf(place: Place | undefined): string {
  return place && place.path.length > 0 ? place.path.join('/') : '(the file itself)';
}
