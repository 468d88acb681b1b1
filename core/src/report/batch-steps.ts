/** From the document hash, up the path, to the root in the record that the statement attests. */
import { uint64Bytes } from '../encoding/bytes.js';
import { fromHex, toHex } from '../encoding/hex.js';
import { utf8Encode } from '../encoding/utf8.js';
import { entryLeaf } from '../document/batch.js';
import type { Suite } from '../hash/suite.js';
import { leafHash, nodeHash } from '../merkle/tree.js';
import { LEAF, NODE } from './document-hash-steps.js';
import type { BundleContext, Said } from './context.js';
import type { Material } from './materials.js';
import type { Text } from './report.js';
import type { Constant } from './shell.js';
import { type Row, type StepDraft, cutStep, equalRow, hashStep, rowsStep, run } from './step-drafts.js';
import { text } from './text.js';

export function* batchDrafts(
  context: BundleContext,
  { statement, record }: Partial<Said>,
  documentHash: Material | undefined,
): Generator<StepDraft> {
  const suite = context.crypto.suites[context.bundle.document.header.suite];
  if (!statement || !record || !documentHash || !suite) return;
  yield recordStep(context, record);
  yield sequenceStep(context, record, statement.answer.record.first);
  const root = yield* pathSteps(context, documentHash, statement.answer.record.size, suite);
  if (root) yield rootStep(context, root, record);
  if (context.verdict.number !== null) yield numberStep(context, record, context.verdict.number);
}

function recordStep(context: BundleContext, record: Material): StepDraft {
  const { header } = context.bundle.document;
  const rows = (
    [
      ['series', text('Series', '系列'), header.series],
      ['kind', text('Kind', '种类'), header.kind],
      ['namespace', text('Namespace', '命名空间'), header.namespace],
      ['suite', text('Suite of algorithms', '密码算法套件'), header.suite],
      ['batch', text('Batch number', '批次号'), String(context.bundle.batch.batch)],
    ] as const
  ).map(([name, what, required]) => equalRow(what, memberOf(context, record, name, what), required));
  return rowsStep(
    text("The record is of this document's batch", '记录属于本文件所在批次'),
    "batch record compared with the document's header",
    rows,
    ['BATCH_RECORD_MISMATCH'],
    [record],
  );
}

/** A member of the record as it stands in the answer. */
function memberOf({ book }: BundleContext, record: Material, name: string, title: Text): Material | string {
  const value = new RegExp(`"${name}":(?:"([^"]*)"|([0-9]+))`).exec(String.fromCharCode(...record.bytes));
  const found = value?.[1] ?? value?.[2] ?? '';
  const quote = value?.[1] === undefined ? '' : '"';
  return (
    book.find(record, `record-${name}.txt`, title, utf8Encode(found), utf8Encode(`"${name}":${quote}`)) ??
    found
  );
}

function sequenceStep(context: BundleContext, record: Material, first: number): StepDraft {
  const { header } = context.bundle.document;
  const { index } = context.bundle.batch;
  const title = text('First sequence of the batch', '批次的首个序号');
  const row: Row = {
    what: text('First sequence + place = sequence of the document', '首个序号 + 位置 = 本文件序号'),
    found: `${first} + ${index} = ${first + index}`,
    relation: '=',
    required: String(header.sequence),
    agrees: first + index === header.sequence,
  };
  const material = memberOf(context, record, 'first', title);
  const repeat =
    typeof material === 'string'
      ? {}
      : {
          repeat: run(
            `echo $(($(cat ${material.name}) + ${index}))`,
            String(first + index),
            String(header.sequence),
          ),
        };
  return rowsStep(
    text("The document's sequence is the one at this place", '本文件序号与其在批次中的位置相符'),
    'first + index',
    [{ ...row, ...repeat }],
    ['BATCH_SEQUENCE_MISMATCH'],
    [record],
  );
}

function* pathSteps(
  context: BundleContext,
  documentHash: Material,
  size: number,
  suite: Suite,
): Generator<StepDraft, Material | undefined> {
  const { book, bundle } = context;
  const { sequence } = bundle.document.header;
  const bytes = entryLeaf(sequence, documentHash.bytes);
  const prefix: Constant[] = [
    LEAF,
    { label: '"chopmark/entry/1"', bytes: utf8Encode('chopmark/entry/1') },
    { label: `sequence ${sequence} in 8 bytes`, bytes: uint64Bytes(sequence) },
  ];
  let node = book.add(
    'entry-leaf-hash.bin',
    text('Leaf hash of the entry in the batch', '批次条目的叶子哈希'),
    leafHash(suite.hash, bytes),
  );
  yield hashStep({
    title: text('Leaf of the batch: sequence and document hash', '批次的叶子：序号与文件哈希'),
    names: ['0x00', '"chopmark/entry/1"', 'sequence (8 bytes)', 'document hash'],
    parts: [...prefix, documentHash],
    suite,
    keep: node,
  });
  const sides = sidesOf(bundle.batch.index, size, bundle.batch.path.length);
  if (!sides) return undefined;
  const siblings = bundle.batch.path.map((_hash, at) => siblingOf(context, at));
  if (siblings.length > 0)
    yield cutStep(
      text('The path, as it stands in the file', '路径（取自文件）'),
      context.file.material,
      siblings,
    );
  for (const [at, side] of sides.entries()) {
    const sibling = siblings[at] ?? node;
    const pair = side === 'left' ? [sibling, node] : [node, sibling];
    const above = book.add(
      `path-${at + 1}-node.bin`,
      text(`Node ${at + 1} of the path`, `路径节点 ${at + 1}`),
      nodeHash(suite.hash, pair[0]?.bytes ?? new Uint8Array(0), pair[1]?.bytes ?? new Uint8Array(0)),
    );
    yield hashStep({
      title: text(
        `Up the path, step ${at + 1}: sibling on the ${side}`,
        `沿路径向上第 ${at + 1} 步：兄弟节点在${side === 'left' ? '左' : '右'}`,
      ),
      names: side === 'left' ? ['0x01', 'sibling', 'node'] : ['0x01', 'node', 'sibling'],
      parts: [NODE, ...pair],
      suite,
      keep: above,
    });
    node = above;
  }
  return node;
}

function siblingOf({ book, bundle, file }: BundleContext, at: number): Material {
  const hex = bundle.batch.path[at] ?? '';
  const title = text(`Sibling ${at + 1} of the path`, `路径兄弟节点 ${at + 1}`);
  const origin = file.text.includes(`"${hex}"`) ? ({ in: file.material.name, as: 'hex' } as const) : null;
  return book.add(`path-${at + 1}-sibling.bin`, title, fromHex(hex), origin);
}

/**
 * On which side each sibling of the path stands (RFC 9162, section 2.1.3.2).
 *
 * @returns Undefined when no path of this length belongs to the place and size.
 */
function sidesOf(index: number, size: number, length: number): readonly ('left' | 'right')[] | undefined {
  if (index >= size) return undefined;
  const sides: ('left' | 'right')[] = [];
  let place = index;
  let last = size - 1;
  while (last > 0) {
    if (place % 2 === 1) sides.push('left');
    else if (place !== last) sides.push('right');
    place = Math.floor(place / 2);
    last = Math.floor(last / 2);
  }
  return sides.length === length ? sides : undefined;
}

function rootStep(context: BundleContext, root: Material, record: Material): StepDraft {
  const title = text('Root in the record', '记录中的根');
  const recorded = memberOf(context, record, 'root', title);
  const wanted = typeof recorded === 'string' ? recorded : String.fromCharCode(...recorded.bytes);
  const found = toHex(root.bytes);
  return {
    ...rowsStep(
      text('The path ends in the recorded root', '路径终点即已登记的根'),
      'root of the path compared with the record',
      [],
      ['BATCH_ROOT_MISMATCH'],
      [root, record],
    ),
    output: { hex: found, material: root.name },
    expected: { hex: wanted, material: typeof recorded === 'string' ? record.name : recorded.name },
    result: found === wanted ? 'agrees' : 'differs',
    definite: true,
    repeat: [
      run(`hex ${root.name}`, found, wanted),
      ...(typeof recorded === 'string' ? [] : [run(`cat ${recorded.name}`, wanted)]),
    ],
  };
}

function numberStep(context: BundleContext, record: Material, number: string): StepDraft {
  const { kind, sequence } = context.bundle.document.header;
  const title = text('Prefix of the series', '系列前缀');
  const prefix = memberOf(context, record, 'prefix', title);
  const isInvoice = kind === 'invoice' && typeof prefix !== 'string';
  return {
    ...rowsStep(
      text('Number: prefix of the series and sequence', '号码：系列前缀与序号'),
      'prefix ‖ sequence',
      [],
      [],
      typeof prefix === 'string' ? [record] : [prefix],
    ),
    output: { text: number, material: null },
    result: 'computed',
    repeat: isInvoice ? [run(`printf '%s%015d\\n' "$(cat ${prefix.name})" ${sequence}`, number)] : [],
  };
}
