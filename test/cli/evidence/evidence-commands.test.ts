import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BundleFile, Verdict } from '@chopmark/core/verify';
import { evidenceGroups } from '../../../cli/dist/evidence/evidence-files.js';
import { type StampSettings, stampGroup } from '../../../cli/dist/evidence/stamp-group.js';
import { writeStamp } from '../../../cli/dist/evidence/write-stamp.js';
import { chopmark } from '../../support/platform.js';
import { ProofKit, invoice } from '../../support/proof-kit.js';
import { CURRENT, TsaAuthority, inDays } from '../../support/tsa/authority.js';
import { type Misbehavior, TsaServer } from '../../support/tsa/server.js';
import { bundlesOfBatch, now, writeFiles } from '../verify/support.js';

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

describe('chopmark evidence', () => {
  let folder: string;
  let kit: ProofKit;
  let tsa: TsaServer;
  let second: TsaServer;
  const path = (...names: string[]): string => join(folder, ...names);
  const run = (...args: string[]): Promise<Ended> =>
    chopmark(['evidence', ...args], { PATH: process.env['PATH'], CHOPMARK_HOME: path('home'), LANG: 'C' });
  const stamp = (file: string, ...more: string[]): Promise<Ended> =>
    run('stamp', file, '--tsa', tsa.url, '--trust', path('trust.json'), ...more);
  const check = (file: string, ...more: string[]): Promise<Ended> =>
    run('check', file, '--trust', path('trust.json'), ...more);
  const read = async (file: string): Promise<BundleFile> =>
    JSON.parse(await readFile(file, 'utf8')) as BundleFile;

  /** Without a process of its own. */
  async function stampHere(file: string, more: Partial<StampSettings> = {}): Promise<void> {
    const settings: StampSettings = {
      tsa: new URL(tsa.url),
      hash: 'SHA-256',
      over: 'evidence',
      policy: undefined,
      timeoutMs: 20_000,
      profiles: [kit.profile({ timestampAuthorities: [tsa.profile, second.profile] })],
      authorities: [],
      ...more,
    };
    for (const group of await evidenceGroups([file]))
      await writeStamp(group, (await stampGroup(group, settings)).timestamps);
  }

  async function timeOf(file: string): Promise<string> {
    const args = ['verify', file, '--json', '--trust', path('trust.json')];
    const { stdout } = await chopmark(args, { PATH: process.env['PATH'], CHOPMARK_HOME: path('home') });
    const codes = stdout
      .trim()
      .split('\n')
      .map(
        (line) => (JSON.parse(line) as Verdict).findings.find(({ question }) => question === 'time')?.code,
      );
    assert.equal(new Set(codes).size, 1);
    return codes[0] ?? '';
  }

  let made = 0;
  /** A folder of its own with one bundle, all in one file. */
  async function single(): Promise<string> {
    const file = path(`single-${made++}`, 'invoice.json');
    await writeFiles('/', { [file]: JSON.stringify(kit.batch([invoice()]).bundle(0, { clock: now() })) });
    return file;
  }

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-evidence-'));
    kit = await ProofKit.create();
    tsa = await TsaServer.start(await TsaAuthority.create('Alpha', CURRENT));
    second = await TsaServer.start(await TsaAuthority.create('Beta', CURRENT), { key: 'P-384' });
    const profile = kit.profile({ timestampAuthorities: [tsa.profile, second.profile] });
    await writeFile(path('trust.json'), JSON.stringify(profile));
    await writeFile(path('no-authority.json'), JSON.stringify(kit.profile()));
  });
  after(async () => {
    await Promise.all([tsa.stop(), second.stop(), rm(folder, { recursive: true, force: true })]);
  });
  afterEach(() => {
    tsa.misbehavior = undefined;
  });

  describe('stamp', () => {
    it('puts a first token into a bundle, then a renewal with another hash by another authority', async () => {
      const file = await single();
      assert.equal(await timeOf(file), 'TIME_ATTESTED');

      const first = await stamp(file, '--over', 'root');
      const renewed = await run(
        'stamp', file, '--tsa', second.url, '--trust', path('trust.json'), '--hash', 'SHA-512', '--json',
      ); // prettier-ignore

      assert.deepEqual([first.code, renewed.code], [0, 0], first.stderr + renewed.stderr);
      assert.match(first.stdout, /stamped .* by Alpha over root, SHA-256; token 1/);
      const line = JSON.parse(renewed.stdout) as Record<string, unknown>;
      assert.equal(line['over'], 'evidence');
      assert.equal(line['hash'], 'SHA-512');
      assert.equal(line['authority'], 'Beta');
      assert.equal(line['part'], null);
      const { timestamps } = await read(file);
      assert.ok(timestamps && typeof timestamps !== 'string');
      assert.deepEqual(
        timestamps.map(({ over }) => over),
        ['root', 'evidence'],
      );
      assert.equal(second.questions.at(-1)?.hash, 'sha512');
      assert.equal(await timeOf(file), 'TIME_STAMPED');
    });

    it('asks once for the documents of a batch, and puts the token beside them', async () => {
      const root = path('batch');
      await writeFiles('/', prefixed(`${root}/`, bundlesOfBatch(kit, 5)));
      await writeFile(join(root, 'notes.json'), '{}');
      const asked = tsa.questions.length;

      const ended = await stamp(root);

      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(tsa.questions.length, asked + 1);
      const parts = await readdir(join(root, 'evidence'));
      assert.equal(parts.length, 2, 'statement and timestamps');
      const references = await Promise.all(
        [0, 1, 2, 3, 4].map(
          async (at): Promise<unknown> => (await read(join(root, `${at}.json`))).timestamps,
        ),
      );
      assert.equal(new Set(references).size, 1);
      assert.equal(await timeOf(join(root, '0.json')), 'TIME_STAMPED');
    });

    it('takes the part file for the bundles that name it, and leaves the old part', async () => {
      const root = path('parts');
      await writeFiles(
        '/',
        prefixed(`${root}/`, { ...bundlesOfBatch(kit, 3), ...bundlesOfBatch(kit, 2, 'other/') }),
      );
      await stampHere(root);
      const reference = (await read(join(root, '0.json'))).timestamps;
      assert.ok(typeof reference === 'string');
      const old = join(root, 'evidence', `${reference.slice(7)}.json`);
      const elsewhere = await readFile(join(root, 'other/0.json'), 'utf8');
      const asked = tsa.questions.length;

      const ended = await stamp(old);

      assert.equal(ended.code, 0, ended.stderr);
      assert.equal(tsa.questions.length, asked + 1);
      assert.match(ended.stdout, /3 bundles/);
      assert.equal(
        await readFile(join(root, 'other/0.json'), 'utf8'),
        elsewhere,
        'another evidence is untouched',
      );
      assert.notEqual((await read(join(root, '0.json'))).timestamps, reference);
      assert.equal((JSON.parse(await readFile(old, 'utf8')) as unknown[]).length, 1);
      assert.equal(await timeOf(root), 'TIME_STAMPED');
    });

    it('says what it would do, and does nothing', async () => {
      const file = await single();
      const before = await readFile(file, 'utf8');
      const asked = tsa.questions.length;

      const ended = await stamp(file, '--dry-run');

      assert.equal(ended.code, 0);
      assert.match(ended.stdout, /^would stamp .*invoice\.json over evidence$/m);
      assert.equal(tsa.questions.length, asked);
      assert.equal(await readFile(file, 'utf8'), before);
    });

    it('believes roots that are given for the call', async () => {
      const file = await single();
      await writeFile(path('root.pem'), tsa.authority.pem);
      const args = ['stamp', file, '--tsa', tsa.url, '--trust', path('no-authority.json')];

      const refused = await run(...args);
      const ended = await run(...args, '--tsa-roots', path('root.pem'));

      assert.match(refused.stderr, /^chopmark: TIMESTAMP_AUTHORITY_UNKNOWN: /);
      assert.equal(ended.code, 0, ended.stderr);
    });

    it('asks for a policy', async () => {
      const file = await single();

      const ended = await stamp(file, '--policy', '1.2.3.4', '--json');

      assert.equal((JSON.parse(ended.stdout) as { policy: string }).policy, '1.2.3.4');
    });

    const lies: [Misbehavior, string][] = [
      ['wrongImprint', 'TIMESTAMP_IMPRINT_MISMATCH'],
      ['wrongNonce', 'TIMESTAMP_NONCE_MISMATCH'],
      ['noNonce', 'TIMESTAMP_NONCE_MISMATCH'],
      ['otherPolicy', 'TIMESTAMP_POLICY_MISMATCH'],
      ['expired', 'TIMESTAMP_CERTIFICATE_OUTDATED'],
      ['wrongPurpose', 'TIMESTAMP_PURPOSE_WRONG'],
      ['otherRoot', 'TIMESTAMP_AUTHORITY_UNKNOWN'],
      ['brokenSignature', 'TIMESTAMP_SIGNATURE_INVALID'],
      ['noCertificates', 'TIMESTAMP_SIGNER_UNBOUND'],
      ['rejection', 'TIMESTAMP_REJECTED'],
      ['garbage', 'TIMESTAMP_MALFORMED'],
      ['wrongTime', 'TSA_TIME_DIFFERS'],
      ['serverError', 'TSA_STATUS'],
    ];
    it('writes nothing when the authority misbehaves', async () => {
      const file = await single();
      const before = await readFile(file, 'utf8');
      for (const [misbehavior, code] of lies) {
        tsa.misbehavior = misbehavior;

        await assert.rejects(stampHere(file, { policy: '1.2.3.4' }), { code }, misbehavior);

        assert.equal(await readFile(file, 'utf8'), before);
      }
      const ended = await stamp(file);
      assert.equal(ended.code, 1);
      assert.equal(ended.stderr, 'chopmark: TSA_STATUS: HTTP 503\n');
      assert.deepEqual(await readdir(join(file, '..')), ['invoice.json']);
    });

    it('does not stamp what does not hold, is not whole, or cannot be written in place', async () => {
      const file = await single();
      const good = await read(file);
      const { header } = good.document;
      const forged = { ...header, required: { ...header.required, totalGross: '9.00' } };
      const place = path('odd');
      await mkdir(join(place, 'empty'), { recursive: true });
      await writeFiles('/', {
        [`${place}/forged.json`]: JSON.stringify({ ...good, document: { ...good.document, header: forged } }),
        [`${place}/part.json`]: JSON.stringify({ ...good, statement: `sha256:${'ab'.repeat(32)}` }),
        [`${place}/bare.json`]: JSON.stringify({ ...good, statement: undefined }),
        [`${place}/other.json`]: '{}',
        [`${place}/all.zip`]: 'PK',
        [`${place}/full.json`]: JSON.stringify({ ...good, timestamps: await tokens(32, file) }),
        [`${place}/${'cd'.repeat(32)}.json`]: '[]',
      });
      await symlink(file, join(place, 'link.json'));
      const asked = tsa.questions.length;

      for (const [name, code, over] of [
        ['forged.json', 'EVIDENCE_INVALID'],
        ['part.json', 'EVIDENCE_INCOMPLETE'],
        ['bare.json', 'NOTHING_TO_STAMP'],
        ['../single-0/invoice.json', 'NOTHING_TO_STAMP', 'header'],
        ['full.json', 'EVIDENCE_FULL'],
        ['other.json', 'EVIDENCE_NOT_FOUND'],
        ['nowhere.json', 'EVIDENCE_NOT_FOUND'],
        ['empty', 'EVIDENCE_NOT_FOUND'],
        [`${'cd'.repeat(32)}.json`, 'EVIDENCE_NOT_FOUND'],
        ['link.json', 'EVIDENCE_NOT_FOUND'],
        ['all.zip', 'EVIDENCE_NOT_IN_PLACE'],
      ] as const) {
        await assert.rejects(stampHere(join(place, name), over ? { over } : {}), { code }, name);
      }
      assert.equal(tsa.questions.length, asked);
    });

    it('ends with 2 when called wrongly, with 1 for an address or profile that is no good', async () => {
      const file = await single();

      assert.equal((await run('stamp', file)).code, 2);
      assert.equal((await stamp(file, '--hash', 'SHA-1')).code, 2);
      assert.equal((await stamp(file, '--timeout', '0')).code, 2);
      const http = await run('stamp', file, '--tsa', 'http://tsa.example/', '--trust', path('trust.json'));
      assert.match(http.stderr, /^chopmark: TSA_ADDRESS_REFUSED: /);
      const profile = await run('stamp', file, '--tsa', tsa.url, '--trust', path('nowhere.json'));
      assert.match(profile.stderr, /^chopmark: PROFILE_UNREADABLE: /);
    });
  });

  describe('check', () => {
    it('tells what ends first before there is a token, and what holds after', async () => {
      const file = await single();

      const bare = await check(file);
      await stampHere(file, { over: 'root' });
      await stampHere(file);
      const held = await check(file, '--json');

      assert.equal(bare.code, 0, bare.stderr);
      assert.match(bare.stdout, /statement {6}4 certificates, the first \(.* of TaxMSP\) until 2036-01-01/);
      assert.match(
        bare.stdout,
        /renew by {7}2035-10-02 \(2035-12-31: ECDSA P-256 SHA-256 is planned with no longer\)/,
      );
      assert.match(bare.stdout, /configuration {2}not in the bundle/);
      const line = JSON.parse(held.stdout) as Record<string, unknown[]> & { time: { code: string } };
      assert.equal(line.time.code, 'TIME_STAMPED');
      assert.deepEqual(
        (line['timestamps'] as { over: string }[]).map(({ over }) => over),
        ['root', 'evidence'],
      );
      assert.equal((line['certificates'] ?? []).length, 4, 'who asked, and three peers');
    });

    it('ends with 3 when a renewal is due, and says when it is overdue', async () => {
      const short = await TsaServer.start(tsa.authority, {
        stamper: await tsa.authority.stamper({ ...CURRENT, notAfter: inDays(30) }),
      });
      const file = await single();
      await stampHere(file, { tsa: new URL(short.url) });
      await short.stop();

      const due = await check(file);
      const enough = await check(file, '--margin-days', '10');
      const later = await check(file, '--at', inDays(60).toISOString());

      assert.equal(due.code, 3);
      assert.match(due.stdout, /renew by {7}DUE, .*: certificate of Stamper of Alpha ends/);
      assert.equal(enough.code, 0);
      assert.equal(later.code, 3);
      assert.match(later.stdout, /renew by {7}OVERDUE, /);
      assert.match(later.stdout, /\(ended\)/);
    });

    it('ends with 4 for what is wrong, with 5 for what cannot be told', async () => {
      const file = await single();
      await stampHere(file);
      const { timestamps = [], ...rest } = await read(file);
      const bundle = { ...rest, statement: kit.batch([invoice()]).bundle(0, { clock: now() }).statement };
      await writeFiles('/', {
        [path('check', 'wrong.json')]: JSON.stringify({ ...bundle, timestamps }),
        [path('check', 'part.json')]: JSON.stringify({ ...rest, timestamps: `sha256:${'ab'.repeat(32)}` }),
        [path('check', 'bare.json')]: JSON.stringify({ ...rest, statement: undefined }),
      });

      const wrong = await check(path('check', 'wrong.json'));
      const part = await check(path('check', 'part.json'));
      const bare = await check(path('check', 'bare.json'));
      const unknown = await run('check', file, '--trust', path('no-authority.json'));
      const all = await check(path('check'));

      assert.equal(wrong.code, 4, wrong.stdout);
      assert.equal(part.code, 5);
      assert.match(part.stdout, /missing {8}timestamps/);
      assert.equal(bare.code, 5);
      assert.match(bare.stdout, /nothing here can be stamped/);
      assert.equal(unknown.code, 5);
      assert.match(unknown.stdout, /TIMESTAMP_AUTHORITY_UNKNOWN/);
      assert.equal(all.code, 4, 'the worst of them');
    });

    it('ends with 1 for what cannot be read, with 2 for a wrong call', async () => {
      assert.equal((await check(path('nowhere.json'))).code, 1);
      assert.equal((await check(await single(), '--at', 'tomorrow')).code, 2);
      assert.equal((await check(await single(), '--margin-days', '-1')).code, 2);
    });
  });

  async function tokens(count: number, file: string): Promise<unknown[]> {
    const copy = path(`tokens-${made++}`, 'invoice.json');
    await writeFiles('/', { [copy]: await readFile(file) });
    await stampHere(copy, { over: 'root' });
    const { timestamps = [] } = await read(copy);
    return Array.from({ length: count }, () => timestamps[0]);
  }
});

function prefixed<T>(prefix: string, files: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(files).map(([name, content]) => [prefix + name, content]));
}
