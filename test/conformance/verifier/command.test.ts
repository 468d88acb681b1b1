import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Verdict } from '@chopmark/core/verify';
import { exitCodeOf, worstOf } from '../../../cli/dist/verify/exit-code.js';
import { chopmark } from '../../support/platform.js';
import { judgeByLibrary } from './judge.js';
import { answerOf, inputOf, type ConformanceCase, readCases, trustOf } from './read-cases.js';

/** Calls of the command under way at once. */
const LANES = 2;

/** The command has this machine's clock: cases whose answer hangs on it are compared with the library of the same moment. */
const dependsOnClock = ({ expected: { codes } }: ConformanceCase): boolean =>
  codes.time !== 'TIME_NOT_CHECKED';

describe('chopmark verify', function () {
  this.timeout(300_000);
  let folder: string;
  let env: NodeJS.ProcessEnv;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-conformance-'));
    env = { PATH: process.env['PATH'], CHOPMARK_HOME: join(folder, 'home') };
    await mkdir(join(folder, 'home'));
  });

  after(() => rm(folder, { recursive: true, force: true }));

  it('answers every bundle as expected, one call for each set of profiles', async () => {
    const groups = groupsByTrust(readCases().filter(({ input }) => input === 'bundle'));
    const waiting = [...groups.values()];
    const lane = async (): Promise<void> => {
      for (let group = waiting.pop(); group; group = waiting.pop()) await checkGroup(group);
    };

    await Promise.all(Array.from({ length: LANES }, lane));

    assert.ok(groups.size > 20);
  });

  async function checkGroup(group: readonly ConformanceCase[]): Promise<void> {
    const files = await Promise.all(group.map(fileOf));
    const trust = group[0]?.trust.flatMap((file) => ['--trust', file]) ?? [];

    const { code, stdout, stderr } = await chopmark(['verify', '--json', ...trust, ...files], env);

    const verdicts = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Verdict);
    assert.equal(verdicts.length, group.length, stderr);
    assert.equal(code, worstOf(verdicts.map(exitCodeOf)));
    for (const [at, one] of group.entries()) {
      const expected = dependsOnClock(one)
        ? answerOf(await judgeByLibrary(inputOf(one), trustOf(one), new Date()))
        : one.expected;
      assert.deepEqual(answerOf(verdicts[at]!), expected, one.id);
    }
  }

  /** The case's own file, or one that its recipe makes. */
  async function fileOf(one: ConformanceCase): Promise<string> {
    const file = join(one.folder, 'bundle.json');
    if (existsSync(file)) return file;
    const made = join(folder, `${one.id.replaceAll('/', '-')}.json`);
    await writeFile(made, inputOf(one));
    return made;
  }
});

function groupsByTrust(cases: readonly ConformanceCase[]): Map<string, ConformanceCase[]> {
  const groups = new Map<string, ConformanceCase[]>();
  for (const one of cases) {
    const key = JSON.stringify(one.trust.map((file) => readFileSync(file, 'base64')));
    groups.set(key, [...(groups.get(key) ?? []), one]);
  }
  return groups;
}
