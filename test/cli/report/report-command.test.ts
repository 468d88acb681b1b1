import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { VerificationReport } from '@chopmark/core/verify';
import { pdfAttachments, pdfPages } from '../../support/pdf-text.js';
import { chopmark } from '../../support/platform.js';
import { NOW, ProofKit, invoice } from '../../support/proof-kit.js';
import { findProgram, requireOrSkip } from '../../support/require.js';

const AT = NOW.toISOString();
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
/** A4 in points. */
const HEIGHT = 841.89;

describe('chopmark report', function () {
  this.timeout(180_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;
  const file = (name: string): string => join(folder, name);
  const report = (name: string, ...args: readonly string[]) =>
    chopmark(['report', file(name), '--trust', file('trust.json'), '--at', AT, ...args], env);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-report-'));
    env = { PATH: process.env['PATH'], CHOPMARK_HOME: file('home'), LANG: 'en_US.UTF-8' };
    const kit = await ProofKit.create();
    const evil = `مرحبا\u202e</td>\u0000\n\u{20bb7}\u{1f600}${'W'.repeat(30_000)}`;
    const lines = Array.from({ length: 2000 }, (_, at) => ({
      name: at % 9 === 0 ? '很长的项目名称'.repeat(30) : `*软件*服务 ${at}`,
      net: '1.00',
      rate: '0.13',
      tax: '0.13',
      kind: 'normal',
    }));
    const batch = kit.batch([invoice(), invoice({ remark: evil, issuedOn: evil, lines })]);
    const honest = batch.bundle(0, { hidden: ['/buyer/name'] });
    const { header } = honest.document;
    const files: Record<string, unknown> = {
      'bundle.json': honest,
      'hostile.json': batch.bundle(1),
      'forged.json': {
        ...honest,
        document: {
          ...honest.document,
          header: { ...header, required: { ...header.required, totalGross: '9.00' } },
        },
      },
      'two.json': batch.bundle(0, { signers: kit.signers(2) }),
      'trust.json': kit.profile(),
      'broken.json': { format: 'chopmark/bundle/1' },
    };
    for (const [name, value] of Object.entries(files)) await writeFile(file(name), JSON.stringify(value));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const cases: [name: string, code: number, verdict: string, words: string][] = [
    ['bundle.json', 0, 'valid', '与账本记录一致，且有效'],
    ['forged.json', 4, 'invalid', '不一致：请勿采信'],
    ['two.json', 5, 'indeterminate', '凭现有材料无法判断'],
    ['broken.json', 1, 'error', '无法读取'],
  ];
  for (const [name, code, verdict, words] of cases) {
    it(`writes PDF and JSON of a file that is ${verdict}, and ends as verify does`, async () => {
      const ended = await report(name, '--out', file(`${name}.pdf`), '--out', file(`${name}.json`));

      assert.equal(ended.code, code, ended.stderr);
      const json = await readFile(file(`${name}.json`));
      const made = JSON.parse(json.toString()) as VerificationReport;
      assert.equal(made.verdict.verdict, verdict);
      const pdf = await readFile(file(`${name}.pdf`));
      const attached = pdfAttachments(pdf);
      assert.deepEqual(attached.get('report.json'), json);
      assert.deepEqual(attached.get('bundle.json'), await readFile(file(name)));
      const pages = pdfPages(pdf).map((page) => page.replaceAll(' ', ''));
      const [first = ''] = pages;
      assert.ok(first.includes(words), first);
      assert.ok(first.includes(sha256(await readFile(file(name)))));
      assert.equal(first.includes('26001000000000000041'), verdict === 'valid');
      const all = pages.join('');
      for (const { code: one } of made.questions) assert.ok(all.includes(one), one);
      assert.ok(all.includes('未证明的事项'));
      for (const [at, page] of pages.entries()) {
        assert.ok(page.includes(`${at + 1}/${pages.length}`), `page ${at + 1} has its number`);
        assert.ok(page.includes(sha256(json)), `page ${at + 1} names the report`);
        assert.ok(!page.includes('\ufffd'), 'every glyph has a character');
      }
    });
  }

  it('writes the same bytes again', async () => {
    await report('bundle.json', '--out', file('again.pdf'), '--out', file('again.json'));

    for (const kind of ['pdf', 'json']) {
      assert.equal(
        sha256(await readFile(file(`again.${kind}`))),
        sha256(await readFile(file(`bundle.json.${kind}`))),
      );
    }
  });

  it('is PDF/A-3 in form: fonts embedded, attachments related, nothing that runs', async () => {
    const text = (await readFile(file('bundle.json.pdf'))).toString('latin1');

    assert.match(text, /^%PDF-1\.7/);
    assert.match(text, /<pdfaid:part>3<\/pdfaid:part>/);
    assert.equal(text.match(/\/FontFile2 /g)?.length, text.match(/\/Type \/FontDescriptor/g)?.length);
    assert.match(text, /\/AFRelationship \/Data/);
    assert.match(text, /\/AFRelationship \/Source/);
    assert.doesNotMatch(text, /\/(?:JavaScript|JS|Launch|URI|OpenAction)\b/);
    assert.match(text, /\/CreationDate \(D:20261120081000Z\)/);
  });

  it('stays bounded and readable for a hostile document of 2,000 lines', async () => {
    const ended = await report('hostile.json', '--out', file('h.pdf'), '--out', file('h.json'));

    assert.equal(ended.code, 0, ended.stderr);
    const pdf = await readFile(file('h.pdf'));
    const pages = pdfPages(pdf);
    assert.ok(pages.length <= 40, `${pages.length} pages`);
    const all = pages.join('').replaceAll(' ', '');
    assert.ok(all.includes('[U+202E]') && all.includes('[U+0000]') && all.includes('[U+20BB7]'));
    assert.ok(!/\p{Cf}/u.test(pages.join('')), 'nothing turns the writing direction');
    assert.ok(all.includes('+1960'), 'lines that are not printed are counted');
    const made = JSON.parse((await readFile(file('h.json'))).toString()) as VerificationReport;
    const shown = made.document?.shown.filter(({ path }) => path.endsWith('/name')) ?? [];
    assert.equal(shown.length, 2002);
  });

  it('draws nothing outside the page', function () {
    requireOrSkip(this, 'poppler', findProgram(['pdftotext']), 'install poppler-utils');
    const { stdout } = spawnSync('pdftotext', ['-bbox', file('h.pdf'), '-'], {
      encoding: 'utf8',
      maxBuffer: 1e8,
    });
    const boxes = [
      ...stdout.matchAll(/xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)"/g),
    ];
    assert.ok(boxes.length > 1000);
    for (const [whole, left, top, right, bottom] of boxes) {
      assert.ok(Number(left) >= 30 && Number(right) <= 565, whole);
      assert.ok(Number(top) >= 15 && Number(bottom) <= HEIGHT - 5, whole);
    }
  });

  it('writes a workbook into a new folder, never into one that holds something', async () => {
    const first = await report('bundle.json', '--workbook', file('book'));
    const second = await report('bundle.json', '--workbook', file('book'));

    assert.equal(first.code, 0, first.stderr);
    const names = await readdir(file('book'));
    for (const name of ['steps.sh', 'bundle.json', 'nonce.bin', 'field-leaves.txt', 'TaxMSP-authority.pem'])
      assert.ok(names.includes(name), name);
    assert.deepEqual(await readFile(file('book/bundle.json')), await readFile(file('bundle.json')));
    assert.equal(second.code, 1);
    assert.match(second.stderr, /FILE_NOT_WRITABLE/);
  });

  const wrong: [what: string, args: readonly string[], code: number, says: RegExp][] = [
    ['nothing to write', [], 2, /--out/],
    ['another kind of file', ['--out', 'report.txt'], 2, /\.pdf or \.json/],
    ['no instant', ['--out', 'x.json', '--at', 'yesterday'], 2, /instant/],
    ['a place that is none', ['--out', '/dev/null/x.json'], 1, /FILE_NOT_WRITABLE/],
  ];
  for (const [what, args, code, says] of wrong) {
    it(`refuses ${what}`, async () => {
      const ended = await report('bundle.json', ...args);

      assert.equal(ended.code, code);
      assert.match(ended.stderr, says);
    });
  }

  it('wants one bundle, and one that can be read', async () => {
    const missing = await report('nowhere.json', '--out', file('x.json'));
    const several = await chopmark(
      ['report', folder, '--trust', file('trust.json'), '--out', file('x.json')],
      env,
    );
    const profile = await chopmark(
      ['report', file('bundle.json'), '--trust', file('broken.json'), '--out', file('x.json')],
      env,
    );

    assert.deepEqual([missing.code, several.code, profile.code], [1, 1, 1]);
    assert.match(missing.stderr, /BUNDLE_UNREADABLE/);
    assert.match(several.stderr, /ONE_BUNDLE_NEEDED/);
    assert.match(profile.stderr, /PROFILE_UNREADABLE/);
  });
});
