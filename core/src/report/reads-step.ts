/** What the peers read, and at which version: the version of the batch record is the proof that it is on the ledger. */
import { toHex } from '../encoding/hex.js';
import { utf8Encode } from '../encoding/utf8.js';
import type { Version } from '../fabric-proof/messages.js';
import { type Reads, parseReads } from '../fabric-proof/read-set.js';
import { CLOCK_KEY, LIFECYCLE_NAMESPACE, batchKey, sequenceKey } from '../fabric-proof/state-keys.js';
import type { Statement } from '../fabric-proof/statement.js';
import type { BundleContext } from './context.js';
import type { Material } from './materials.js';
import type { Text } from './report.js';
import { type Row, type StepDraft, equalRow, rowsStep, run } from './step-drafts.js';
import { text } from './text.js';

export function readsStep({ book }: BundleContext, results: Material, statement: Statement): StepDraft {
  const { question, definition, recorded } = statement;
  const sets = parseReads(results.bytes);
  const own = sets.get(question.namespace) ?? new Map();
  const parts: Material[] = [];
  const versionRow = (slug: string, what: Text, key: string, version: Version | undefined): Row => {
    const required = version ? place(version) : 'absent';
    const bytes = version ? versionBytes(version) : new Uint8Array(0);
    const found =
      version && bytes.length > 0
        ? book.find(results, `${slug}-version.bin`, what, bytes, keyAndTag(key, bytes.length))
        : undefined;
    const row = { what, found: required, relation: '=', required, agrees: true } as const;
    if (!found) return row;
    parts.push(found);
    const hex = toHex(bytes);
    return { ...row, found: `${required} = ${hex}`, repeat: run(`hex ${found.name}`, hex) };
  };
  const rows = [
    countRow(text('Namespaces read', '读取的命名空间数'), sets.size, 2),
    countRow(
      text('Keys read: clock, batch record, each document', '读取的键数：时钟、批次记录、各文件'),
      own.size,
      2 + question.hashes.length,
    ),
    versionRow(
      'definition',
      text('Version of the rules that answered', '作答合约定义的版本'),
      sequenceKey(question.namespace),
      definition,
    ),
    versionRow(
      'batch-record',
      text('Where the batch record was committed', '批次记录的提交位置'),
      batchKey(question.series, question.batch),
      recorded,
    ),
    versionRow(
      'clock',
      text('Where the ledger clock was set', '账本时钟的设置位置'),
      CLOCK_KEY,
      readOf(own, CLOCK_KEY),
    ),
  ];
  return rowsStep(
    text('What the peers read', '节点读取了什么'),
    `keys and versions in ${results.name}; ${LIFECYCLE_NAMESPACE} and ${question.namespace}`,
    rows,
    ['STATEMENT_READS_UNEXPECTED', 'STATEMENT_HAS_EFFECTS', 'RECORD_NOT_COMMITTED'],
    [results, ...parts],
  );
}

function readOf(reads: Reads, key: string): Version | undefined {
  return reads.get(key);
}

function countRow(what: Text, found: number, required: number): Row {
  return equalRow(what, String(found), String(required));
}

export function place({ block, position }: Version): string {
  return `block ${block}, position ${position}`;
}

/** A kvrwset.Version as Fabric writes it. */
function versionBytes({ block, position }: Version): Uint8Array {
  return Uint8Array.from([
    ...(block === 0 ? [] : [0x08, ...varint(block)]),
    ...(position === 0 ? [] : [0x10, ...varint(position)]),
  ]);
}

/** What stands before the version in a kvrwset.KVRead: the key, then field 2 and the version's length. */
function keyAndTag(key: string, length: number): Uint8Array {
  return Uint8Array.from([...utf8Encode(key), 0x12, length]);
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}
