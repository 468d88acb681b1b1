import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFiles } from './make/files.js';
import { SUITE } from './read-cases.js';

const MAX_BYTES = 20_000_000;

/** Every file below the folders that the generator owns. */
const frozen = (): string[] =>
  ['cases', 'trust']
    .flatMap((owned) =>
      readdirSync(join(SUITE, owned), { recursive: true, encoding: 'utf8' }).map(
        (name) => `${owned}/${name}`,
      ),
    )
    .filter((path) => statSync(join(SUITE, path)).isFile());

describe('frozen cases', function () {
  this.timeout(300_000);

  it('are what the generator makes, byte for byte: otherwise npm run conformance:make', async () => {
    const made = await makeFiles();

    assert.deepEqual(frozen().sort(), [...made.keys()].sort());
    for (const [path, content] of made) assert.ok(readFileSync(join(SUITE, path)).equals(content), path);
  });

  it('take less than 20 MB', () => {
    const bytes = frozen().reduce((sum, path) => sum + statSync(join(SUITE, path)).size, 0);

    assert.ok(bytes < MAX_BYTES, String(bytes));
  });
});
