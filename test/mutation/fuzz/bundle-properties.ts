/** Bundles whose JSON is bent, and files that end early. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Edit, edit, EditableJson, isEditable } from './hostile-json.js';
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
