import assert from 'node:assert/strict';
import { canonicalBytes, parseAuditCheckpoint, type JsonValue } from '@chopmark/core';
import { verifyAuditExport, type AuditVerdict } from '@chopmark/core/verify';
import { AuditCheckpoints } from '../../../gateway/dist/audit/audit-checkpoints.js';
import { AuditLog, GATEWAY } from '../../../gateway/dist/audit/audit-log.js';
import { UnavailableError } from '../../../gateway/dist/errors.js';
import { sha256 } from '../../../gateway/dist/proofs/node-crypto.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { PASSWORD, type TestGateway } from '../../support/gateway-app.js';

interface Item {
  readonly sequence: number;
  readonly action: string;
  readonly actor: string;
  readonly subject: string | null;
}

const NEVER = new AbortController().signal;

describe('the audit log over HTTP', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;

  before(async () => {
    world = await AccessWorld.create();
    gateway = await world.gateway();
    for (const person of ['issuer', 'receiver'] as const) {
      const place = `/v1/accounts/${gateway.accountId(person)}/suspension`;
      await gateway.send('post', place, 'administrator').expect(200);
      await gateway.send('delete', place, 'administrator').expect(200);
    }
    await gateway.send('post', '/v1/sessions').send({ account: 'auditor', password: PASSWORD }).expect(201);
  });
  after(() => world.end());

  const list = async (query = ''): Promise<{ items: readonly Item[]; nextCursor: string | null }> => {
    const { body } = await gateway.send('get', `/v1/audit-records${query}`, 'auditor').expect(200);
    return body as unknown as { items: readonly Item[]; nextCursor: string | null };
  };
  const exported = async (query = ''): Promise<string[]> => {
    const { text } = await gateway.send('get', `/v1/audit-log${query}`, 'auditor').expect(200);
    assert.ok(text.endsWith('\n'));
    return text.slice(0, -1).split('\n');
  };
  const judge = (lines: readonly string[], checkpoints: readonly JsonValue[] = []): Promise<AuditVerdict> => {
    const each = async function* (): AsyncGenerator<string> {
      yield* lines;
      await Promise.resolve();
    };
    return verifyAuditExport(each(), sha256, checkpoints.map(parseAuditCheckpoint));
  };

  it('is listed newest first, page by page, each record once', async () => {
    const whole = await list('?limit=100');
    const paged: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
      paged.push(...page.items.map(({ sequence }) => sequence));
      cursor = page.nextCursor;
    }

    assert.equal(whole.items[0]?.action, 'session.started');
    assert.deepEqual(
      paged,
      whole.items.map(({ sequence }) => sequence),
    );
    assert.deepEqual(paged, [5, 4, 3, 2, 1]);
    assert.deepEqual((await list('?cursor=x')).items, []);
  });

  it('is filtered by who, what, whom and when', async () => {
    const of = async (query: string): Promise<number[]> =>
      (await list(`?limit=100&${query}`)).items.map(({ sequence }) => sequence);

    assert.deepEqual(await of(`actor=${gateway.accountId('administrator')}`), [4, 3, 2, 1]);
    assert.deepEqual(await of('action=account.resumed'), [4, 2]);
    assert.deepEqual(await of(`subject=${gateway.accountId('issuer')}&action=account.suspended`), [1]);
    assert.deepEqual(await of('from=2026-11-22T03:04:05Z'), [5, 4, 3, 2, 1]);
    assert.deepEqual(await of('to=2026-11-22T03:04:05Z'), []);
  });

  for (const query of ['limit=0', 'action=everything', 'actor=a%20b', 'from=yesterday', 'nobody=1']) {
    it(`refuses ${query}`, async () => {
      const { status, body } = await gateway.send('get', `/v1/audit-records?${query}`, 'auditor');
      assert.deepEqual([status, body.code], [400, 'MALFORMED_QUERY']);
    });
  }

  it('is exported whole, the export included, and from any record on', async () => {
    const verdict = await judge(await exported());

    assert.equal(verdict.verdict, 'whole');
    assert.deepEqual([verdict.organization, verdict.first], ['tax', 1]);
    const [newest] = (await list()).items;
    assert.deepEqual([newest?.action, newest?.actor], ['audit.exported', gateway.accountId('auditor')]);
    assert.equal(verdict.last?.sequence, newest?.sequence);
    assert.equal((await judge(await exported('?first=3'))).first, 3);
    assert.equal((await judge(await exported('?first=1000000'))).verdict, 'whole');
  });

  it('shows what somebody changed who holds the database', async () => {
    const lines = await exported();
    const changed = lines.map((line) => line.replace('account.suspended', 'account.resumed'));
    assert.deepEqual(
      (await judge(changed)).findings.map(({ code }) => code),
      ['AUDIT_RECORD_CHANGED'],
    );
    const short = lines.filter((_line, index) => index !== 2);
    assert.deepEqual(
      (await judge(short)).findings.map(({ code }) => code),
      ['AUDIT_RECORD_MISSING'],
    );
  });

  describe('checkpoints', () => {
    const stamped: Uint8Array[] = [];
    let isAway = false;
    const checkpoints = (): AuditCheckpoints =>
      new AuditCheckpoints({
        db: world.db,
        log: new AuditLog(world.db, 'tax', () => gateway.now),
        organization: 'tax',
        now: () => gateway.now,
        client: {
          stamp: (message) => {
            if (isAway) return Promise.reject(new UnavailableError('timestamps', 'away'));
            stamped.push(message);
            return Promise.resolve(Buffer.from('token'));
          },
        },
      });
    const listed = async (): Promise<readonly { checkpoint: JsonValue; timestamp: string | null }[]> => {
      const { body } = await gateway.send('get', '/v1/audit-checkpoints', 'auditor').expect(200);
      return body.items as never;
    };

    it('say where the log stood; the log passes through them', async () => {
      await checkpoints().mark();
      await checkpoints().mark();
      await checkpoints().work(NEVER);
      const [only, ...others] = await listed();

      assert.ok(only);
      assert.deepEqual(others, []);
      assert.equal(Buffer.from(only.timestamp ?? '', 'base64').toString(), 'token');
      assert.deepEqual(stamped, [canonicalBytes(only.checkpoint)]);
      const verdict = await judge(await exported(), [only.checkpoint]);
      assert.deepEqual(
        verdict.findings.map(({ code }) => code),
        ['AUDIT_WHOLE', 'AUDIT_CHECKPOINTS_AGREE'],
      );
    });

    it('stay without a token while the authority is away, and get one later', async () => {
      await gateway.context.audit.append({ by: GATEWAY, action: 'session.ended' });
      await checkpoints().mark();
      isAway = true;
      await assert.rejects(checkpoints().work(NEVER), UnavailableError);
      assert.equal((await listed())[0]?.timestamp, null);

      isAway = false;
      await checkpoints().work(NEVER);

      const now = await listed();
      assert.equal(now.length, 2);
      assert.ok(now.every(({ timestamp }) => timestamp !== null));
    });

    it('are made when a record is an hour old, by the clock of the record', async () => {
      const before = (await listed()).length;
      await gateway.context.audit.append({ by: GATEWAY, action: 'session.ended' });
      const start = gateway.now;
      gateway.now = new Date(start.getTime() + 3_599_999);
      await checkpoints().work(NEVER);
      assert.equal((await listed()).length, before);

      gateway.now = new Date(start.getTime() + 3_600_000);
      await checkpoints().work(NEVER);
      await checkpoints().work(NEVER);
      const now = await listed();
      gateway.now = start;

      assert.equal(now.length, before + 1);
      const { madeAt } = now[0]?.checkpoint as { madeAt: string };
      assert.equal(madeAt, new Date(start.getTime() + 3_600_000).toISOString());
    });

    it('tell a log that was written anew', async () => {
      const [newest] = await listed();
      const kept = { ...(newest?.checkpoint as Record<string, JsonValue>), hash: '0'.repeat(64) };

      const { verdict, findings } = await judge(await exported(), [kept]);

      assert.deepEqual([verdict, findings[0]?.code], ['broken', 'AUDIT_CHECKPOINT_DIFFERS']);
    });
  });
});
