import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  type TrustProfile,
  type VerificationReport,
  detachParts,
  parseTrustProfile,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, ProofKit, invoice } from '../../support/proof-kit.js';
import { Workbook, explain, fileOf, requireShell } from './support.js';

const RELEASED = fileURLToPath(new URL('../../bundles/v1', import.meta.url));

/** When the recorded statement was young. */
function recordedAt(): Date {
  const { at } = JSON.parse(readFileSync(join(RELEASED, 'native/recorded.json'), 'utf8')) as { at: string };
  return new Date(at);
}

interface Judged {
  readonly input: Uint8Array;
  readonly report: VerificationReport;
}

async function released(folder: string, file: string, now: Date): Promise<Judged> {
  const input = readFileSync(join(RELEASED, folder, file));
  const profile = parseTrustProfile(readFileSync(join(RELEASED, folder, 'trust.json')));
  return { input, report: await explain(input, [profile], { now }) };
}

/** openssl and bash repeat what the verifier did; nothing of Chopmark runs in a workbook. */
describe('a workbook', function () {
  this.timeout(60_000);
  const books: Workbook[] = [];
  const open = (report: VerificationReport, ...files: readonly Uint8Array[]): Workbook => {
    const book = new Workbook(report, ...files);
    books.push(book);
    return book;
  };

  before(function () {
    requireShell(this);
  });
  after(() => books.forEach((book) => book.remove()));

  const cases: [string, () => Promise<Judged>, code: number, differing: number][] = [
    [
      'a bundle with hidden fields, made on real Fabric',
      () => released('native', 'bundle-hidden.json', recordedAt()),
      0,
      0,
    ],
    ['a forged bundle', () => released('kit', 'bundle-forged.json', NOW), 4, 2],
    ['a bundle with too few signers', () => released('kit', 'bundle-two-signers.json', NOW), 5, 0],
  ];
  for (const [what, judge, code, differing] of cases) {
    it(`repeats ${what} as the report says`, async () => {
      const { input, report } = await judge();

      const ran = open(report, input).run();

      assert.equal(ran.code, code, ran.output);
      assert.equal(ran.differing.length, differing, ran.output);
      assert.match(ran.output, /^0 otherwise than in the report/m);
    });
  }

  it('repeats revocation lists, expired certificates and parts beside the bundle', async () => {
    const kit = await ProofKit.create();
    const list = await kit.authorities.TaxMSP.revocationList([kit.peers.TaxMSP]);
    const organizations = kit
      .profile()
      .organizations.map((one) => (one.mspId === 'TaxMSP' ? { ...one, revocationLists: [list] } : one));
    const profile: TrustProfile = kit.profile({ organizations });
    const suite = nodeCrypto.suites['sha256-p256'];
    assert.ok(suite);
    const { bundle, parts } = detachParts(kit.batch().bundle(1, { signers: kit.signers(4) }), suite.hash);
    const input = fileOf(bundle);
    const report = await explain(input, [profile], { parts: (hash) => Promise.resolve(parts.get(hash)) });

    const ran = open(report, input, ...parts.values()).run();

    assert.equal(report.verdict.verdict, 'valid');
    assert.deepEqual(report.verdict.signers, ['AffairsMSP', 'CourtMSP', 'OperatorMSP']);
    assert.equal(ran.code, 0, ran.output);
    const revoked = report.steps.find(({ title }) =>
      title.en.startsWith('Is the certificate of TaxMSP revoked'),
    );
    assert.equal(revoked?.repeat[0]?.prints, '1');
  });

  it('fails at the step that a changed file enters by', async () => {
    const kit = await ProofKit.create();
    const input = fileOf(kit.batch().bundle(1, { hidden: ['/buyer/name'] }));
    const report = await explain(input, [kit.profile()]);
    const book = open(report, input);
    const mentioned = (name: string): string | undefined =>
      report.steps.find(({ repeat }) => repeat.some(({ command }) => command.split(/[\s;]+/).includes(name)))
        ?.number;

    for (const name of [
      'bundle.json',
      'field-leaves.txt',
      'path-1-sibling.bin',
      'nonce.bin',
      'response-payload.bin',
      'signer-2-signature.der',
    ]) {
      const bytes = Buffer.from(book.files.get(name) ?? assert.fail(name));
      const middle = Math.floor(bytes.length / 2);
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      book.write(name, bytes);
      const [section = ''] = mentioned(name)?.split('.') ?? [];
      const ran = book.run(section);
      book.write(name, book.files.get(name) ?? new Uint8Array(0));

      assert.equal(ran.code, 1, `${name}\n${ran.output}`);
      assert.equal(ran.differing[0], mentioned(name), `${name}\n${ran.output}`);
    }
  });

  it('holds no word of a bundle’s author outside single quotes', async () => {
    const kit = await ProofKit.create();
    const evil = `'; touch owned; echo $(touch owned) \`touch owned\` "\n\u0000`;
    const batch = kit.batch([invoice({ remark: evil })]);
    const input = fileOf(batch.bundle(0));
    const report = await explain(input, [kit.profile()]);

    const book = open(report, input);
    const ran = book.run('1', '2');

    assert.equal(ran.code, 0, ran.output);
    assert.throws(() => readFileSync(join(book.folder, 'owned')), { code: 'ENOENT' });
  });

  it('is not made for another file', async () => {
    const { input, report } = await released('kit', 'bundle.json', NOW);

    assert.throws(() => new Workbook(report, input.subarray(1)), RangeError);
  });
});
