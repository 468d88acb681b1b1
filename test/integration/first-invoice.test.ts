import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createTimestamps } from '@chopmark/core/timestamps';
import { type Bundle, parseTrustProfile, verifyBundle } from '@chopmark/core/verify';
import { nodeCrypto } from '../support/node-crypto.js';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { type AnswerBody, TestPlatform, chopmark, until } from '../support/platform.js';
import { CURRENT, TsaAuthority } from '../support/tsa/authority.js';
import { TsaServer } from '../support/tsa/server.js';

const SLOTS = { embedded: 1, native: 21 } as const;

/** The main job, over HTTP and the command line only: issue, anchor, verify, refuse a forgery, come back after a stop. */
for (const kind of NETWORKS) {
  describe(`the first invoice on the ${kind} network`, function () {
    this.timeout(600_000);
    let platform: TestPlatform;
    let issuer: string;
    let tsa: TsaServer;

    before(async function () {
      requireNetwork(this, kind);
      tsa = await TsaServer.start(await TsaAuthority.create('Timestamps for tests', CURRENT));
      platform = await TestPlatform.create(SLOTS[kind], kind);
      const roots = join(platform.home, 'timestamp-roots.pem');
      writeFileSync(roots, tsa.profile.roots.join(''));
      Object.assign(platform.env, { CHOPMARK_TSA_URL: tsa.url, CHOPMARK_TSA_ROOTS: roots });
      await platform.start();
      issuer = await platform.signIn('issuer');
    });

    after(async () => {
      await (platform as TestPlatform | undefined)?.destroy();
      await (tsa as TsaServer | undefined)?.stop();
    });

    it('prints the link, writes running.json and keeps the accounts private', () => {
      const running = platform.running();

      assert.equal(running.network, kind);
      assert.ok(platform.said.includes(running.verifyUrl));
      assert.ok(Object.keys(running.pids).length >= 5);
      const roles = platform.accounts().flatMap((account) => account.roles);
      for (const role of [
        'taxOfficer',
        'issuer',
        'receiver',
        'auditor',
        'certificateOfficer',
        'holder',
        'courtClerk',
      ])
        assert.ok(roles.includes(role), role);
    });

    it('answers ready and version on all three gateways, and signs in its own accounts only', async () => {
      for (const gateway of ['tax', 'affairs', 'court'] as const) {
        assert.equal((await platform.call('GET', '/readyz', { gateway })).status, 200, gateway);
        assert.equal((await platform.call('GET', '/livez', { gateway })).status, 200, gateway);
        assert.equal((await platform.call('GET', '/version', { gateway })).status, 200, gateway);
      }
      const clerk = platform.accounts().find(({ roles }) => roles.includes('courtClerk'));
      const foreign = await platform.call('POST', '/v1/sessions', {
        body: { account: clerk?.account, password: clerk?.password },
      });
      assert.equal(foreign.status, 401);
    });

    it('judges the sample valid, and the forged copy invalid by the signed record alone', async () => {
      const valid = await chopmark(['verify', platform.sample('bundle.json'), '--json'], platform.env);
      const forged = await chopmark(
        ['verify', platform.sample('bundle-forged.json'), '--json'],
        platform.env,
      );

      assert.equal(valid.code, 0, valid.stdout + valid.stderr);
      assert.equal((JSON.parse(valid.stdout) as AnswerBody).verdict, 'valid');
      assert.equal(forged.code, 4, forged.stdout + forged.stderr);
      const verdict = JSON.parse(forged.stdout) as {
        verdict: string;
        findings: { question: string; outcome: string; code: string }[];
      };
      assert.equal(verdict.verdict, 'invalid');
      assert.deepEqual(
        verdict.findings.filter(({ outcome }) => outcome === 'fail').map(({ question }) => question),
        ['content', 'batch'],
      );
      assert.ok(
        verdict.findings.some(({ code }) => code === 'CONTENT_NOT_ATTESTED'),
        'its own hashes agree: the statement contradicts them',
      );
    });

    it('says that it cannot tell without a trust profile', async () => {
      const empty = join(platform.home, 'nowhere');

      const judged = await chopmark(['verify', platform.sample('bundle.json')], {
        ...platform.env,
        CHOPMARK_HOME: empty,
      });

      assert.equal(judged.code, 5);
    });

    it('issues new-invoice.json, proves it offline and online, and checks three fields', async () => {
      const issued = await platform.call('POST', '/v1/invoices', {
        token: issuer,
        body: platform.readSample('new-invoice.json'),
        headers: { 'idempotency-key': 'first-1', prefer: 'wait=30' },
      });
      assert.equal(issued.status, 201, JSON.stringify(issued.body));
      const { number, issuedOn, totalGross } = issued.body;
      assert.match(String(number), /^\d{20}$/);
      assert.equal(issued.headers.get('location'), `/v1/invoices/${number}`);

      const bundle = await platform.call('GET', `/v1/invoices/${number}/bundle`, { token: issuer });
      assert.equal(bundle.status, 200);
      assert.ok(
        Buffer.byteLength(JSON.stringify(bundle.body)) <= 15_000,
        'a compact bundle has at most 15 kB',
      );
      const file = join(platform.home, 'new.json');
      writeFileSync(file, JSON.stringify(bundle.body));
      const judged = await chopmark(
        ['verify', file, '--trust', platform.sample('trust.json'), '--offline'],
        platform.env,
      );
      assert.equal(judged.code, 0, judged.stdout + judged.stderr);

      const online = await platform.call('POST', '/v1/verifications', { body: bundle.body });
      assert.equal(online.body.verdict, 'valid', JSON.stringify(online.body));
      const check = async (fields: Record<string, string>): Promise<unknown> =>
        (await platform.call('POST', '/v1/verifications', { body: fields })).body;
      assert.deepEqual(
        await check({ number: String(number), date: String(issuedOn), total: String(totalGross) }),
        { result: 'consistent' },
      );
      assert.deepEqual(await check({ number: String(number), date: String(issuedOn), total: '0.01' }), {
        result: 'inconsistent',
      });
      assert.deepEqual(
        await check({ number: String(number), date: '2020-01-01', total: String(totalGross) }),
        {
          result: 'inconsistent',
        },
      );
      assert.deepEqual(
        await check({ number: '26002999999999999999', date: String(issuedOn), total: String(totalGross) }),
        { result: 'notFound' },
      );
    });

    it('hands out a full bundle that answers every question by itself, time by the authority that it asked', async () => {
      const issued = await platform.call('POST', '/v1/invoices', {
        token: issuer,
        body: platform.readSample('new-invoice.json'),
        headers: { 'idempotency-key': 'full-1', prefer: 'wait=30' },
      });
      const path = `/v1/invoices/${issued.body.number}/bundle?parts=full`;
      let bundle: Bundle | undefined;
      await until(120_000, async () => {
        const { status, body } = await platform.call('GET', path, { token: issuer });
        assert.equal(status, 200, JSON.stringify(body));
        bundle = body as unknown as Bundle;
        return bundle.timestamps?.length === 2;
      });
      const file = join(platform.home, 'full.json');
      writeFileSync(file, JSON.stringify(bundle));
      const profile = parseTrustProfile(readFileSync(platform.sample('trust.json')));
      const trust = { ...profile, timestampAuthorities: [tsa.profile], signatures: [] };
      const trustFile = join(platform.home, 'trust-with-authority.json');
      writeFileSync(trustFile, JSON.stringify(trust));

      const verdict = await verifyBundle(readFileSync(file), [trust], {
        crypto: nodeCrypto,
        now: new Date(),
        timestamps: () => Promise.resolve(createTimestamps(crypto)),
      });
      const judged = await chopmark(
        ['verify', file, '--trust', trustFile, '--offline', '--json'],
        platform.env,
      );

      const codes = {
        content: 'CONTENT_MATCHES',
        batch: 'BATCH_CONTAINS',
        transaction: 'TRANSACTION_ENDORSED',
        ordering: 'BLOCK_ORDERED',
        validity: 'STATEMENT_SIGNED',
        issuer: 'ISSUER_ENTITLED',
        status: 'STATUS_IN_FORCE',
        time: 'TIME_STAMPED',
      };
      const answers = (findings: readonly { question: string; code: string }[]) =>
        Object.fromEntries(findings.map(({ question, code }) => [question, code]));
      assert.deepEqual(answers(verdict.findings), codes);
      assert.equal(verdict.verdict, 'valid');
      assert.equal(verdict.number, issued.body.number);
      assert.equal(judged.code, 0, judged.stdout + judged.stderr);
      const { findings } = JSON.parse(judged.stdout) as {
        findings: { question: string; code: string }[];
      };
      assert.deepEqual(answers(findings), codes);
    });

    it('gives the same invoice to the same key and body, and refuses the key for another', async () => {
      const body = platform.readSample('new-invoice.json');
      const send = (value: unknown) =>
        platform.call('POST', '/v1/invoices', {
          token: issuer,
          body: value,
          headers: { 'idempotency-key': 'same-1', prefer: 'wait=30' },
        });

      const first = await send(body);
      const again = await send(body);
      const other = await send({ ...body, remark: 'another' });

      assert.equal(first.status, 201);
      assert.equal(again.status, 201);
      assert.equal(again.body.number, first.body.number);
      assert.equal(again.headers.get('idempotency-replayed'), 'true');
      assert.equal(other.status, 422);
    });

    it('gives concurrent requests numbers without a gap or a double', async () => {
      const body = platform.readSample('new-invoice.json');

      const answers = await Promise.all(
        Array.from({ length: 40 }, (_, at) =>
          platform.call('POST', '/v1/invoices', {
            token: issuer,
            body,
            headers: { 'idempotency-key': `many-${at}`, prefer: 'wait=30' },
          }),
        ),
      );

      const sequences = answers
        .map(({ body: invoice }) => BigInt(String(invoice.number)))
        .sort((a, b) => (a < b ? -1 : 1));
      assert.equal(new Set(sequences).size, 40);
      assert.equal((sequences[39] ?? 0n) - (sequences[0] ?? 0n), 39n);
    });

    it('takes a batch of NDJSON: a good line is anchored, a bad one reported with its field', async () => {
      const body = platform.readSample('new-invoice.json');
      const lines = [body, { ...body, totalGross: '1.00' }, body, 'not json']
        .map((line) => (typeof line === 'string' ? line : JSON.stringify(line)))
        .join('\n');

      const opened = await platform.call('POST', '/v1/invoice-batches', {
        token: issuer,
        raw: lines,
        headers: { 'content-type': 'application/x-ndjson' },
      });
      assert.equal(opened.status, 202, JSON.stringify(opened.body));
      const location = String(opened.headers.get('location'));
      let operation = opened;
      await until(120_000, async () => {
        operation = await platform.call('GET', location, { token: issuer });
        return operation.body.state !== 'running';
      });

      assert.equal(operation.body.state, 'partlyFailed');
      assert.equal(operation.body.anchored, 2);
      assert.equal(operation.body.refused, 2);
    });

    for (const gateway of ['tax', 'affairs', 'court'] as const) {
      it(`has the audit log of ${gateway} on the ledger, where anybody can hold it against the log`, async () => {
        const token = await platform.signIn('auditor', gateway);
        const headers = { prefer: 'wait=30' };
        const made = await platform.call('POST', '/v1/audit-checkpoints', { token, gateway, headers });
        assert.equal(made.status, 201, JSON.stringify(made.body));
        const again = await platform.call('POST', '/v1/audit-checkpoints', { token, gateway, headers });
        const { number } = made.body['deposit'] as { number: string };
        assert.deepEqual(again.body, made.body, 'nothing has happened since');
        assert.match(number, new RegExp(`^AUDIT${gateway.toUpperCase()}2-[0-9]{9}$`));

        const path = `/v1/audit-checkpoints/${number}/bundle`;
        const full = await platform.call('GET', `${path}?parts=full`, { token, gateway });
        const compact = await platform.call('GET', path, { token, gateway });
        assert.deepEqual([full.status, compact.status], [200, 200], JSON.stringify(full.body));
        const file = join(platform.home, `${number}.json`);
        writeFileSync(file, JSON.stringify(full.body));
        const trust = ['--trust', platform.sample('trust.json')];
        const judged = await chopmark(['verify', file, ...trust, '--json'], platform.env);
        assert.equal(judged.code, 0, judged.stdout + judged.stderr);
        assert.equal((JSON.parse(judged.stdout) as AnswerBody).number, number);
        const foreign = await platform.call('POST', '/v1/verifications', { body: compact.body });
        assert.equal(foreign.body.verdict, 'valid', 'the tax bureau judges it as well');

        const log = join(platform.home, `${gateway}.ndjson`);
        writeFileSync(log, (await platform.call('GET', '/v1/audit-log', { token, gateway })).text);
        const audit = await chopmark(
          ['audit', 'verify', log, '--checkpoint', file, ...trust, '--json'],
          platform.env,
        );
        assert.equal(audit.code, 0, audit.stdout + audit.stderr);
        const { proven } = JSON.parse(audit.stdout) as { proven?: { first: number; number: string } };
        assert.deepEqual([proven?.first, proven?.number], [1, number]);

        const looked = await chopmark(['fsck', '--gateway', gateway, '--json'], platform.env);
        assert.equal(looked.code, 0, looked.stdout + looked.stderr);
      });
    }

    it('refuses to start a second time in the same home, and names the first', async () => {
      const second = await chopmark(['start'], platform.env);

      assert.equal(second.code, 1);
      assert.match(second.stderr, /ALREADY_RUNNING/);
    });

    it('is seen by the network commands, which leave it alone', async () => {
      const seen = await chopmark(['network', 'status', '--json'], platform.env);
      const down = await chopmark(['network', 'down'], platform.env);
      const reset = await chopmark(['network', 'reset', '--kind', kind, '--yes'], platform.env);

      assert.equal(seen.code, 0, seen.stdout + seen.stderr);
      const { state, kind: which } = JSON.parse(seen.stdout) as Record<string, string>;
      assert.deepEqual([state, which], ['up', kind]);
      assert.deepEqual([down.code, reset.code], [1, 1]);
      assert.equal((await platform.call('GET', '/readyz')).status, 200);
    });

    it('finds nothing wrong between database and ledger, and changes neither while it runs', async () => {
      const looked = await chopmark(['fsck', '--json'], platform.env);
      const changed = await chopmark(['fsck', '--repair'], platform.env);

      assert.equal(looked.code, 0, looked.stderr);
      const report = JSON.parse(looked.stdout) as { documents: number; findings: unknown[] };
      assert.ok(report.documents > 20);
      assert.deepEqual(report.findings, []);
      assert.equal(changed.code, 1);
      assert.match(changed.stderr, /ALREADY_RUNNING/);
    });

    it('tells of keys and accounts of its gateways without being told where they are', async () => {
      const keys = await chopmark(['keys', 'status', '--json'], platform.env);
      assert.equal(keys.code, 0, keys.stderr);
      const { wrappingKeys } = JSON.parse(keys.stdout) as { wrappingKeys: { documents: number }[] };
      assert.ok(wrappingKeys.some(({ documents }) => documents > 0));

      for (const [gateway, args] of [
        ['tax', []],
        ['court', ['--gateway', 'court']],
      ] as const) {
        const listed = await chopmark(['account', 'list', '--json', ...args], platform.env);
        assert.equal(listed.code, 0, listed.stderr);
        const { accounts } = JSON.parse(listed.stdout) as { accounts: { account: string }[] };
        assert.deepEqual(
          accounts.map(({ account }) => account).sort(),
          platform
            .accounts()
            .filter((one) => one.gateway === gateway)
            .map(({ account }) => account)
            .sort(),
        );
      }
    });

    it('has everything after a stop and a start', async () => {
      const before = await platform.call('GET', '/v1/invoices?limit=100', { token: issuer });
      const sample = readFileSync(platform.sample('bundle.json'), 'utf8');
      assert.equal(await platform.stop(), 0);
      assert.equal(platform.isRunning(), false);

      await platform.start();

      const token = await platform.signIn('issuer');
      const after = await platform.call('GET', '/v1/invoices?limit=100', { token });
      assert.deepEqual(
        after.body.items?.map(({ number }) => number),
        before.body.items?.map(({ number }) => number),
      );
      const renewed = platform.readSample('bundle.json') as { document: { header: unknown } };
      assert.deepEqual(
        renewed.document.header,
        (JSON.parse(sample) as { document: { header: unknown } }).document.header,
      );
      const next = await platform.call('POST', '/v1/invoices', {
        token,
        body: platform.readSample('new-invoice.json'),
        headers: { 'idempotency-key': 'after-restart', prefer: 'wait=30' },
      });
      assert.equal(next.status, 201, JSON.stringify(next.body));
    });
  });
}
