/** Small files that cost their reader much: millions of empty fields, deep nesting, endless lists, packed nothing. */
import fc from 'fast-check';
import { createVerifier, parseTrustProfile } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { goldens } from '../golden.js';
import { assertAnswered, type Watch } from './judged.js';
import { varint } from './protobuf-edits.js';

/** Of one base64 text, decoded: the whole file stays below its limit. */
const MOST_BYTES = 14_000_000;
const MOST_LEVELS = 200_000;

/** Texts of a full bundle that are protobuf, by member names. */
const PLACES = [
  ['statement', 'signedProposal'],
  ['statement', 'responsePayload'],
  ['transaction', 'envelope'],
  ['block', 'orderers'],
  ['configuration', '0', 'envelope'],
  ['configuration', '1', 'orderers'],
] as const;

/** An empty, a small and a varint field, again and again. */
const FIELDS = ['0a00', '1200', '1a00', '2200', '0a0161', '12020800', '0801'].map((hex) =>
  Buffer.from(hex, 'hex'),
);

const bomb = fc.record({
  place: fc.constantFrom(...PLACES),
  field: fc.constantFrom(...FIELDS),
  size: fc.constantFrom(1_000, 200_000, MOST_BYTES),
  /** Messages around it, by field number, the innermost first. */
  around: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 8 }),
  levels: fc.constantFrom(0, 0, 0, 64, MOST_LEVELS),
});

export function protobufBombs(watch: Watch) {
  const golden = goldens().find(({ name }) => name === 'full/bundle')!;
  const text = golden.bundle.toString();
  const verifier = createVerifier([parseTrustProfile(golden.trust)], nodeCrypto);
  return fc.asyncProperty(bomb, async ({ place, field, size, around, levels }) => {
    const filled = levels > 0 ? nested(levels) : Buffer.alloc(size - (size % field.length), field);
    const bytes = around.reduce(
      (inner, number) => Buffer.concat([headOf(number, inner.length), inner]),
      filled,
    );
    const file = Buffer.from(replaced(text, place, bytes.toString('base64')));

    const what = `${place.join('/')} ${field.toString('hex')} ${size} ${around.join()} ${levels}`;
    assertAnswered(await watch(what, () => verifier.verify(file, golden.now)));
  });
}

/** A field in a field in a field. */
function nested(levels: number): Buffer {
  const heads: Buffer[] = [];
  let length = 0;
  for (let level = 0; level < levels; level += 1) {
    const head = headOf(1, length);
    heads.push(head);
    length += head.length;
  }
  return Buffer.concat(heads.reverse());
}

/** Tag and length of a field of so many bytes. */
function headOf(number: number, length: number): Buffer {
  return Buffer.concat([varint(number * 8 + 2), varint(length)]);
}

function replaced(text: string, place: readonly string[], by: string): string {
  const bundle = JSON.parse(text) as Record<string, unknown>;
  let owner = bundle;
  for (const name of place.slice(0, -1)) owner = owner[name] as Record<string, unknown>;
  owner[place.at(-1)!] = by;
  return JSON.stringify(bundle);
}
