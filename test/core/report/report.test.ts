import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type JsonObject, toHex } from '@chopmark/core';
import {
  type ReportStep,
  VERIFIER_VERSION,
  type VerificationReport,
  detachParts,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW, ProofKit, invoice } from '../../support/proof-kit.js';
import { explain, fileOf, sha256Hex } from './support.js';

const readJson = (path: string): JsonObject =>
  JSON.parse(readFileSync(fileURLToPath(new URL(path, import.meta.url)), 'utf8')) as JsonObject;
const matchesSchema = new Ajv2020({ allowUnionTypes: true }).compile(
  readJson('../../../docs/schemas/verification-report.schema.json'),
);

describe('explainBundle', () => {
  let kit: ProofKit;
  let report: VerificationReport;
  let input: Uint8Array;

  before(async () => {
    kit = await ProofKit.create();
    input = fileOf(kit.batch().bundle(1, { hidden: ['/buyer/name', '/buyer/taxId'] }));
    report = await explain(input, [kit.profile()]);
  });

  const stepWith = (words: string): ReportStep => {
    const found = report.steps.find(({ title }) => title.en.startsWith(words));
    assert.ok(found, words);
    return found;
  };
  const material = (name: string) => {
    const found = report.materials.find((one) => one.name === name);
    assert.ok(found, name);
    return found;
  };

  it('says what was judged, when, by which version and profile', () => {
    assert.deepEqual(report.file, { sha256: sha256Hex(input), bytes: input.length });
    assert.equal(report.judgedAt, NOW.toISOString());
    assert.equal(report.verifier.version, VERIFIER_VERSION);
    assert.equal(report.profile?.fingerprint, report.verdict.profile?.fingerprint);
    assert.deepEqual(report.profile?.signedBy, []);
  });

  it('carries the version of the package', () => {
    assert.equal(VERIFIER_VERSION, readJson('../../../core/package.json')['version']);
  });

  it('shows the document as far as its holder does', () => {
    assert.equal(report.document?.number, '26001000000000000042');
    assert.deepEqual(report.document.hidden, ['/buyer/name', '/buyer/taxId']);
    const shown = new Map(report.document.shown.map(({ path, text }) => [path, text]));
    assert.equal(shown.get('/totalGross'), '113.00');
    assert.equal(shown.get('/lines/0/name'), '*软件*测试服务');
    assert.ok(!JSON.stringify(report.document.shown).includes('沙盒测试乙'));
  });

  it('leads from leaves to document hash, root and record, each value where the next step takes it', () => {
    const hash = report.document?.hash ?? '';
    assert.deepEqual(stepWith('Document hash').output, { hex: hash, material: 'document-hash.bin' });
    assert.deepEqual(material('document-hash.bin').content, { hex: hash });
    const asked = stepWith('The statement answers for this document');
    assert.deepEqual(asked.expected, { hex: hash, material: 'document-hash.bin' });
    const root = stepWith('The path ends in the recorded root');
    assert.ok(root.output && 'hex' in root.output && root.expected && 'hex' in root.expected);
    assert.equal(root.output.hex, root.expected.hex);
    const record = material('record.json').content;
    assert.ok(record && 'text' in record && record.text.includes(`"root":"${root.output.hex}"`));
  });

  it('names every byte of an input, and where it stands', () => {
    const names = new Set(report.materials.map(({ name }) => name));
    assert.equal(names.size, report.materials.length);
    for (const { inputs } of report.steps)
      for (const one of inputs) if ('material' in one) assert.ok(names.has(one.material));
    const bytes = new Map<string, Buffer>();
    for (const { name, content, origin, sha256, bytes: size } of report.materials) {
      const own =
        content === null
          ? undefined
          : 'text' in content
            ? Buffer.from(content.text)
            : 'hex' in content
              ? Buffer.from(content.hex, 'hex')
              : Buffer.from(content.base64, 'base64');
      const whole = origin && 'offset' in origin ? bytes.get(origin.in) : undefined;
      const part = whole?.subarray((origin as { offset: number }).offset).subarray(0, size);
      const all = own ?? part ?? Buffer.from(input);
      assert.equal(sha256Hex(all), sha256, name);
      if (own && part) assert.deepEqual(own, part, name);
      bytes.set(name, all);
    }
  });

  it('says what is not proven, and what hangs on the profile', () => {
    const codes = report.notProven.map(({ code }) => code);

    for (const code of [
      'TRUTH',
      'HIDDEN_VALUES',
      'STATUS_LATER',
      'TRANSACTION',
      'ORDERING',
      'LATER_CONFIGURATION',
      'SIGNERS_TOGETHER',
      'PROFILE',
    ]) {
      assert.ok(codes.includes(code as never), code);
    }
    assert.ok(!codes.includes('DOCUMENT'));
    assert.ok(!codes.includes('DEVELOPMENT_NETWORK'));
  });

  it('says that nothing is proven about a document that is not consistent', async () => {
    const { notProven } = await explain(kit.batch().bundle(1, { signers: kit.signers(2) }), [kit.profile()]);

    const codes = notProven.map(({ code }) => code);
    assert.equal(codes[0], 'DOCUMENT');
    assert.ok(codes.includes('TIME_NONE') && codes.includes('STATUS_NOW'));
    assert.ok(!codes.includes('HIDDEN_VALUES'));
  });

  it('tells a development network', async () => {
    const { notProven } = await explain(input, [kit.profile({ embedded: true })]);

    assert.ok(notProven.some(({ code }) => code === 'DEVELOPMENT_NETWORK'));
  });

  it('is of its schema, whatever was judged', async () => {
    const bundle = kit.batch().bundle();
    const inputs: unknown[] = [
      input,
      bundle,
      { ...bundle, statement: undefined },
      kit.batch().bundle(1, { signers: kit.signers(1) }),
      { ...bundle, document: { ...bundle.document, header: { ...bundle.document.header, schema: 9 } } },
      kit.batch([invoice({ remark: 'x\u0000\u202e"\\\n😀' })]).bundle(0),
      '',
      'null',
      Buffer.of(0xff, 0x00),
    ];
    for (const one of inputs) {
      const made = await explain(one, [kit.profile()]);

      assert.ok(matchesSchema(made), JSON.stringify(matchesSchema.errors?.slice(0, 3)));
      assert.deepEqual(JSON.parse(JSON.stringify(made)), made);
    }
  });

  it('is the same for the same file, profile and instant', async () => {
    assert.deepEqual(await explain(input, [kit.profile()]), report);
  });

  it('takes parts beside the bundle by their hash', async () => {
    const suite = nodeCrypto.suites['sha256-p256'];
    assert.ok(suite);
    const { bundle, parts } = detachParts(kit.batch().bundle(), suite.hash);
    const [hash = '', bytes = new Uint8Array(0)] = [...parts][0] ?? [];

    const found = await explain(bundle, [kit.profile()], { parts: (one) => Promise.resolve(parts.get(one)) });
    const missing = await explain(bundle, [kit.profile()]);

    assert.equal(found.verdict.verdict, 'valid');
    assert.ok(found.materials.some((one) => one.name === 'part-statement.json' && one.sha256 === hash));
    assert.equal(toHex(suite.hash(bytes)), hash);
    assert.equal(missing.verdict.verdict, 'indeterminate');
    assert.ok(missing.steps.some(({ code, result }) => code === 'STATEMENT_MISSING' && result === 'open'));
  });
});
