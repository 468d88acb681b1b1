import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { issueByScript } from '../support/client/scripted-issue.js';

const BUNDLER = fileURLToPath(new URL('../../scripts/bundle-client.mjs', import.meta.url));
const VERSION = (
  JSON.parse(readFileSync(new URL('../../client/package.json', import.meta.url), 'utf8')) as {
    version: string;
  }
).version;
const NAMES = ['Chopmark', 'ChopmarkError', 'verifyWebhook'];

/** The files as somebody takes them who has nothing else of ours. */
describe('the SDK in one file', () => {
  let folder: string;
  let sdk: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'chopmark-sdk-'));
    sdk = join(folder, 'sdk');
    execFileSync(process.execPath, [BUNDLER, join(folder, 'bundle'), sdk]);
  });
  after(() => {
    rmSync(folder, { recursive: true });
  });

  const load = async (file: string): Promise<Readonly<Record<string, unknown>>> =>
    file.endsWith('.cjs')
      ? (createRequire(import.meta.url)(join(folder, 'bundle', file)) as Readonly<Record<string, unknown>>)
      : ((await import(pathToFileURL(join(folder, 'bundle', file)).href)) as Readonly<
          Record<string, unknown>
        >);

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
        const text = readFileSync(join(folder, 'bundle', `${name}.${ending}`), 'utf8');
        assert.doesNotMatch(text, /^import\b.*from|\bfrom ["']node:|\brequire\(["']/m, `${name}.${ending}`);
      }
  });

  describe('as a package', function () {
    this.timeout(120_000);
    let home: string;

    before(() => {
      home = join(folder, 'home');
      const place = join(home, 'node_modules', '@chopmark', 'client');
      mkdirSync(place, { recursive: true });
      execFileSync('tar', [
        'xzf',
        join(sdk, `chopmark-client-${VERSION}.tgz`),
        '--strip-components=1',
        '-C',
        place,
      ]);
      writeFileSync(join(home, 'package.json'), '{"type":"module"}');
    });

    it('needs no other package, and carries the licences of what is inside', () => {
      const place = join(home, 'node_modules', '@chopmark', 'client');
      const manifest = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8')) as Record<
        string,
        unknown
      >;
      assert.deepEqual([manifest['version'], manifest['dependencies']], [VERSION, undefined]);
      const notices = readFileSync(join(place, 'THIRD-PARTY-NOTICES.txt'), 'utf8');
      for (const name of ['@noble/hashes', 'openapi-fetch', 'pkijs', 'asn1js'])
        assert.match(notices, new RegExp(`^${name} \\d`, 'm'));
    });

    it('is imported and required by its names', () => {
      const say = 'console.log(typeof m.Chopmark, typeof v.verifyOffline)';
      writeFileSync(
        join(home, 'a.mjs'),
        `import * as m from '@chopmark/client'; import * as v from '@chopmark/client/verify'; ${say}`,
      );
      writeFileSync(
        join(home, 'b.cjs'),
        `const m = require('@chopmark/client'); const v = require('@chopmark/client/verify'); ${say}`,
      );
      for (const file of ['a.mjs', 'b.cjs'])
        assert.equal(
          execFileSync(process.execPath, [file], { cwd: home, encoding: 'utf8' }),
          'function function\n',
        );
    });

    it('is typed without any other package', () => {
      writeFileSync(
        join(home, 'typed.ts'),
        `import { Chopmark, type Invoice } from '@chopmark/client';
import { verifyOffline } from '@chopmark/client/verify';
const chopmark = new Chopmark({ baseUrl: 'http://x' });
const invoice: Invoice = await chopmark.invoices.get('1');
const total: string = invoice.totalGross;
const { verdict }: { verdict: 'valid' | 'invalid' | 'indeterminate' | 'error' } = await verifyOffline(new Uint8Array(), []);
const { data } = await chopmark.api.GET('/v1/me');
const account: string | undefined = data?.account;
// @ts-expect-error -- what is misspelled is found
void invoice.totalGros;
void [total, verdict, account];
`,
      );
      const options =
        '--noEmit --strict --module nodenext --target es2022 --lib es2022,dom,dom.iterable'.split(' ');
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      try {
        execFileSync(process.execPath, [tsc, ...options, 'typed.ts'], { cwd: home, encoding: 'utf8' });
      } catch (error) {
        assert.fail((error as { stdout: string }).stdout);
      }
    });

    it('is the same from the same sources', () => {
      const again = join(folder, 'again');
      execFileSync(process.execPath, [BUNDLER, join(folder, 'bundle-again'), again]);
      for (const name of readdirSync(sdk))
        assert.ok(readFileSync(join(sdk, name)).equals(readFileSync(join(again, name))), name);
    });
  });
});
