/** Files beside a bundle are as hostile as the bundle itself. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { detachParts, MAX_PART_BYTES, parseBundle } from '@chopmark/core/verify';
import { sha256 } from '../../support/proof-kit.js';
import { type Edit, edit, EditableJson } from './hostile-json.js';
import { Judged, type Watch, verifierFor } from './judged.js';

/** What comes back in place of a part's file. */
const ANSWERS = {
  right: (bytes: Buffer) => bytes,
  none: () => undefined,
  throws: () => {
    throw new Error('no such file');
  },
  empty: () => Buffer.alloc(0),
  other: () => Buffer.from('{}'),
  edited: (bytes: Buffer, change: Edit) => new EditableJson(bytes).edited(change),
  longer: (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('\n')]),
  huge: () => Buffer.alloc(MAX_PART_BYTES + 1, 0x20),
} as const satisfies Readonly<Record<string, (bytes: Buffer, change: Edit) => Buffer | undefined>>;

export async function partFiles(watch: Watch) {
  const judged = await Judged.all();
  const detached = judged.map(({ golden }) =>
    detachParts(parseBundle(golden.bundle), (data) => sha256(data)),
  );
  const answers = fc.constantFrom(...(Object.keys(ANSWERS) as (keyof typeof ANSWERS)[]));
  return fc.asyncProperty(fc.nat(judged.length - 1), answers, edit, async (which, answer, change) => {
    const one = judged[which]!;
    const { bundle, parts } = detached[which]!;
    const file = Buffer.from(JSON.stringify(bundle));
    const resolve = (hash: string): Promise<Uint8Array | undefined> =>
      Promise.resolve().then(() => ANSWERS[answer](Buffer.from(parts.get(hash) ?? []), change));
    const verifier = verifierFor(one.profile, { parts: resolve });

    const verdict = await watch(answer, () => verifier.verify(file, one.golden.now));

    one.assertHarmless(verdict, file);
    assert.ok(parts.size > 0);
    if (answer === 'right') assert.equal(verdict.verdict, 'valid');
  });
}
