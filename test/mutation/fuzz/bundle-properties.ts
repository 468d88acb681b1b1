/** Bundles whose JSON is bent, and files that end early. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Edit, edit, EditableJson } from './hostile-json.js';
import { Judged, type Watch, verifierFor } from './judged.js';

export async function bundleEdits(watch: Watch) {
  const judged = await Judged.all();
  const verifiers = judged.map(({ profile }) => verifierFor(profile));
  return fc.asyncProperty(
    fc.nat(judged.length - 1),
    fc.array(edit, { minLength: 1, maxLength: 3 }),
    async (which, edits) => {
      const one = judged[which]!;
      const file = editedInTurn(one, edits);
      const verdict = await watch(JSON.stringify(edits).slice(0, 300), () =>
        verifiers[which]!.verify(file, one.golden.now),
      );
      one.assertHarmless(verdict, file);
    },
  );
}

/** Longer or deeper texts are edited once: finding the places of deep nesting takes more memory than a verifier ever needs. */
const EDITED_AGAIN = { bytes: 70_000, depth: 1_000 };

/** All edits one after the other, as long as the text stays JSON. */
function editedInTurn({ json, golden }: Judged, edits: readonly Edit[]): Buffer {
  let file = golden.bundle;
  let places: EditableJson | undefined = json;
  for (const one of edits) {
    if (!places) break;
    file = places.edited(one);
    places = isEditable(file) ? new EditableJson(file) : undefined;
  }
  return file;
}

function isEditable(file: Buffer): boolean {
  return file.length < EDITED_AGAIN.bytes && depthOf(file) < EDITED_AGAIN.depth && isJson(file);
}

/** At least as deep as it is nested: brackets in strings count, too. */
function depthOf(file: Buffer): number {
  let depth = 0;
  let deepest = 0;
  for (const byte of file) {
    if (byte === 0x5b || byte === 0x7b) deepest = Math.max(deepest, (depth += 1));
    else if (byte === 0x5d || byte === 0x7d) depth -= 1;
  }
  return deepest;
}

function isJson(file: Buffer): boolean {
  try {
    JSON.parse(file.toString());
    return true;
  } catch {
    return false;
  }
}

export async function truncations(watch: Watch) {
  const judged = await Judged.all();
  return fc.asyncProperty(fc.nat(judged.length - 1), fc.nat(), async (which, place) => {
    const { golden, profile } = judged[which]!;
    const end = place % golden.bundle.length;
    const file = golden.bundle.subarray(0, end);
    const { verdict } = await watch(`${golden.name} cut at ${end}`, () =>
      verifierFor(profile).verify(file, golden.now),
    );
    assert.equal(
      verdict,
      file.toString().trimEnd() === golden.bundle.toString().trimEnd() ? 'valid' : 'error',
    );
  });
}
