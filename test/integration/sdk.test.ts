import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { withLightPasswords } from '../support/light-passwords.js';
import { PROJECT, TestPlatform } from '../support/platform.js';

const run = promisify(execFile);

const SLOT = 5;

/** The examples of a page, one after another: one program. */
function programOf(...page: string[]): string {
  const text = readFileSync(join(PROJECT, ...page), 'utf8');
  return [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example = '']) => example).join('\n');
}

/** What /docs/start has a reader type and save. */
function snippetsOf(html: string): { readonly files: Map<string, string>; readonly shell: string[] } {
  const files = new Map<string, string>();
  const shell: string[] = [];
  for (const [, kind, name, code = ''] of html.matchAll(
    /<pre data-(run|file)="([\w.]+)"[^>]*><code>([\s\S]*?)<\/code><\/pre>/g,
  )) {
    const text = code.replace(/&#(\d+);/g, (_, point: string) => String.fromCodePoint(Number(point)));
    if (kind === 'run') shell.push(text);
    else files.set(name ?? '', text);
  }
  return { files, shell };
}

describe('the SDK at a platform', function () {
  this.timeout(600_000);
  let platform: TestPlatform;
  let folder: string;

  before(async () => {
    platform = await TestPlatform.create(SLOT);
    Object.assign(platform.env, withLightPasswords(platform.env));
    // Under the project, so that the package is found by its name.
    folder = mkdtempSync(join(PROJECT, 'node_modules', '.chopmark-docs-'));
    await platform.start();
  });
  after(async () => {
    rmSync(folder, { recursive: true });
    await platform.destroy();
  });

  const linesOf = async (program: string): Promise<string[]> => {
    writeFileSync(join(folder, 'program.mjs'), program);
    const { stdout } = await run(process.execPath, ['program.mjs'], { cwd: folder, env: platform.env });
    return stdout.trim().split('\n');
  };

  it('issues and proves as client/README.md says', async () => {
    const [issued = '', ...rest] = await linesOf(programOf('client', 'README.md'));

    assert.match(issued, /^\d{20} 106\.00$/);
    assert.deepEqual(rest, ['MALFORMED_REQUEST /lines TOO_FEW, /remark TOO_SHORT', 'valid yes']);
  });

  for (const language of ['en', 'zh']) {
    it(`leads a stranger from an empty folder to a proof by /docs/start (${language})`, async () => {
      const empty = mkdtempSync(join(tmpdir(), 'chopmark-stranger-'));
      const page = await fetch(`${platform.running().gateways.tax}/docs/start?lang=${language}`);
      const { files, shell } = snippetsOf(await page.text());
      for (const [name, text] of files) writeFileSync(join(empty, name), text);
      writeFileSync(join(empty, 'typed.sh'), shell.join('\n'));
      const { password = '' } = platform.accounts().find(({ account }) => account === 'issuer') ?? {};

      // What a stranger has: a shell, curl, Node and npm; no registry, nothing of this project.
      const env = { PATH: process.env['PATH'], HOME: empty, npm_config_registry: 'http://127.0.0.1:9/' };
      const typing = run('bash', ['-euo', 'pipefail', 'typed.sh'], { cwd: empty, env });
      typing.child.stdin?.end(`${password}\n`);
      const { stdout } = await typing;

      assert.match(stdout, /"account":"issuer"/);
      assert.match(stdout, /"number":"\d{20}"/);
      assert.match(stdout, /"verdict":"valid","inForce":"yes"/);
      assert.match(stdout, /^issued \d{20} 212\.00\nheard invoice\.issued true$/m);
      assert.match(stdout, /^profile ([0-9a-f]{4} ){15}[0-9a-f]{4}\nvalid yes \d{20}$/m);
      const { dependencies } = JSON.parse(readFileSync(join(empty, 'package.json'), 'utf8')) as {
        dependencies: Record<string, string>;
      };
      assert.deepEqual(Object.keys(dependencies), ['@chopmark/client']);

      const forged = readFileSync(join(empty, 'proof.json'), 'utf8').replace('示例采购', '示例采够');
      writeFileSync(join(empty, 'proof.json'), forged);
      const judged = await run(process.execPath, ['check.mjs'], { cwd: empty, env }).catch(
        (error: unknown) => error as { readonly code?: number; readonly stdout: string },
      );
      assert.match(judged.stdout, /^invalid /m);
      assert.equal('code' in judged ? judged.code : 0, 1, 'what is not valid is no success');
      rmSync(empty, { recursive: true });
    });
  }

  it('does everything that docs/sdk.md says', async () => {
    const lines = await linesOf(programOf('docs', 'sdk.md'));

    const said = lines.join('\n');
    assert.match(said, /^\d{20} 113\.00$/m);
    assert.match(said, /^succeeded 500 0$/m);
    assert.match(said, /^RULE_VIOLATED$/m);
    assert.match(said, /^consistent$/m);
    assert.match(said, /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/m);
    assert.match(said, /^valid yes$/m);
    assert.match(said, /^webhook\.test wh_/m);
    assert.match(said, /^invoice\.issued inv_/m);
    assert.equal(lines.at(-1), "issuer [ 'issuer' ]");
  });
});
