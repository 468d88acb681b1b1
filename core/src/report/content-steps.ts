/** Are these the values that were issued? Their hash, and that hash among those that the statement answers for. */
import { toHex } from '../encoding/hex.js';
import { KINDS } from '../document/kinds.js';
import type { BundleContext, Said } from './context.js';
import { documentHashSteps } from './document-hash-steps.js';
import type { Material } from './materials.js';
import { type StepDraft, equalRow, rowsStep, run } from './step-drafts.js';
import { text } from './text.js';

/** @param keepHash Gets the document hash, when the suite is at hand. */
export function* contentDrafts(
  context: BundleContext,
  said: Partial<Said>,
  keepHash: (hash: Material) => void,
): Generator<StepDraft> {
  const { header } = context.bundle.document;
  const suite = context.crypto.suites[header.suite];
  const hash = suite && (yield* documentHashSteps(context, suite));
  if (hash) keepHash(hash);
  yield memberStep(context);
  if (hash && said.asked && said.statement) yield askedStep(context, hash, said.asked);
  yield formStep(context);
}

function memberStep({ bundle: { document } }: BundleContext): StepDraft {
  const { kind, required } = document.header;
  const names = (Object.hasOwn(KINDS, kind) && KINDS[kind]?.requiredMembers(required)) || [];
  const missing = names.filter((name) => !Object.hasOwn(required, name));
  return rowsStep(
    text('Nothing that must always be shown is missing', '必须始终出示的项目无缺失'),
    `required members of kind ${kind}`,
    [equalRow(text('Missing members', '缺失的项目'), missing.join(', ') || '–', '–')],
    ['REQUIRED_MEMBER_MISSING', 'SUITE_NOT_SUPPORTED', 'CONTENT_NOT_COMPARED'],
  );
}

function askedStep({ book }: BundleContext, hash: Material, asked: Material): StepDraft {
  const count = asked.bytes.length / 32;
  const place = Array.from({ length: count }, (_, at) => at).find(
    (at) => toHex(asked.bytes.subarray(32 * at, 32 * at + 32)) === toHex(hash.bytes),
  );
  const title = text('The statement answers for this document', '证明涉及本文件');
  const operation = 'document hash looked up among the hashes of the question, 32 bytes each';
  const codes = ['CONTENT_NOT_ATTESTED'] as const;
  if (place === undefined) {
    return {
      ...rowsStep(title, operation, [], codes, [hash, asked]),
      output: { text: 'not among them', material: null },
      result: 'differs',
      definite: true,
      repeat: [run(`hex ${asked.name} | fold -w 64 | grep -c "$(hex ${hash.name})" || true`, '0', '1')],
    };
  }
  const found = book.cut(
    asked,
    'document-hash-asked.bin',
    text("This document's hash in the question", '请求中的本文件哈希'),
    asked.bytes.subarray(32 * place, 32 * place + 32),
  );
  return {
    ...rowsStep(title, operation, [], codes, [hash, asked]),
    output: { hex: toHex(found.bytes), material: found.name },
    expected: { hex: toHex(hash.bytes), material: hash.name },
    definite: true,
    repeat: [
      run(`slice ${asked.name} ${32 * place} 32 | same ${found.name}`, 'same'),
      run(`hex ${found.name}`, toHex(found.bytes)),
      run(`hex ${hash.name}`, toHex(hash.bytes)),
    ],
  };
}

function formStep({ bundle: { document } }: BundleContext): StepDraft {
  const { kind, schema } = document.header;
  const found = `${kind} ${schema}`;
  const known = Object.values(KINDS).map((one) => `${one.name} ${one.schema}`);
  return rowsStep(
    text('Kind and schema are known to this verifier', '本程序识别该种类与格式版本'),
    'kinds of docs/formats.md',
    [
      {
        what: text('Kind and schema', '种类与格式版本'),
        found,
        relation: '∈',
        required: known.join('; '),
        agrees: known.includes(found),
      },
    ],
    ['KIND_UNKNOWN', 'SCHEMA_UNKNOWN'],
  );
}
