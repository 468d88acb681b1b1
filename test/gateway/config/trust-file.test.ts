import assert from 'node:assert/strict';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { TrustFile } from '../../../gateway/dist/config/trust-file.js';

const PROFILE = new URL('../../bundles/v1/native/trust.json', import.meta.url);

describe('TrustFile', () => {
  let folder: string;
  let path: string;
  let trust: TrustFile;
  let failures: unknown[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-trust-file-'));
    path = join(folder, 'trust.json');
    failures = [];
    await replace({});
    trust = await TrustFile.open(path, (error) => failures.push(error));
    trust.watch();
  });

  afterEach(async () => {
    trust.close();
    await rm(folder, { recursive: true, force: true });
  });

  async function replace(change: Readonly<Record<string, unknown>>): Promise<string> {
    const profile = JSON.parse(await readFile(PROFILE, 'utf8')) as Record<string, unknown>;
    const text = JSON.stringify({ ...profile, signatures: [], ...change });
    await writeFile(`${path}.new`, text);
    await rename(`${path}.new`, path);
    return text;
  }

  it('gives the profile that replaces the first, in the same array', async () => {
    const { profiles } = trust;
    const text = await replace({ name: 'with a further version' });

    await eventually(() => trust.text === text);

    assert.equal(profiles.length, 1);
    assert.equal(profiles[0]!.name, 'with a further version');
    assert.deepEqual(failures, []);
  });

  for (const [what, change] of [
    ['of another network', { network: '11'.repeat(32) }],
    ['malformed', { signers: 'three' }],
  ] as const) {
    it(`keeps what it has when the new one is ${what}, and says so once`, async () => {
      const before = trust.text;
      await replace(change);

      await eventually(() => failures.length > 0);
      await replace({ name: 'a good one' });
      await eventually(() => trust.text !== before);

      assert.equal(trust.profile.name, 'a good one');
      assert.equal(failures.length, 1);
    });
  }

  it('is not opened when there is none', async () => {
    await assert.rejects(TrustFile.open(join(folder, 'nothing.json')));
  });
});

async function eventually(holds: () => boolean): Promise<void> {
  for (let attempt = 0; !holds(); attempt += 1) {
    assert.ok(attempt < 2400, 'a condition did not come true within a minute');
    await delay(25);
  }
}
