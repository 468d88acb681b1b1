import assert from 'node:assert/strict';
import { createVerifier, type Bundle, type Verdict, type Verifier } from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, ProofKit } from '../../support/proof-kit.js';

/** Every second byte in a run, another half in the next; `CHOPMARK_MUTATIONS=all` changes every byte. */
const STEP = process.env['CHOPMARK_MUTATIONS'] === 'all' ? 1 : 2;
const SEED = Number(process.env['CHOPMARK_SEED'] ?? Math.floor(Math.random() * 2 ** 31));

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const clone = (bundle: Bundle): { [key: string]: Json } =>
  JSON.parse(JSON.stringify(bundle)) as { [key: string]: Json };
const isGood = ({ verdict, inForce }: Verdict): boolean => verdict === 'valid' && inForce === 'yes';

/** Places of all scalars: path of keys. */
function* scalars(value: Json, path: (string | number)[] = []): Generator<(string | number)[]> {
  if (Array.isArray(value)) for (const [at, one] of value.entries()) yield* scalars(one, [...path, at]);
  else if (typeof value === 'object' && value !== null)
    for (const [key, one] of Object.entries(value)) yield* scalars(one, [...path, key]);
  else yield path;
}

function change(root: Json, path: readonly (string | number)[], to: (before: Json) => Json): void {
  let holder = root as { [key: string | number]: Json };
  for (const key of path.slice(0, -1)) holder = holder[key] as typeof holder;
  const last = path.at(-1) ?? '';
  holder[last] = to(holder[last] ?? null);
}

/** A different value of the same type, near the old one. */
function other(value: Json): Json {
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  if (typeof value !== 'string') return 'x';
  const last = value.at(-1) ?? '';
  return value.slice(0, -1) + (last === 'a' ? 'b' : 'a') + (value === '' ? 'x' : '');
}

/** Nothing in a bundle is free: each change is seen. The seed is printed so that a failure can be repeated. */
describe(`a bundle with one change (seed ${SEED}, every ${STEP}.)`, function () {
  this.timeout(120_000);
  let bundle: Bundle;
  let verifier: Verifier;
  let random = SEED;
  const next = (): number => (random = (Math.imul(random, 1_664_525) + 1_013_904_223) >>> 0);

  before(async () => {
    const kit = await ProofKit.create();
    bundle = kit.batch().bundle(1, { hidden: ['/buyer/name'] });
    verifier = createVerifier([kit.profile()], nodeCrypto);
    assert.ok(isGood(await verifier.verify(bundle, NOW)));
  });

  it('is never valid when a value of its JSON is another', async () => {
    for (const path of scalars(clone(bundle))) {
      const changed = clone(bundle);
      change(changed, path, other);

      const verdict = await verifier.verify(JSON.stringify(changed), NOW);

      assert.notEqual(verdict.verdict, 'valid', path.join('/'));
    }
  });

  it('is never valid when a value is null', async () => {
    for (const path of scalars(clone(bundle))) {
      const changed = clone(bundle);
      change(changed, path, () => null);

      assert.notEqual((await verifier.verify(JSON.stringify(changed), NOW)).verdict, 'valid', path.join('/'));
    }
  });

  it('is never valid when a bit of its binary parts is another', async () => {
    const paths = [...scalars(clone(bundle))].filter(([top]) => top === 'statement');
    assert.equal(paths.length, 8);
    let tried = 0;
    for (const path of paths) {
      const size = Buffer.from(valueAt(clone(bundle), path), 'base64').length;
      for (let at = next() % STEP; at < size; at += STEP) {
        const changed = clone(bundle);
        const bit = next() % 8;
        change(changed, path, (before) => {
          const bytes = Buffer.from(before as string, 'base64');
          bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          return bytes.toString('base64');
        });

        const verdict = await verifier.verify(JSON.stringify(changed), NOW);

        tried += 1;
        assert.notEqual(verdict.verdict, 'valid', `${path.join('/')} byte ${at} bit ${bit}`);
        assert.notEqual(verdict.verdict, 'error', `${path.join('/')} byte ${at} bit ${bit}`);
      }
    }
    assert.ok(tried > 500);
  });

  it('is never valid when its binary parts are cut, doubled or prolonged', async () => {
    for (const path of [...scalars(clone(bundle))].filter(([top]) => top === 'statement')) {
      const bytes = Buffer.from(valueAt(clone(bundle), path), 'base64');
      for (const bent of [
        bytes.subarray(1),
        bytes.subarray(0, -1),
        Buffer.concat([bytes, bytes]),
        Buffer.concat([bytes, Buffer.of(0)]),
      ]) {
        const changed = clone(bundle);
        change(changed, path, () => bent.toString('base64'));

        assert.notEqual(
          (await verifier.verify(JSON.stringify(changed), NOW)).verdict,
          'valid',
          path.join('/'),
        );
      }
    }
  });

  it('is never valid when two entries of its lists change places', async () => {
    for (const list of ['paths', 'fields'] as const) {
      const changed = clone(bundle) as unknown as { document: Record<typeof list, Json[]> };
      const [first, second, ...rest] = changed.document[list];
      changed.document[list] = [second ?? null, first ?? null, ...rest];

      assert.notEqual((await verifier.verify(JSON.stringify(changed), NOW)).verdict, 'valid', list);
    }
  });
});

function valueAt(root: Json, path: readonly (string | number)[]): string {
  let value: Json = root;
  for (const key of path) value = (value as { [key: string | number]: Json })[key] ?? null;
  return value as string;
}
