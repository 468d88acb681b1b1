/** Archives whose bundles share evidence, some of which is bent, swapped, missing or there twice. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detachParts, InputError, MAX_PART_BYTES, parseBundle, partFileNames } from '@chopmark/core/verify';
import { Archive } from '../../../cli/dist/verify/input/archive.js';
import { sha256 } from '../../support/proof-kit.js';
import { type RawEntry, rawZip } from '../../support/raw-zip.js';
import { type Edit, edit, EditableJson, isEditable } from './hostile-json.js';
import { Judged, type Watch, verifierFor } from './judged.js';

const BUNDLE = 'folder/bundle.json';

const change = fc.oneof(
  fc.record({ kind: fc.constant('edited' as const), at: fc.nat(8), edit }),
  fc.record({
    kind: fc.constantFrom('swapped' as const, 'lied' as const, 'left out' as const),
    at: fc.nat(8),
  }),
  fc.record({ kind: fc.constant('nearer' as const), at: fc.nat(8) }),
  fc.record({
    kind: fc.constant('byte' as const),
    at: fc.nat(200_000),
    by: fc.integer({ min: 1, max: 255 }),
  }),
);

export async function sharedEvidence(watch: Watch) {
  const judged = await Judged.all();
  const archives = judged.map(({ golden }) => {
    const { bundle, parts } = detachParts(parseBundle(golden.bundle), (data) => sha256(data));
    const evidence = [...parts].map(([hash, bytes]): RawEntry => ({
      name: `evidence/${hash}.json`,
      data: bytes,
    }));
    return [{ name: BUNDLE, data: JSON.stringify(bundle) }, ...evidence];
  });
  return fc.asyncProperty(
    fc.nat(judged.length - 1),
    fc.array(change, { maxLength: 3 }),
    async (which, edits) => {
      const one = judged[which]!;
      const bytes = edits.reduce<Bent>(bentZip, {
        entries: archives[which]!,
        flips: [],
      });
      const file = flipped(rawZip(bytes.entries), bytes.flips);

      await watch(JSON.stringify(edits).slice(0, 300), async () => {
        const archive = await opened(file);
        const bundle = await archive?.read(BUNDLE, MAX_PART_BYTES).catch(orRefused);
        if (!archive || !bundle) return;
        const parts = async (hash: string): Promise<Uint8Array | undefined> => {
          for (const name of partFileNames(BUNDLE, hash))
            if (archive.names.includes(name)) return archive.read(name, MAX_PART_BYTES).catch(orRefused);
          return undefined;
        };
        const verdict = await verifierFor(one.profile, { parts }).verify(bundle, one.golden.now);
        one.assertHarmless(verdict, bundle);
        if (edits.length === 0) assert.equal(verdict.verdict, 'valid');
      });
    },
  );
}

type Change = typeof change extends fc.Arbitrary<infer T> ? T : never;
type Flip = { readonly at: number; readonly by: number };
type Bent = { readonly entries: readonly RawEntry[]; readonly flips: readonly Flip[] };

function bentZip({ entries, flips }: Bent, made: Change): Bent {
  if (made.kind === 'byte') return { entries, flips: [...flips, made] };
  if (entries.length === 0) return { entries, flips };
  const at = made.at % entries.length;
  const entry = entries[at]!;
  const next = entries[(at + 1) % entries.length]!;
  const data = Buffer.from(entry.data ?? '');
  switch (made.kind) {
    case 'edited':
      return { entries: entries.with(at, { ...entry, data: editedText(data, made.edit) }), flips };
    case 'swapped':
      return { entries: entries.with(at, { ...entry, data: next.data ?? '' }), flips };
    case 'lied':
      return { entries: entries.with(at, { ...entry, claimedSize: data.length + 1 }), flips };
    case 'left out':
      return { entries: entries.toSpliced(at, 1), flips };
    case 'nearer':
      return { entries: [...entries, { ...next, name: `folder/${entry.name}` }], flips };
  }
}

/** Text that an earlier change broke, or made too large to edit, is left as it is. */
function editedText(data: Buffer, made: Edit): Buffer {
  return isEditable(data) ? new EditableJson(data).edited(made) : data;
}

function flipped(zip: Buffer, flips: readonly Flip[]): Buffer {
  for (const { at, by } of flips) zip[at % zip.length] = (zip[at % zip.length] ?? 0) ^ by;
  return zip;
}

async function opened(file: Buffer): Promise<Archive | undefined> {
  return Archive.open(file).catch(orRefused);
}

/** Only in the one way that a reader of archives refuses. */
function orRefused(error: unknown): undefined {
  assert.ok(error instanceof InputError, String(error));
  return undefined;
}
