import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withLightPasswords } from '../support/light-passwords.js';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { type AnswerBody, TestPlatform, chopmark, until } from '../support/platform.js';
import { contractBuild } from '../test-network/upgrade/contract-build.js';

const SLOTS = { embedded: 26, native: 27 } as const;
const BOUND_MS = 120_000;

/** New code of the contract under a running platform: over HTTP and the command line only. */
for (const kind of NETWORKS) {
  describe(`chopmark network upgrade under the platform on the ${kind} network`, function () {
    this.timeout(600_000);
    let platform: TestPlatform;
    let folder: string;
    let token: string;
    let oldSample: string;
    const accepted: string[] = [];
    const statuses = new Set<number>();

    before(async function () {
      folder = await mkdtemp(join(tmpdir(), 'chopmark-upgrade-platform-'));
      requireNetwork(this, kind);
      platform = await TestPlatform.create(SLOTS[kind], kind);
      Object.assign(platform.env, withLightPasswords(platform.env));
      await platform.start();
      token = await platform.signIn('issuer');
      oldSample = join(folder, 'old.json');
      await writeFile(oldSample, await readFile(platform.sample('bundle.json')));
    });

    after(async () => {
      await (platform as TestPlatform | undefined)?.destroy();
      await rm(folder, { recursive: true, force: true });
    });

    async function issueOne(place: number): Promise<void> {
      const body = { ...platform.readSample('new-invoice.json'), reference: `upgrade-${place}` };
      const answer = await platform.call('POST', '/v1/invoices', {
        body,
        token,
        headers: { 'idempotency-key': `upgrade-${place}` },
      });
      statuses.add(answer.status);
      if (answer.status === 201) accepted.push(String(answer.body.id));
      if (answer.status === 202) accepted.push(String((answer.body.invoice ?? answer.body).id));
    }

    it('refuses no invoice meanwhile, and anchors every one', async () => {
      const ending = new AbortController();
      const issuing = (async () => {
        for (let place = 0; !ending.signal.aborted; place += 1) await issueOne(place);
      })();
      const source = await contractBuild(folder, 'second');

      const { code, stdout, stderr } = await chopmark(
        ['network', 'upgrade', '--chaincode', source],
        platform.env,
      );
      const during = accepted.length;
      await until(BOUND_MS, () => accepted.length > during + 2);
      ending.abort();
      await issuing;

      assert.equal(code, 0, stderr);
      assert.match(stdout, /^every definition is answered by the new code/);
      assert.deepEqual(
        [...statuses].filter((status) => status !== 201 && status !== 202),
        [],
      );
      for (const id of accepted) await until(BOUND_MS, async () => (await stateOf(id)) === 'anchored');
    });

    it('hands out proofs of the new version, and both verify by the new profile', async () => {
      const last = accepted.at(-1)!;
      const { number } = await invoice(last);
      await until(BOUND_MS, async () => (await bundleOf(String(number))).status === 200);
      const file = join(folder, 'new.json');
      await writeFile(file, JSON.stringify((await bundleOf(String(number))).body));
      const trust = join(folder, 'trust.json');
      await until(BOUND_MS, async () => {
        const { body } = await platform.call('GET', '/.well-known/chopmark-trust.json');
        await writeFile(trust, JSON.stringify(body));
        const [namespace] = body['namespaces'] as { definitions: unknown[] }[];
        return namespace!.definitions.length === 2;
      });

      for (const path of [file, oldSample]) {
        const verdict = await chopmark(['verify', path, '--trust', trust, '--json'], platform.env);
        assert.equal(verdict.code, 0, verdict.stdout + verdict.stderr);
      }
    });

    const invoice = async (id: string): Promise<AnswerBody> =>
      (await platform.call('GET', `/v1/invoices/${id}`, { token })).body;
    const stateOf = async (id: string): Promise<string | undefined> => (await invoice(id)).state;
    const bundleOf = (number: string): ReturnType<TestPlatform['call']> =>
      platform.call('GET', `/v1/invoices/${number}/bundle`, { token });
  });
}
