import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { issueByScript } from '../support/client/scripted-issue.js';

const BUNDLER = fileURLToPath(new URL('../../scripts/bundle-client.mjs', import.meta.url));
const NAMES = ['Chopmark', 'ChopmarkError', 'verifyWebhook'];

/** The files as somebody takes them who has nothing else of ours. */
describe('the SDK in one file', () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-sdk-'));
    execFileSync(process.execPath, [BUNDLER, folder]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const load = async (file: string): Promise<Readonly<Record<string, unknown>>> =>
    file.endsWith('.cjs')
      ? (createRequire(import.meta.url)(join(folder, file)) as Readonly<Record<string, unknown>>)
      : ((await import(pathToFileURL(join(folder, file)).href)) as Readonly<Record<string, unknown>>);

  for (const file of ['chopmark-client.mjs', 'chopmark-client.cjs']) {
    it(`${file} calls a gateway`, async () => {
      const exported = await load(file);

      for (const name of NAMES) assert.equal(typeof exported[name], 'function', name);
      assert.equal(await issueByScript(exported['Chopmark'] as never), '26002000000000000001');
    });
  }

  for (const file of ['chopmark-verify.mjs', 'chopmark-verify.cjs']) {
    it(`${file} judges`, async () => {
      const { verifyOffline } = await load(file);

      const verdict = await (verifyOffline as (...args: unknown[]) => Promise<{ verdict: string }>)(
        new TextEncoder().encode('no bundle'),
        [],
      );
      assert.equal(verdict.verdict, 'error');
    });
  }

  it('needs nothing beside it, and nothing of Node', () => {
    for (const name of ['chopmark-client', 'chopmark-verify'])
      for (const ending of ['mjs', 'cjs']) {
        const text = readFileSync(join(folder, `${name}.${ending}`), 'utf8');
        assert.doesNotMatch(text, /^import\b.*from|\bfrom ["']node:|\brequire\(["']/m, `${name}.${ending}`);
      }
  });
});
