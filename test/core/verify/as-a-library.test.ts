import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundlesOfBatch, now, writeFiles } from '../../cli/verify/support.js';
import { PROJECT } from '../../support/platform.js';
import { ProofKit } from '../../support/proof-kit.js';

const run = promisify(execFile);
const PAGE = readFileSync(join(PROJECT, 'docs', 'verify-as-a-library.md'), 'utf8');

/** The examples of the page run as they stand. */
describe('docs/verify-as-a-library.md', () => {
  const examples = [...PAGE.matchAll(/```js\n([\s\S]*?)```/g)].map(([, text = '']) => text);
  let folder: string;
  const runExample = async (at: number): Promise<string> => {
    await writeFile(join(folder, 'example.mjs'), examples[at] ?? '');
    return (await run(process.execPath, ['example.mjs'], { cwd: folder })).stdout;
  };

  before(async () => {
    // Under the project, so that the package is found by its name.
    folder = await mkdtemp(join(PROJECT, 'node_modules', '.chopmark-docs-'));
    const kit = await ProofKit.create();
    const { '0.json': small = '', ...parts } = bundlesOfBatch(kit, 1);
    await writeFiles(folder, {
      ...parts,
      'small.json': small,
      'bundle.json': JSON.stringify(kit.batch().bundle(0, { clock: now(), hidden: ['/buyer/name'] })),
      'trust.json': JSON.stringify(kit.profile()),
    });
  });
  after(() => rm(folder, { recursive: true }));

  it('judges one bundle', async () => {
    const said = await runExample(0);

    assert.match(said, /^valid yes 26001000000000000041\ncontent pass CONTENT_MATCHES\n/);
    assert.equal(said.trim().split('\n').length, 1 + 8);
  });

  it('judges many with parts beside them', async () => {
    assert.equal(
      await runExample(1),
      'small.json valid STATUS_IN_FORCE\nbundle.json valid STATUS_IN_FORCE\n',
    );
  });

  it('shows values and a fingerprint', async () => {
    const said = await runExample(2);

    assert.match(said, /^\/totalGross 113\.00$/m);
    assert.match(said, /^\/buyer\/name \(hidden by holder\)$/m);
    assert.match(said, /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/m);
  });
});
