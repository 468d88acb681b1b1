import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MAX_BUNDLE_BYTES, type Verdict } from '@chopmark/core/verify';
import { worstOf } from '../../../cli/dist/verify/exit-code.js';
import { languageOf, paintFor, plain } from '../../../cli/dist/verify/terminal.js';
import { chopmark } from '../../support/platform.js';
import { ProofKit, invoice } from '../../support/proof-kit.js';

const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');

describe('chopmark verify', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let kit: ProofKit;
  const file = (name: string): string => join(folder, name);
  const verify = (args: readonly string[], more: NodeJS.ProcessEnv = {}, input?: string) =>
    chopmark(['verify', ...args], { ...env, ...more }, input);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-verify-'));
    env = { PATH: process.env['PATH'], CHOPMARK_HOME: file('home'), LANG: 'en_US.UTF-8' };
    kit = await ProofKit.create();
    const batch = kit.batch([invoice(), invoice({ seller: { name: 'evil\u001b[31m\u202e', taxId: 'x' } })]);
    const honest = batch.bundle(0, { clock: now() });
    const { header } = honest.document;
    const files: Record<string, unknown> = {
      'bundle.json': honest,
      'hidden.json': batch.bundle(0, { clock: now(), hidden: ['/buyer/name'] }),
      'evil.json': batch.bundle(1, { clock: now() }),
      'forged.json': {
        ...honest,
        document: {
          ...honest.document,
          header: { ...header, required: { ...header.required, totalGross: '9.00' } },
        },
      },
      'old.json': batch.bundle(0, { clock: '2020-01-01T00:00:00Z' }),
      'two.json': batch.bundle(0, { clock: now(), signers: kit.signers(2) }),
      'trust.json': kit.profile(),
      'other-trust.json': kit.profile({ network: 'cd'.repeat(32) as never }),
      'broken.json': { format: 'chopmark/bundle/1' },
    };
    for (const [name, value] of Object.entries(files)) await writeFile(file(name), JSON.stringify(value));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const cases: [string, string, number][] = [
    ['0 for valid and in force', 'bundle.json', 0],
    ['0 with hidden fields', 'hidden.json', 0],
    ['4 for a changed total', 'forged.json', 4],
    ['5 when in force is unknown', 'old.json', 5],
    ['5 for too few signers', 'two.json', 5],
    ['1 for a file that is no bundle', 'broken.json', 1],
    ['1 for a file that is not there', 'nowhere.json', 1],
  ];
  for (const [what, name, code] of cases) {
    it(`ends with ${what}`, async () => {
      const ended = await verify([file(name), '--trust', file('trust.json'), '--json', '--offline']);

      assert.equal(ended.code, code, ended.stdout + ended.stderr);
      const verdict = JSON.parse(ended.stdout) as Verdict;
      assert.equal(verdict.findings.length, 8);
      for (const finding of verdict.findings) {
        assert.deepEqual(Object.keys(finding), ['question', 'outcome', 'code', 'detail']);
      }
      assert.equal(ended.stderr === '', code !== 1, 'only what cannot be read is said on stderr');
    });
  }

  it('ends with 3 for valid, not in force, by its table', async () => {
    const { exitCodeOf } = await import('../../../cli/dist/verify/exit-code.js');

    assert.equal(exitCodeOf({ verdict: 'valid', inForce: 'no' }), 3);
  });

  it('judges by the profile under CHOPMARK_HOME, and cannot tell without one', async () => {
    assert.equal((await verify([file('bundle.json')])).code, 5);

    await mkdir(file('home/samples'), { recursive: true });
    await writeFile(file('home/samples/trust.json'), JSON.stringify(kit.profile()));

    assert.equal((await verify([file('bundle.json')])).code, 0);
    assert.equal(
      (await verify([file('bundle.json'), '--trust', file('other-trust.json')])).code,
      4,
      'a named profile replaces it',
    );
  });

  it('ends with 1 when a profile cannot be read', async () => {
    for (const trust of ['broken.json', 'nowhere.json']) {
      const ended = await verify([file('bundle.json'), '--trust', file(trust), '--json']);

      assert.equal(ended.code, 1);
      assert.match(ended.stderr, /PROFILE_UNREADABLE/);
      assert.equal((JSON.parse(ended.stdout) as Verdict).verdict, 'error');
    }
  });

  it('judges by several profiles, whichever is the network’s', async () => {
    const ended = await verify([
      file('bundle.json'),
      '--trust',
      file('other-trust.json'),
      '--trust',
      file('trust.json'),
    ]);

    assert.equal(ended.code, 0);
  });

  it('reads standard input for -', async () => {
    const { stdout } = await verify([file('bundle.json'), '--trust', file('trust.json'), '--json']);
    const text = JSON.stringify(kit.batch().bundle(0, { clock: now() }));

    const ended = await verify(['-', '--trust', file('trust.json'), '--json'], {}, text);

    assert.equal(ended.code, 0);
    assert.deepEqual(
      Object.keys(JSON.parse(ended.stdout) as object),
      Object.keys(JSON.parse(stdout) as object),
    );
  });

  it('refuses more than a bundle can be without reading on', async () => {
    await writeFile(file('large.json'), ' '.repeat(MAX_BUNDLE_BYTES + 1));

    const ended = await verify([file('large.json'), '--trust', file('trust.json'), '--json']);

    assert.equal(ended.code, 1);
    assert.match(ended.stderr, /BUNDLE_TOO_LARGE/);
  });

  it('prints one line for each file and ends with the worst', async () => {
    const names = ['bundle.json', 'old.json', 'broken.json', 'forged.json'];

    const ended = await verify([...names.map(file), '--trust', file('trust.json'), '--json']);

    assert.equal(ended.code, 4);
    const verdicts = ended.stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict & { file: string });
    assert.deepEqual(
      verdicts.map((one) => [one.file, one.verdict]),
      [
        [file('bundle.json'), 'valid'],
        [file('old.json'), 'valid'],
        [file('broken.json'), 'error'],
        [file('forged.json'), 'invalid'],
      ],
    );
  });

  it('says one answer first, in the language of the locale or as told', async () => {
    const trust = ['--trust', file('trust.json')];
    const english = await verify([file('bundle.json'), ...trust]);
    const chinese = await verify([file('bundle.json'), ...trust], { LANG: 'zh_CN.UTF-8' });
    const told = await verify([file('forged.json'), ...trust, '--lang', 'zh']);

    assert.match(english.stdout, /^✔ Consistent with the ledger and in force/);
    assert.match(chinese.stdout, /^✔ 与账本记录一致，且有效/);
    assert.match(told.stdout, /^✘ 不一致/);
    assert.ok(!english.stdout.includes('\u001b'), 'no colors without a terminal');
  });

  it('prints nothing of a bundle that could steer a terminal', async () => {
    const ended = await verify([file('evil.json'), '--trust', file('trust.json')]);

    assert.equal(ended.code, 0);
    assert.match(ended.stdout, /evil/);
    assert.ok(!ended.stdout.includes('\u001b') && !ended.stdout.includes('\u202e'));
  });

  for (const args of [[], ['--bogus', 'x'], ['x', '--lang', 'fr'], ['x', '--trust']]) {
    it(`ends with 2 and nothing on stdout for "verify ${args.join(' ')}"`, async () => {
      const ended = await verify(args);

      assert.equal(ended.code, 2);
      assert.equal(ended.stdout, '');
    });
  }

  it('says of a file that is not there that it is not, before anything else', async () => {
    const { code, stdout } = await verify([file('nofile.json'), '--lang', 'en', '--no-color']);

    assert.equal(code, 1);
    assert.match(stdout.split('\n')[1] ?? '', /no such file/);
  });

  it('ends with 2 for an unknown command, with 0 for help', async () => {
    assert.equal((await chopmark(['bogus'], env)).code, 2);
    const help = await chopmark(['verify', '--help'], env);
    assert.equal(help.code, 0);
    assert.match(help.stdout, /Exit code:/);
  });
});

describe('chopmark trust show', () => {
  it('shows the fingerprint, and refuses a profile that cannot be used', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chopmark-trust-'));
    const kit = await ProofKit.create();
    const good = join(folder, 'trust.json');
    const bad = join(folder, 'bad.json');
    await writeFile(good, JSON.stringify(kit.profile()));
    await writeFile(
      bad,
      JSON.stringify(
        kit.profile({
          signatures: [{ mspId: 'TaxMSP', certificate: kit.client.certificatePem, signature: 'AAAA' }],
        }),
      ),
    );

    const shown = await chopmark(['trust', 'show', good]);
    const json = await chopmark(['trust', 'show', good, '--json']);
    const refused = await chopmark(['trust', 'show', bad]);
    await rm(folder, { recursive: true });

    assert.equal(shown.code, 0);
    const { fingerprint } = JSON.parse(json.stdout) as { fingerprint: string };
    assert.ok(shown.stdout.includes(fingerprint));
    assert.equal(refused.code, 1);
    assert.match(refused.stderr, /PROFILE_SIGNATURE_INVALID/);
  });
});

describe('worstOf', () => {
  it('lets a forgery win over a file that could not be read', () => {
    assert.equal(worstOf([0, 3, 5, 1, 4]), 4);
    assert.equal(worstOf([0, 3, 5, 1]), 1);
    assert.equal(worstOf([0, 3, 5]), 5);
    assert.equal(worstOf([0, 3]), 3);
    assert.equal(worstOf([0]), 0);
  });
});

describe('terminal', () => {
  it('takes the language of the first locale that is set', () => {
    assert.equal(languageOf({}), 'en');
    assert.equal(languageOf({ LANG: 'zh_CN.UTF-8' }), 'zh');
    assert.equal(languageOf({ LC_ALL: 'en_US', LANG: 'zh_CN' }), 'en');
    assert.equal(languageOf({ LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'de' }), 'zh');
  });

  it('colors on terminals only, and not when NO_COLOR is set', () => {
    assert.notEqual(paintFor(true, {}, true)('red', 'x'), 'x');
    assert.equal(paintFor(false, {}, true)('red', 'x'), 'x');
    assert.equal(paintFor(true, { NO_COLOR: '1' }, true)('red', 'x'), 'x');
    assert.equal(paintFor(true, {}, false)('red', 'x'), 'x');
  });

  it('leaves Chinese as it is', () => {
    assert.equal(plain('沙盒 A-1'), '沙盒 A-1');
    assert.equal(plain('a\nb\u0007'), 'a\ufffdb\ufffd');
  });
});
