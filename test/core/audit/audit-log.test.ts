import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import {
  AUDIT_CHECKPOINT_FORMAT,
  AUDIT_FORMAT,
  auditOrigin,
  canonicalJson,
  nextAuditRecord,
  parseAuditCheckpoint,
  type AuditCheckpoint,
  type AuditEntry,
  type AuditHead,
  type AuditRecord,
} from '@chopmark/core';
import { AUDIT_FINDINGS, verifyAuditExport, type AuditVerdict } from '@chopmark/core/verify';
import { sha256 } from '../support/hashes.js';

const AT = '2026-11-22T03:04:05.678Z';
const entry = (number: number): AuditEntry => ({
  at: AT,
  actor: 'acc_1',
  key: number % 2 === 0 ? 'key_1' : null,
  action: 'account.suspended',
  subject: `acc_${number}`,
  details: { roles: ['issuer'], number },
});

function chain(length: number, organization = 'tax'): AuditRecord[] {
  const records: AuditRecord[] = [];
  let head = auditOrigin(sha256, organization);
  for (let number = 1; number <= length; number += 1) {
    const record = nextAuditRecord(sha256, head, entry(number));
    records.push(record);
    head = record;
  }
  return records;
}

/** Lines of an export, as a gateway writes them. */
function exportOf(records: readonly AuditRecord[], before: AuditHead = auditOrigin(sha256, 'tax')): string[] {
  const { sequence, hash } = records.at(-1) ?? before;
  return [
    { format: AUDIT_FORMAT, organization: 'tax', first: before.sequence + 1, previous: before.hash },
    ...records,
    { end: { sequence, hash } },
  ].map((line) => JSON.stringify(line));
}

const checkpointAt = (head: AuditHead, organization = 'tax'): AuditCheckpoint => ({
  format: AUDIT_CHECKPOINT_FORMAT,
  organization,
  sequence: head.sequence,
  hash: head.hash,
  madeAt: AT,
});

async function* each(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
  await Promise.resolve();
}

const judge = (lines: readonly string[], ...checkpoints: AuditCheckpoint[]): Promise<AuditVerdict> =>
  verifyAuditExport(each(lines), sha256, checkpoints);

const codesOf = ({ findings }: AuditVerdict): string[] => findings.map(({ code }) => code);

describe('nextAuditRecord', () => {
  it('hashes what formats.md says, by the words of another', () => {
    const head = auditOrigin(sha256, 'tax');
    assert.equal(head.hash, Buffer.from(sha256(Buffer.from('["chopmark/audit/1","tax"]'))).toString('hex'));

    const record = nextAuditRecord(sha256, head, entry(1));

    const content = `["chopmark/audit/1","${head.hash}",1,"${AT}","acc_1",null,"account.suspended","acc_1",{"number":1,"roles":["issuer"]}]`;
    assert.equal(record.hash, Buffer.from(sha256(Buffer.from(content))).toString('hex'));
  });
});

describe('verifyAuditExport', () => {
  const records = chain(5);
  const lines = exportOf(records);

  it('finds a log whole, an empty one too', async () => {
    const verdict = await judge(lines);

    assert.equal(verdict.verdict, 'whole');
    assert.deepEqual(codesOf(verdict), ['AUDIT_WHOLE']);
    assert.deepEqual(verdict.last, { sequence: 5, hash: records[4]!.hash });
    assert.equal((await judge(exportOf([]))).verdict, 'whole');
  });

  it('finds a later part whole, and compares it with the checkpoint before it', async () => {
    const part = exportOf(records.slice(2), records[1]);

    assert.equal((await judge(part)).first, 3);
    assert.deepEqual(codesOf(await judge(part, checkpointAt(records[1]!))), [
      'AUDIT_WHOLE',
      'AUDIT_CHECKPOINTS_AGREE',
    ]);
    assert.deepEqual(codesOf(await judge(part, checkpointAt(records[0]!))), [
      'AUDIT_WHOLE',
      'AUDIT_CHECKPOINT_OUTSIDE',
    ]);
  });

  it('tells a log that was written anew by a checkpoint that was kept', async () => {
    let head: AuditHead = records[0]!;
    const anew = [records[0]!];
    for (let number = 2; number <= 5; number += 1) {
      const record = nextAuditRecord(sha256, head, { ...entry(number), actor: 'acc_2' });
      anew.push(record);
      head = record;
    }

    assert.equal((await judge(exportOf(anew))).verdict, 'whole', 'it is whole in itself');
    const verdict = await judge(exportOf(anew), checkpointAt(records[2]!));
    assert.deepEqual([verdict.verdict, ...codesOf(verdict)], ['broken', 'AUDIT_CHECKPOINT_DIFFERS']);
  });

  for (const [what, broken, code] of [
    ['a record left out', lines.filter((_, index) => index !== 3), 'AUDIT_RECORD_MISSING'],
    ['a record twice', [...lines.slice(0, 3), ...lines.slice(2)], 'AUDIT_RECORD_MISSING'],
    ['two records exchanged', [lines[0]!, lines[2]!, lines[1]!, ...lines.slice(3)], 'AUDIT_RECORD_MISSING'],
    ['no end', lines.slice(0, -1), 'AUDIT_CUT_SHORT'],
    [
      'its last records and its end replaced',
      [...lines.slice(0, 4), exportOf(chain(5)).at(-1)!],
      'AUDIT_RECORD_MISSING',
    ],
    ['the log of another organization', exportOf(chain(3, 'court')), 'AUDIT_RECORD_CHANGED'],
    ['something after its end', [...lines, lines[1]!], 'AUDIT_UNREADABLE'],
    ['nothing', [], 'AUDIT_UNREADABLE'],
    ['no JSON', ['{'], 'AUDIT_UNREADABLE'],
    ['a member twice', [lines[0]!.replace('{', '{"format":"x",'), ...lines.slice(1)], 'AUDIT_UNREADABLE'],
    ['another format', [lines[0]!.replace('audit/1', 'audit/2'), ...lines.slice(1)], 'AUDIT_UNREADABLE'],
  ] as const) {
    it(`finds ${what}`, async () => {
      const verdict = await judge(broken);

      assert.deepEqual(codesOf(verdict), [code]);
      assert.equal(verdict.verdict, code === 'AUDIT_UNREADABLE' ? 'unreadable' : 'broken');
    });
  }

  it('refuses a checkpoint of another organization', async () => {
    assert.deepEqual(codesOf(await judge(lines, checkpointAt(records[4]!, 'court'))), [
      'AUDIT_CHECKPOINT_DIFFERS',
    ]);
  });

  it('finds every change of any member of any record', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(4),
        fc.constantFrom('at', 'actor', 'key', 'action', 'subject', 'details', 'hash', 'sequence'),
        fc.string({ unit: fc.constantFrom('a', 'b', '1') }),
        async (index, member, noise) => {
          const record = records[index]!;
          const changed: Record<string, unknown> = { ...record };
          changed[member] =
            member === 'details'
              ? { ...record.details, noise }
              : member === 'sequence'
                ? record.sequence + 1 + noise.length
                : member === 'hash'
                  ? 'ab'.repeat(32)
                  : member === 'at'
                    ? '2026-11-22T03:04:05.679Z'
                    : `${String(changed[member])}${member === 'action' ? 'x' : `x${noise}`}`;
          const verdict = await judge(
            lines.map((line, at) => (at === index + 1 ? JSON.stringify(changed) : line)),
          );
          assert.notEqual(verdict.verdict, 'whole');
        },
      ),
      { numRuns: 200 },
    );
  });

  it('finds the end of a log whatever the order of members', async () => {
    assert.equal((await judge(lines.map((line) => canonicalJson(JSON.parse(line))))).verdict, 'whole');
  });
});

describe('parseAuditCheckpoint', () => {
  it('takes what it was made of, and nothing else', () => {
    const checkpoint = checkpointAt(chain(1)[0]!);

    assert.deepEqual(parseAuditCheckpoint(checkpoint), checkpoint);
    for (const change of [{ format: 'x' }, { sequence: 0 }, { hash: 'AB' }, { more: 1 }]) {
      assert.throws(() => parseAuditCheckpoint({ ...checkpoint, ...change }));
    }
  });
});

describe('the findings about audit logs', () => {
  it('are those of docs/error-codes.md', () => {
    const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
    const section = page.split('## Audit log findings\n')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` \| (.+?) \|$/gm)].map(([, code, text]) => [code, text]);

    assert.deepEqual(rows, Object.entries(AUDIT_FINDINGS));
  });
});
