import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AUDIT_FORMAT,
  auditOrigin,
  kindOf,
  nextAuditRecord,
  toHex,
  type AuditRecord,
  type JsonObject,
} from '@chopmark/core';
import { formatBundle, type Bundle, type TrustProfile } from '@chopmark/core/verify';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { chopmark } from '../../support/platform.js';
import { ProofBatch, ProofKit } from '../../support/proof-kit.js';

const START = Date.parse('2026-11-20T03:00:00.000Z');
const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();

/** A record each minute. */
function chainOf(length: number, by = 'acc_1', dates = at): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (let number = 1; number <= length; number += 1) {
    const entry = {
      at: dates(number),
      actor: by,
      key: null,
      action: 'account.suspended',
      subject: null,
      details: {},
    };
    records.push(nextAuditRecord(sha256, records.at(-1) ?? auditOrigin(sha256, 'tax'), entry));
  }
  return records;
}

function exportOf(records: readonly AuditRecord[], first = 1): string {
  const { hash: previous } = records[first - 2] ?? auditOrigin(sha256, 'tax');
  const end = records.at(-1);
  return [
    { format: AUDIT_FORMAT, organization: 'tax', first, previous },
    ...records.slice(first - 1),
    { end: { sequence: end?.sequence, hash: end?.hash } },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

interface Anchored {
  readonly bundle: Bundle;
  readonly hash: string;
}

interface Answer {
  readonly verdict: string;
  readonly findings: readonly { readonly code: string; readonly detail: string }[];
  readonly proven?: { readonly first: number; readonly last: number; readonly number: string };
}

describe('chopmark audit verify, with checkpoints on the ledger', function () {
  this.timeout(300_000);
  const records = chainOf(10);
  let folder: string;
  let kit: ProofKit;
  let first: Anchored;
  let second: Anchored;
  let third: Anchored;
  const path = (name: string): string => join(folder, name);

  /** As a gateway would deposit it: made a minute after the record. */
  function anchor(sequence: number, record: AuditRecord, previous?: string, more: JsonObject = {}): Anchored {
    const document = {
      organization: 'tax',
      chainSequence: record.sequence,
      chainHash: record.hash,
      records: 1,
      madeAt: at(record.sequence + 1),
      ...(previous !== undefined && { previous }),
      ...more,
    };
    const required = kindOf('auditCheckpoint').requiredMembers(document);
    const batch = new ProofBatch(kit, [document], { first: sequence, kind: 'auditCheckpoint', required });
    const prefix = (answer: unknown[]): unknown[] =>
      answer.map((part, place) => (place === 6 ? { ...(part as object), prefix: 'AUDITTAX2' } : part));
    const bundle = batch.bundle(0, { answer: prefix, clock: '2026-11-20T08:00:00Z' });
    return { bundle, hash: toHex(batch.hashes[0] ?? new Uint8Array()) };
  }

  const write = async (name: string, { bundle }: Anchored): Promise<string> => {
    await writeFile(path(name), formatBundle(bundle));
    return path(name);
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-audit-'));
    kit = await ProofKit.create();
    const profile = kit.profile();
    const namespaces = profile.namespaces.map((one) => ({
      ...one,
      kinds: [...one.kinds, { kind: 'auditCheckpoint', prefixes: '^AUDITTAX[0-9]$' }],
    }));
    const trust: TrustProfile = { ...profile, namespaces };
    await writeFile(path('trust.json'), JSON.stringify(trust));
    await writeFile(path('old-trust.json'), JSON.stringify(profile));
    await writeFile(path('log.ndjson'), exportOf(records));
    first = anchor(1, records[2]!);
    second = anchor(2, records[5]!, first.hash);
    third = anchor(3, records[7]!, second.hash);
    await Promise.all([write('1.json', first), write('2.json', second), write('3.json', third)]);
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const judge = async (
    log: string,
    checkpoints: readonly string[],
    trust = 'trust.json',
  ): Promise<Answer & { readonly code: number; readonly codes: readonly string[] }> => {
    const env = { PATH: process.env['PATH'], CHOPMARK_HOME: path('home') };
    const args = checkpoints.flatMap((name) => ['--checkpoint', path(name)]);
    const named = trust === '' ? [] : ['--trust', path(trust)];
    const { code, stdout, stderr } = await chopmark(
      ['audit', 'verify', path(log), ...args, ...named, '--json'],
      env,
    );
    assert.notEqual(stdout, '', stderr);
    const answer = JSON.parse(stdout) as Answer;
    return { ...answer, code, codes: answer.findings.map((one) => one.code) };
  };

  it('says from where to where the log is proven, and what rests on the database', async () => {
    const { code, codes, proven, findings } = await judge('log.ndjson', ['1.json', '2.json', '3.json']);

    assert.deepEqual([code, codes], [0, ['AUDIT_WHOLE', 'AUDIT_CHECKPOINTS_AGREE', 'AUDIT_ANCHORED']]);
    assert.deepEqual(proven, {
      first: 1,
      last: 8,
      number: 'AUDITTAX2-000000003',
      madeAt: at(9),
      attested: '2026-11-20T08:00:00Z',
    });
    assert.match(findings.at(-1)?.detail ?? '', /records 1 to 8 .* records 9 to 10 rest on/);
  });

  it('is content with the newest, and names the numbers that it was not given', async () => {
    const { code, codes, findings } = await judge('log.ndjson', ['3.json']);

    assert.deepEqual(
      [code, codes],
      [0, ['AUDIT_WHOLE', 'AUDIT_CHECKPOINTS_AGREE', 'AUDIT_NUMBERS_MISSING', 'AUDIT_ANCHORED']],
    );
    assert.match(findings[2]?.detail ?? '', /: 1 to 2$/);
    assert.match((await judge('log.ndjson', ['1.json', '3.json'])).findings[2]?.detail ?? '', /: 2$/);
  });

  it('proves a log that begins later from there on, and not by what lies before', async () => {
    await writeFile(path('late.ndjson'), exportOf(records, 5));

    const late = await judge('late.ndjson', ['3.json']);
    const before = await judge('late.ndjson', ['1.json']);

    assert.deepEqual([late.code, late.proven?.first, late.proven?.last], [0, 5, 8]);
    assert.deepEqual([before.code, before.codes], [5, ['AUDIT_WHOLE', 'AUDIT_CHECKPOINT_OUTSIDE']]);
  });

  it('finds a log that was written anew', async () => {
    await writeFile(path('anew.ndjson'), exportOf(chainOf(10, 'acc_2')));

    const { code, codes } = await judge('anew.ndjson', ['3.json']);

    assert.deepEqual([code, codes], [4, ['AUDIT_CHECKPOINT_DIFFERS']]);
  });

  it('finds a log that was cut', async () => {
    await writeFile(path('cut.ndjson'), exportOf(records.slice(0, 7)));

    const { code, codes, verdict, proven } = await judge('cut.ndjson', ['1.json', '3.json']);

    assert.deepEqual([code, verdict, proven], [4, 'broken', undefined]);
    assert.ok(codes.includes('AUDIT_CUT_SHORT'));
  });

  it('finds records that were dated back, or ahead', async () => {
    const back = chainOf(10, 'acc_1', (number) => at(number === 9 ? -60 : number));
    await writeFile(path('back.ndjson'), exportOf(back));
    const ahead = chainOf(10, 'acc_1', (number) => at(number === 2 ? 600 : number));
    await writeFile(path('ahead.ndjson'), exportOf(ahead));
    await write('ahead.json', anchor(1, ahead[2]!));
    await write('back.json', anchor(1, back[7]!));

    for (const [log, checkpoint] of [
      ['back.ndjson', 'back.json'],
      ['ahead.ndjson', 'ahead.json'],
    ] as const) {
      const { code, codes } = await judge(log, [checkpoint]);
      assert.deepEqual([code, codes], [4, ['AUDIT_DATES_CONTRADICT']], log);
    }
  });

  it('finds a bundle that was changed', async () => {
    const { document } = second.bundle;
    const required = { ...document.header.required, chainHash: 'ab'.repeat(32) };
    const forged = { ...document, header: { ...document.header, required } };
    await write('forged.json', { ...second, bundle: { ...second.bundle, document: forged } });

    const { code, codes } = await judge('log.ndjson', ['forged.json', '1.json']);

    assert.equal(code, 4);
    assert.ok(codes.includes('AUDIT_ANCHOR_INVALID'));
  });

  it('finds checkpoints that contradict one another', async () => {
    await write('other.json', anchor(2, records[5]!, 'ab'.repeat(32)));
    await write('twice.json', anchor(1, records[3]!));
    await write('shorter.json', anchor(4, records[4]!, third.hash));

    for (const pair of [
      ['1.json', 'other.json'],
      ['1.json', 'twice.json'],
      ['3.json', 'shorter.json'],
    ]) {
      const { code, codes } = await judge('log.ndjson', pair);
      assert.equal(code, 4, pair.join());
      assert.ok(codes.includes('AUDIT_ANCHORS_DISAGREE'), pair.join());
    }
  });

  it('cannot tell without a profile; a profile of before the kind calls the bundle invalid', async () => {
    const without = await judge('log.ndjson', ['3.json'], '');
    const before = await judge('log.ndjson', ['3.json'], 'old-trust.json');

    assert.deepEqual([without.code, without.proven], [5, undefined]);
    assert.ok(without.codes.includes('AUDIT_ANCHOR_OPEN'));
    assert.equal(before.code, 4);
    assert.match(before.findings.at(-1)?.detail ?? '', /KIND_NOT_ALLOWED/);
  });

  it('takes no bundle of an invoice for a checkpoint', async () => {
    const [bundle] = [kit.batch().bundle()];
    await writeFile(path('invoice.json'), formatBundle(bundle));

    const { code, stderr } = await chopmark(
      [
        'audit',
        'verify',
        path('log.ndjson'),
        '--checkpoint',
        path('invoice.json'),
        '--trust',
        path('trust.json'),
      ],
      { PATH: process.env['PATH'], CHOPMARK_HOME: path('home') },
    );

    assert.equal(code, 1);
    assert.match(stderr, /MALFORMED_AUDIT_LOG/);
  });

  it('is shown for what it is by chopmark verify', async () => {
    const env = { PATH: process.env['PATH'], CHOPMARK_HOME: path('home') };
    const { stdout } = await chopmark(
      ['verify', path('3.json'), '--trust', path('trust.json'), '--lang', 'en'],
      env,
    );

    assert.match(stdout, /Document: Checkpoint of an audit log/);
    assert.match(stdout, /Number: AUDITTAX2-000000003/);
    assert.match(stdout, /It says: Gateway tax · Record 8 · Hash [0-9a-f]{64}/);
  });
});
