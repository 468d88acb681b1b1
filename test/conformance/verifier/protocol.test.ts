import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FINDING_CODES, type Outcome, QUESTIONS, type Verdict } from '@chopmark/core/verify';
import { exitCodeOf } from '../../../cli/dist/verify/exit-code.js';
import { inputOf, type ConformanceCase, readCases, SUITE } from './read-cases.js';

/** Words of the command that speaks the protocol; every case is given to it when the environment names one. */
const FOREIGN = process.env['CHOPMARK_VERIFIER']?.split(/\s+/).filter((word) => word !== '');
const COMMAND = FOREIGN ?? [process.execPath, join(SUITE, 'adapter.mjs')];
const TIMEOUT_MS = 20_000;

interface Answer {
  readonly code: number;
  readonly stdout: string;
}

/** The protocol of docs/conformance.md, spoken with `CHOPMARK_VERIFIER` or this project's adapter. */
describe(`protocol, with ${COMMAND.join(' ')}`, function () {
  this.timeout(TIMEOUT_MS);
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-protocol-'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  const call = (args: readonly string[]): Promise<Answer> =>
    new Promise((resolve) => {
      const [program = '', ...words] = COMMAND;
      const child = execFile(
        program,
        [...words, ...args],
        { timeout: TIMEOUT_MS - 1000, maxBuffer: 1e7 },
        (_, stdout) => {
          resolve({ code: child.exitCode ?? -1, stdout });
        },
      );
    });

  for (const one of FOREIGN ? readCases() : oneOfEachPart(readCases())) {
    it(one.id, async () => {
      const made = join(folder, 'bundle.json');
      const own = join(one.folder, `${one.input}.json`);
      if (!existsSync(own)) await writeFile(made, inputOf(one));

      const { code, stdout } = await call([
        ...(one.input === 'proof' ? ['verify-ledger-proof', '--proof'] : ['verify-bundle', '--bundle']),
        existsSync(own) ? own : made,
        ...one.trust.flatMap((file) => ['--trust', file]),
        '--now',
        one.now,
      ]);

      const verdict = JSON.parse(stdout) as Verdict;
      assert.equal(verdict.verdict, one.expected.verdict);
      assert.equal(verdict.inForce, one.expected.inForce);
      assert.equal(code, exitCodeOf(one.expected));
      assert.deepEqual(outcomesOf(verdict), expectedOutcomes(one));
    });
  }

  it('ends with 2 when it is called wrongly', async () => {
    for (const args of [
      [],
      ['verify-bundle'],
      ['verify-bundle', '--bundle', 'x', '--now', 'soon'],
      ['other', '--bundle', 'x'],
    ])
      assert.equal((await call(args)).code, 2, args.join(' '));
  });

  it('ends with 1 when there is no such file', async () => {
    const args = ['verify-bundle', '--bundle', join(folder, 'nowhere.json'), '--now', '2026-11-20T08:10:00Z'];

    assert.equal((await call(args)).code, 1);
  });
});

/** Enough to know that the adapter speaks the protocol: what it answers is the library's, judged case by case elsewhere. */
function oneOfEachPart(cases: readonly ConformanceCase[]): ConformanceCase[] {
  return [...new Map(cases.map((one) => [one.id.split('/')[0], one])).values()];
}

function outcomesOf({ findings }: Verdict): Record<string, string> {
  return Object.fromEntries(findings.map(({ question, outcome }) => [question, outcome]));
}

function expectedOutcomes({ expected: { codes } }: ConformanceCase): Record<string, Outcome> {
  return Object.fromEntries(QUESTIONS.map((question) => [question, FINDING_CODES[codes[question]][1]]));
}
