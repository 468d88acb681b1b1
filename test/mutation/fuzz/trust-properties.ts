/** Trust profiles are files too: whoever hands one over may be hostile. */
import fc from 'fast-check';
import { judgeByLibrary } from '../../conformance/verifier/judge.js';
import { ProofKit } from '../../support/proof-kit.js';
import { edit, EditableJson } from './hostile-json.js';
import { assertAnswered, Judged, type Watch } from './judged.js';

export async function trustEdits(watch: Watch) {
  const [{ golden }] = await Judged.all();
  const json = new EditableJson(golden.trust);
  return fc.asyncProperty(edit, async (change) => {
    const trust = json.edited(change);

    const verdict = await watch(JSON.stringify(change).slice(0, 300), () =>
      judgeByLibrary(golden.bundle, [trust], golden.now),
    );

    assertAnswered(verdict);
  });
}

/** Bytes of a root or a revocation list changed, in a profile that nobody signed. */
export async function trustCertificates(watch: Watch) {
  const [{ golden, profile }] = await Judged.all();
  const kit = await ProofKit.create();
  const list = await kit.authorities.TaxMSP.revocationList([kit.client]);
  const change = fc.record({
    at: fc.nat(5000),
    by: fc.uint8Array({ maxLength: 4 }),
    cut: fc.nat(3),
    root: fc.boolean(),
  });
  return fc.asyncProperty(change, async ({ at, by, cut, root }) => {
    const bend = (pem: string): string => bentPem(pem, at, by, cut);
    const organizations = profile.organizations.map((organization, place) => {
      if (place > 0) return organization;
      return root
        ? { ...organization, roots: organization.roots.map(bend) }
        : { ...organization, revocationLists: [bend(list)] };
    });
    const trust = Buffer.from(JSON.stringify({ ...profile, organizations }));

    assertAnswered(await watch(`byte ${at}`, () => judgeByLibrary(golden.bundle, [trust], golden.now)));
  });
}

function bentPem(pem: string, at: number, by: Uint8Array, cut: number): string {
  const [, head = '', body = '', tail = ''] =
    /^(-----[^-]+-----\n)([^-]+)(-----[^-]+-----\s*)$/.exec(pem) ?? [];
  const der = Buffer.from(body, 'base64');
  const from = at % der.length;
  const bent = Buffer.concat([der.subarray(0, from), by, der.subarray(from + cut)]);
  return `${head}${bent.toString('base64')}\n${tail}`;
}
