import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TrustProfile, type Verdict, decidingFinding } from '@chopmark/core/verify';
import { COMMAND_ERROR_CODES } from '../../../cli/dist/verify/command-error.js';
import { gather } from '../../../cli/dist/verify/input/gather.js';
import { judgeAll } from '../../../cli/dist/verify/judging/judge-all.js';
import { formatCsv } from '../../../cli/dist/verify/output/report-file.js';
import { PROJECT, chopmark } from '../../support/platform.js';
import { ProofKit } from '../../support/proof-kit.js';
import { rawZip } from '../../support/raw-zip.js';
import { type Files, bundlesOfBatch, forged, writeFiles, zipOf } from './support.js';

type Line = Verdict & { readonly file: string };

const SIZE = 100;

describe('chopmark verify over many files', () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;
  let files: Files;
  let profile: TrustProfile;
  const file = (name: string): string => join(folder, name);
  const verify = (args: readonly string[]) =>
    chopmark(['verify', ...args, '--trust', file('trust.json')], env);
  const linesOf = (stdout: string): Line[] =>
    stdout
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as Line);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-bulk-'));
    env = { PATH: process.env['PATH'], CHOPMARK_HOME: file('home'), LANG: 'en_US.UTF-8' };
    const kit = await ProofKit.create();
    profile = kit.profile();
    files = { ...bundlesOfBatch(kit, SIZE), 'trust.json': JSON.stringify(profile), 'README.md': '' };
    await writeFiles(file('batch'), files);
    await writeFile(file('trust.json'), JSON.stringify(profile));
    await writeFile(file('batch.zip'), await zipOf(files));
    const good = bundlesOfBatch(kit, 2, 'good/');
    const [first] = Object.values(bundlesOfBatch(kit, 1));
    await writeFiles(file('mixed'), {
      ...good,
      'good/forged.json': forged(good['good/0.json']),
      'alone/without-evidence.json': first ?? '',
      'broken.json': '{',
    });
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('judges a folder and an archive alike, in order, by threads', async () => {
    for (const [named, prefix] of [
      ['batch', `${file('batch')}/`],
      ['batch.zip', `${file('batch.zip')}!/`],
    ] as const) {
      const ended = await verify([file(named), '--json']);

      assert.equal(ended.code, 0, ended.stdout + ended.stderr);
      const lines = linesOf(ended.stdout);
      assert.equal(lines.length, SIZE);
      assert.ok(lines.every(({ verdict, inForce }) => verdict === 'valid' && inForce === 'yes'));
      const names = Object.keys(files).filter((name) => /^\d+\.json$/.test(name));
      const inOrder = named === 'batch' ? names.sort() : names;
      assert.deepEqual(
        lines.map((line) => line.file),
        inOrder.map((name) => prefix + name),
      );
      assert.equal(new Set(lines.map(({ number }) => number)).size, SIZE, 'each is another document');
      assert.equal(
        ended.stderr,
        `${SIZE} files: ${SIZE} valid and in force; 2 other files passed over\n`,
        'the README and the trust profile',
      );
    }
  });

  it('answers each file of a mixed folder by a line and ends with the worst', async () => {
    const ended = await verify([file('mixed')]);

    assert.equal(ended.code, 4);
    assert.deepEqual(ended.stdout.replaceAll(`${file('mixed')}/`, '').split('\n'), [
      '? cannot be decided  CONTENT_NOT_COMPARED  alone/without-evidence.json',
      '? unreadable  BUNDLE_UNREADABLE  broken.json',
      '✔ valid and in force  26001000000000000041  good/0.json',
      '✔ valid and in force  26001000000000000042  good/1.json',
      '✘ invalid  CONTENT_NOT_ATTESTED  good/forged.json',
      '',
    ]);
    assert.equal(
      ended.stderr,
      '5 files: 2 valid and in force, 1 invalid, 1 cannot be decided, 1 unreadable\n',
    );
  });

  it('prints only what is amiss when told to be quiet', async () => {
    const ended = await verify([file('mixed'), '--quiet', '--json', '--lang', 'zh']);

    assert.deepEqual(
      linesOf(ended.stdout).map(({ verdict }) => verdict),
      ['indeterminate', 'error', 'invalid'],
    );
    assert.match(ended.stderr, /^5 份文件: 2 一致，有效, 1 不一致, 1 无法判断, 1 无法读取/);
  });

  it('takes files, folders and archives in one call', async () => {
    const named = [file('mixed/good/0.json'), file('batch'), file('batch.zip')];
    const ended = await verify([...named, '--json']);

    assert.equal(ended.code, 0);
    assert.equal(linesOf(ended.stdout).length, 1 + 2 * SIZE);
  });

  it('reads an archive from standard input', async () => {
    const ended = await chopmark(
      ['verify', '-', '--trust', file('trust.json'), '--json'],
      env,
      await readFile(file('batch.zip')),
    );

    assert.equal(ended.code, 0, ended.stderr);
    assert.equal(linesOf(ended.stdout).length, SIZE);
    assert.match(linesOf(ended.stdout)[0]?.file ?? '', /^-!\//);
  });

  it('finds the parts of one named bundle beside it, and cannot decide without them', async () => {
    assert.equal((await verify([file('mixed/good/0.json')])).code, 0);
    assert.equal((await verify([file('mixed/alone/without-evidence.json')])).code, 5);
  });

  it('takes a part that was changed for a missing one', async () => {
    const [name = ''] = Object.keys(files).filter((one) => one.startsWith('evidence/'));
    await writeFiles(file('altered'), {
      '0.json': files['0.json'] ?? '',
      [name]: Buffer.from(files[name] ?? '')
        .toString()
        .replace('A', 'B'),
    });

    const ended = await verify([file('altered'), '--json']);

    assert.equal(ended.code, 5);
    assert.equal(linesOf(ended.stdout)[0]?.findings[4]?.code, 'STATEMENT_MISSING');
  });

  it('answers an archive that it refuses as one file, with the code', async () => {
    await writeFile(file('slip.zip'), rawZip([{ name: '../a.json', data: '{}' }]));
    const ended = await verify([file('slip.zip'), '--json']);

    assert.equal(ended.code, 1);
    const [line] = linesOf(ended.stdout);
    assert.ok(line);
    assert.equal(line.verdict, 'error');
    assert.equal(decidingFinding(line)?.code, 'ARCHIVE_NAME_UNSAFE');
  });

  it('cannot tell of a folder that holds nothing but trust profiles', async () => {
    await writeFiles(file('profiles'), { 'trust.json': JSON.stringify(profile) });
    const ended = await verify([file('profiles')]);

    assert.equal(ended.code, 1);
    assert.equal(ended.stdout, '');
    assert.match(ended.stderr, /BUNDLE_MISSING/);
  });

  it('answers more than ten named files by a line each', async () => {
    const named = Array.from({ length: 11 }, (_, at) => file(`batch/${at}.json`));
    const ended = await verify(named);

    assert.equal(ended.code, 0);
    assert.equal(ended.stdout.trim().split('\n').length, 11);
  });

  describe('--report', () => {
    it('writes a row for each file as CSV', async () => {
      await writeFiles(file('names'), { 'a.json': files['0.json'] ?? '', '票,"x".json': '{' });
      const ended = await verify([file('names'), '--report', file('report.csv')]);
      const text = await readFile(file('report.csv'), 'utf8');

      assert.equal(ended.code, 1, 'unreadable is worse than undecided');
      const [head, first, second, end] = text.replaceAll(`${file('names')}/`, '').split('\r\n');
      assert.equal(head, '\ufefffile,verdict,inForce,number,asOf,code,detail,documentHash,profile');
      assert.match(first ?? '', /^a\.json,indeterminate,unknown,,,CONTENT_NOT_COMPARED,/);
      assert.match(second ?? '', /^"票,""x""\.json",error,unknown,,,BUNDLE_UNREADABLE,/);
      assert.equal(end, '');
    });

    it('writes no cell that a spreadsheet would compute', () => {
      const row = {
        verdict: 'error',
        inForce: 'unknown',
        number: null,
        asOf: null,
        code: 'BUNDLE_UNREADABLE',
        documentHash: null,
        profile: null,
      } as const;
      for (const start of ['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']) {
        const [, line = ''] = formatCsv([{ ...row, file: `${start}cmd|'x'!A1`, detail: 'a=b' }]).split(
          /\r\n/,
        );
        assert.match(line, /^"?'/, JSON.stringify(start));
        assert.match(line, /,a=b,/, 'only the start of a cell counts');
      }
    });

    it('writes the same as JSON, with what sums it up', async () => {
      await verify([file('mixed'), '--report', file('report.json'), '--quiet']);
      const report = JSON.parse(await readFile(file('report.json'), 'utf8')) as {
        format: string;
        summary: unknown;
        files: { file: string; code: string; number: string | null; profile: string | null }[];
      };

      assert.equal(report.format, 'chopmark/bulk-report/1');
      assert.deepEqual(report.summary, {
        files: 5,
        passedOver: 0,
        'valid-yes': 2,
        invalid: 1,
        indeterminate: 1,
        error: 1,
      });
      assert.deepEqual(
        report.files.map(({ code }) => code),
        [
          'CONTENT_NOT_COMPARED',
          'BUNDLE_UNREADABLE',
          'STATUS_IN_FORCE',
          'STATUS_IN_FORCE',
          'CONTENT_NOT_ATTESTED',
        ],
      );
      assert.equal(report.files[2]?.number, '26001000000000000041');
      assert.match(report.files[2].profile ?? '', /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
      assert.ok(!readdirSync(folder).some((name) => name.endsWith('.part')));
    });

    it('ends with 1 before it judges when the report cannot be written, with 2 for another name', async () => {
      const nowhere = await verify([file('batch/0.json'), '--report', file('nowhere/report.csv')]);
      assert.equal(nowhere.code, 1);
      assert.equal(nowhere.stdout, '');
      assert.match(nowhere.stderr, /FILE_NOT_WRITABLE/);

      assert.equal((await verify([file('batch/0.json'), '--report', 'report.xlsx'])).code, 2);
    });
  });

  describe('judgeAll', () => {
    it('says of a file that spoils its thread that it could not be judged, and judges all others', async () => {
      const gathered = await gather([file('batch')]);
      const answers: (string | undefined)[] = [];
      const candidates = gathered.candidates.map((one, at) =>
        at === 0 ? { ...one, part: () => Promise.reject(new Error('the disk is gone')) } : one,
      );

      await judgeAll(
        candidates,
        { profiles: [profile], now: new Date() },
        {
          answer: (_, answer) => answers.push(answer?.verdict),
          ready: () => Promise.resolve(),
        },
      );
      await gathered.close();

      assert.equal(answers.length, candidates.length);
      assert.equal(answers[0], 'error');
      assert.equal(answers.filter((one) => one === 'valid').length, SIZE - 1);
    });
  });

  it('has its codes in docs/error-codes.md', () => {
    const page = readFileSync(join(PROJECT, 'docs', 'error-codes.md'), 'utf8');
    for (const code of COMMAND_ERROR_CODES) assert.match(page, new RegExp(`^\\| \`${code}\` \\|`, 'm'));
  });
});
