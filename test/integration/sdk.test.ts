import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT, TestPlatform } from '../support/platform.js';

const run = promisify(execFile);

const SLOT = 5;

/** The examples of a page, one after another: one program. */
function programOf(...page: string[]): string {
  const text = readFileSync(join(PROJECT, ...page), 'utf8');
  return [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, example = '']) => example).join('\n');
}

describe('the SDK at a platform', function () {
  this.timeout(180_000);
  let platform: TestPlatform;
  let folder: string;

  before(async () => {
    platform = await TestPlatform.create(SLOT);
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
