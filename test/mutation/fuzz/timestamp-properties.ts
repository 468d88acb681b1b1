/** Timestamp tokens are DER by strangers, handed to a large library: spliced, cut, repeated, nested. */
import fc from 'fast-check';
import { parseBundle } from '@chopmark/core/verify';
import { goldens } from '../golden.js';
import { Judged, type Watch, verifierFor } from './judged.js';

const splice = fc.record({
  token: fc.nat(2),
  at: fc.nat(0xffff),
  cut: fc.oneof(fc.nat(8), fc.nat(3000)),
  by: fc.oneof(
    fc.uint8Array({ maxLength: 12 }),
    fc.nat(30_000).map((levels) => Buffer.alloc(levels * 2, Buffer.from('3080', 'hex'))),
    fc.nat(12_000).map((count) => Buffer.alloc(count * 2, Buffer.from('0500', 'hex'))),
    fc
      .constantFrom('3084ffffffff', '30847fffffff', '0285010000000000', 'bf8f7f00')
      .map((hex) => Buffer.from(hex, 'hex')),
  ),
});

export async function tokenSplices(watch: Watch) {
  const judged = await Judged.of(goldens().find(({ name }) => name === 'stamped/bundle')!);
  const verifier = verifierFor(judged.profile);
  const bundle = parseBundle(judged.golden.bundle);
  const timestamps = Array.isArray(bundle.timestamps) ? bundle.timestamps : [];
  return fc.asyncProperty(fc.array(splice, { minLength: 1, maxLength: 2 }), async (splices) => {
    const tokens = splices.reduce<readonly { readonly over: string; readonly token: string }[]>(
      (list, { token, at, cut, by }) =>
        list.map((one, place) =>
          place === token ? { ...one, token: spliced(one.token, at, cut, by) } : one,
        ),
      timestamps,
    );
    const file = Buffer.from(JSON.stringify({ ...bundle, timestamps: tokens }));

    const what = JSON.stringify(splices.map(({ token, at, cut, by }) => [token, at, cut, by.length]));
    judged.assertHarmless(await watch(what, () => verifier.verify(file, judged.golden.now)), file);
  });
}

function spliced(token: string, at: number, cut: number, by: Uint8Array): string {
  const bytes = Buffer.from(token, 'base64');
  const from = at % (bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, from), by, bytes.subarray(from + cut)]).toString('base64');
}
