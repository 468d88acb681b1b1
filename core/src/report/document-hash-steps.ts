/** From the values to the document hash: leaves, leaf hashes, and the tree over them. */
import { quoteJson } from '../encoding/canonical-json.js';
import { fromHex, toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import { isHidden } from '../document/disclosure.js';
import { fieldLeaf, headerLeaf } from '../document/leaves.js';
import type { Suite } from '../hash/suite.js';
import { parentsOf, textLeafHash } from '../merkle/tree.js';
import type { BundleContext } from './context.js';
import type { Material } from './materials.js';
import type { Constant } from './shell.js';
import { type StepDraft, algorithmOf, hashStep, inputsOf, run } from './step-drafts.js';
import { text } from './text.js';

export const LEAF: Constant = { label: '0x00', bytes: Uint8Array.of(0) };
export const NODE: Constant = { label: '0x01', bytes: Uint8Array.of(1) };

/** @returns The document hash. */
export function* documentHashSteps(context: BundleContext, suite: Suite): Generator<StepDraft, Material> {
  const { book, bundle } = context;
  const { document } = bundle;
  const pathList = book.addText(
    'paths.json',
    text('Path list as canonical JSON', '路径列表（规范 JSON）'),
    `[${document.paths.map(quoteJson).join(',')}]`,
  );
  const leafText = book.addText(
    'header-leaf.json',
    text('Leaf of the header, as canonical JSON', '文件头叶子（规范 JSON）'),
    headerLeaf(suite.hash, document.header, document.paths),
  );
  const pathsHash = book.cut(
    leafText,
    'paths-hash.txt',
    text("Hash of the path list, in the header's leaf", '文件头叶子中的路径列表哈希'),
    hashInLeaf(leafText),
  );
  yield hashStep({
    title: text(
      'Every path of the document, whether its value is shown or not',
      '文件的全部路径（无论其值是否出示）',
    ),
    names: ['path list'],
    parts: [pathList],
    suite,
    expected: { material: pathsHash, hexText: true },
  });
  const headerHash = book.add(
    'header-leaf-hash.bin',
    text('Leaf hash of the header', '文件头的叶子哈希'),
    textLeafHash(suite.hash, headerLeaf(suite.hash, document.header, document.paths)),
  );
  yield hashStep({
    title: text(
      'Leaf hash of the header: values that are always shown',
      '文件头的叶子哈希（始终出示的内容）',
    ),
    names: ['0x00', 'header leaf'],
    parts: [LEAF, leafText],
    suite,
    keep: headerHash,
  });
  const leafHashes = yield* fieldSteps(context, suite);
  return yield* treeSteps(context, suite, headerHash, leafHashes);
}

/** Second entry from the end: `…,"<64 hex>","<salt>"]`; hash and salt need no escapes. */
function hashInLeaf({ bytes }: Material): Uint8Array {
  const end = bytes.length - '","'.length - 22 - '"]'.length;
  return bytes.subarray(end - 64, end);
}

/** One line for each field: the leaf's JSON, or the leaf hash of a hidden field. */
function* fieldSteps(
  { book, bundle: { document } }: BundleContext,
  suite: Suite,
): Generator<StepDraft, Material> {
  const { paths, fields } = document;
  const lines: string[] = [];
  const hashes: string[] = [];
  for (const [at, field] of fields.entries()) {
    const line = isHidden(field) ? field.leaf : fieldLeaf(paths[at] ?? '', field.value, field.salt);
    lines.push(line);
    hashes.push(isHidden(field) ? field.leaf : toHex(textLeafHash(suite.hash, line)));
  }
  const leaves = book.addText(
    'field-leaves.txt',
    text(
      'Leaves of the fields, one a line: canonical JSON of path, value and salt; a hidden field by its leaf hash',
      '各字段叶子，每行一个：路径、值与盐的规范 JSON；未出示字段为其叶子哈希',
    ),
    linesOf(lines),
  );
  const leafHashes = book.addText(
    'field-leaf-hashes.txt',
    text('Leaf hashes of the fields, one a line', '各字段叶子哈希，每行一个'),
    linesOf(hashes),
  );
  const [label, option] = algorithmOf(suite);
  yield {
    title: text('Leaf hash of each field', '各字段的叶子哈希'),
    operation: `${label}(0x00 ‖ leaf), for each line`,
    inputs: inputsOf([leaves]),
    output: { materials: [leafHashes.name] },
    expected: null,
    rows: [],
    result: 'computed',
    codes: [],
    definite: true,
    repeat: [run(`leaves ${option} ${leaves.name} | same ${leafHashes.name}`, 'same')],
  };
  return leafHashes;
}

function linesOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** The tree, level by level: the last of an odd number moves up as it is. */
function* treeSteps(
  { book }: BundleContext,
  suite: Suite,
  headerHash: Material,
  leafHashes: Material,
): Generator<StepDraft, Material> {
  const [label, option] = algorithmOf(suite);
  const levels: Material[] = [];
  const fields = utf8Decode(leafHashes.bytes).split('\n').slice(0, -1);
  let level: readonly Uint8Array[] = [headerHash.bytes, ...fields.map(fromHex)];
  for (;;) {
    levels.push(
      book.addText(
        `tree-level-${levels.length}.txt`,
        text(
          `Level ${levels.length} of the document's tree, one hash a line`,
          `文件哈希树第 ${levels.length} 层，每行一个哈希`,
        ),
        linesOf(level.map(toHex)),
      ),
    );
    if (level.length === 1) break;
    level = parentsOf(suite.hash, level);
  }
  const root = level[0] ?? new Uint8Array(0);
  const hash = book.add('document-hash.bin', text('Document hash', '文件哈希'), root);
  const first = levels[0]?.name ?? '';
  yield {
    title: text('Document hash: head of the tree over all leaves', '文件哈希：全部叶子之哈希树的根'),
    operation: `${label}(0x01 ‖ left ‖ right), level by level (RFC 9162, section 2.1)`,
    inputs: inputsOf(levels),
    output: { hex: toHex(root), material: hash.name },
    expected: null,
    rows: [],
    result: 'computed',
    codes: [],
    definite: true,
    repeat: [
      run(`{ hex ${headerHash.name}; cat ${leafHashes.name}; } | same ${first}`, 'same'),
      ...levels
        .slice(1)
        .map(({ name }, at) => run(`parents ${option} ${levels[at]?.name ?? ''} | same ${name}`, 'same')),
      run(`cat ${levels.at(-1)?.name ?? ''}`, toHex(root)),
      run(`hex ${hash.name}`, toHex(root)),
    ],
  };
  return hash;
}
