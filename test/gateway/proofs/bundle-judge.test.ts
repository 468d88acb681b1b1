import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';

import { parseTrustProfile, type TrustProfile } from '@chopmark/core/verify';

import { BundleJudge, JUDGED_HERE_BYTES } from '../../../gateway/dist/proofs/bundle-judge.js';
import { spool } from '../../../gateway/dist/requests/spool.js';

const FOLDER = new URL('../../bundles/v1/native/', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, FOLDER), 'utf8');

describe('BundleJudge', function () {
  this.timeout(180_000);
  const { at } = JSON.parse(read('recorded.json')) as { at: string };
  const soon = new Date(Date.parse(at) + 60_000);
  const profiles: TrustProfile[] = [parseTrustProfile(read('trust.json'))];
  const bundle = read('bundle.json');
  /** The same bundle with white space in front: too large to be judged here. */
  const large = ' '.repeat(JUDGED_HERE_BYTES) + bundle;
  const folder = mkdtempSync(join(tmpdir(), 'chopmark-judge-'));
  const fileOf = (text: string) => spool(Readable.from([Buffer.from(text)]), folder);
  const judge = new BundleJudge(profiles, () => soon);
  after(async () => {
    await judge.stop();
    rmSync(folder, { recursive: true });
  });

  it('says the same here, beside the event loop, and of a file', async () => {
    const here = await judge.judge(bundle);

    assert.equal(here.verdict, 'valid');
    assert.deepEqual(await judge.judge(large), here);
    assert.deepEqual(await judge.judge(new TextEncoder().encode(large)), here);
    assert.deepEqual(await judge.judgeFile(await fileOf(bundle)), here);
  });

  it('goes by the profile of the moment', async () => {
    const [profile] = profiles.splice(0);
    const withoutTrust = [await judge.judge(large), await judge.judgeFile(await fileOf(bundle))];
    profiles.push(profile!);

    assert.deepEqual(
      withoutTrust.map(({ verdict }) => verdict),
      ['indeterminate', 'indeterminate'],
    );
    assert.equal((await judge.judge(large)).verdict, 'valid');
  });

  it('leaves the event loop alone while it judges', async () => {
    const heavy = `[${'[],'.repeat(1_000_000)}[]]`;
    let turns = 0;
    let isOver = false;
    const count = (): void => {
      turns += 1;
      if (!isOver) setImmediate(count);
    };
    setImmediate(count);

    const { verdict } = await judge.judge(heavy);

    isOver = true;
    assert.equal(verdict, 'error');
    assert.ok(turns > 10, `${turns} turns`);
  });

  it('outlives what ends its thread, and so do those that wait behind it', async () => {
    const hungry = `[${'[],'.repeat(6_600_000)}[]]`;
    const answers = await Promise.all([
      judge.judgeFile(await fileOf(hungry)),
      judge.judgeFile(await fileOf(bundle)),
      judge.judge(large),
    ]);

    assert.equal(answers[0].verdict, 'error');
    assert.deepEqual(
      answers.slice(1).map(({ verdict }) => verdict),
      ['valid', 'valid'],
    );
  });

  it('says what is not there is an error', async () => {
    const file = await fileOf(bundle);
    await file.remove();
    const { verdict } = await judge.judgeFile(file);

    assert.equal(verdict, 'error');
  });
});
