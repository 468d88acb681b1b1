import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  AUDIT_CHECKPOINT_FORMAT,
  AUDIT_FORMAT,
  auditOrigin,
  canonicalBytes,
  nextAuditRecord,
  type AuditCheckpoint,
  type AuditRecord,
} from '@chopmark/core';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { chopmark } from '../../support/platform.js';
import { ProofKit } from '../../support/proof-kit.js';
import { CURRENT, TsaAuthority } from '../../support/tsa/authority.js';
import type { Stamper } from '../../support/tsa/stamper.js';

const AT = '2026-11-22T03:04:05.000Z';

function chainOf(length: number, by: string): AuditRecord[] {
  const records: AuditRecord[] = [];
  for (let number = 1; number <= length; number += 1) {
    const entry = {
      at: AT,
      actor: by,
      key: null,
      action: 'account.suspended',
      subject: 'acc_x',
      details: {},
    };
    records.push(nextAuditRecord(sha256, records.at(-1) ?? auditOrigin(sha256, 'tax'), entry));
  }
  return records;
}

function exportOf(records: readonly AuditRecord[]): string {
  const { hash: previous } = auditOrigin(sha256, 'tax');
  const end = records.at(-1);
  return [
    { format: AUDIT_FORMAT, organization: 'tax', first: 1, previous },
    ...records,
    { end: { sequence: end?.sequence, hash: end?.hash } },
  ]
    .map((line) => `${JSON.stringify(line)}\n`)
    .join('');
}

const checkpointAt = ({ sequence, hash }: AuditRecord): AuditCheckpoint => ({
  format: AUDIT_CHECKPOINT_FORMAT,
  organization: 'tax',
  sequence,
  hash,
  madeAt: AT,
});

interface Verdict {
  readonly verdict: string;
  readonly findings: readonly { readonly code: string }[];
}

describe('chopmark audit verify', function () {
  this.timeout(300_000);
  const records = chainOf(5, 'acc_1');
  let folder: string;
  let stamper: Stamper;
  const path = (name: string): string => join(folder, name);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-audit-'));
    const authority = await TsaAuthority.create('Alpha', CURRENT);
    stamper = await authority.stamper(CURRENT);
    const kit = await ProofKit.create();
    const named = kit.profile({ timestampAuthorities: [authority.profile()] });
    await writeFile(path('trust.json'), JSON.stringify(named));
    await writeFile(path('log.ndjson'), exportOf(records));
    await writeFile(path('anew.ndjson'), exportOf(chainOf(5, 'acc_2')));
    const [, , third] = records;
    assert.ok(third);
    await writeFile(path('third.json'), JSON.stringify(checkpointAt(third)));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  const run = async (...args: string[]): Promise<{ code: number; codes: string[]; stderr: string }> => {
    const env = { PATH: process.env['PATH'], CHOPMARK_HOME: path('home') };
    const { code, stdout, stderr } = await chopmark(['audit', 'verify', ...args, '--json'], env);
    const codes =
      stdout === '' ? [] : (JSON.parse(stdout) as Verdict).findings.map((finding) => finding.code);
    return { code, codes, stderr };
  };
  /** What GET /v1/audit-checkpoints answers, with a token over something. */
  const list = async (name: string, record: AuditRecord, stamped: Uint8Array): Promise<string> => {
    const timestamp = stamper.token(stamped).toString('base64');
    const items = [{ checkpoint: checkpointAt(record), timestamp }];
    await writeFile(path(name), JSON.stringify({ items, nextCursor: null }));
    return path(name);
  };

  it('says whole and 5 without a checkpoint, 0 with one that agrees', async () => {
    assert.deepEqual(await run(path('log.ndjson')), { code: 5, codes: ['AUDIT_WHOLE'], stderr: '' });
    const { code, codes } = await run(path('log.ndjson'), '--checkpoint', path('third.json'));
    assert.deepEqual([code, codes], [0, ['AUDIT_WHOLE', 'AUDIT_CHECKPOINTS_AGREE']]);
  });

  it('finds a log that was written anew', async () => {
    const { code, codes } = await run(path('anew.ndjson'), '--checkpoint', path('third.json'));

    assert.deepEqual([code, codes], [4, ['AUDIT_CHECKPOINT_DIFFERS']]);
  });

  it('judges timestamps over checkpoints by the trust profile', async () => {
    const [, second] = records;
    assert.ok(second);
    const good = await list('good.json', second, canonicalBytes(checkpointAt(second)));
    const foreign = await list('foreign.json', second, new Uint8Array([1]));
    const trust = ['--trust', path('trust.json')];

    const counts = await run(path('log.ndjson'), '--checkpoint', good, ...trust);
    assert.deepEqual(
      [counts.code, counts.codes],
      [0, ['AUDIT_WHOLE', 'AUDIT_CHECKPOINTS_AGREE', 'AUDIT_TIMESTAMPS_COUNT']],
    );
    const other = await run(path('log.ndjson'), '--checkpoint', foreign, ...trust);
    assert.deepEqual([other.code, other.codes.at(-1)], [4, 'AUDIT_TIMESTAMP_INVALID']);
  });

  it('ends with 1 for what cannot be read, with 2 for a wrong call', async () => {
    assert.equal((await run(path('third.json'))).code, 1);
    const nothing = await chopmark(['audit', 'verify', path('nofile')], process.env);
    assert.deepEqual([nothing.code, nothing.stderr], [1, `chopmark: ${path('nofile')}: no such file\n`]);
    const missing = await run(path('log.ndjson'), '--checkpoint', path('gone.json'));
    assert.equal(missing.code, 1);
    const none = await run(path('log.ndjson'), '--checkpoint', path('log.ndjson'));
    assert.equal(none.code, 1);
    assert.equal((await run()).code, 2);
  });
});
