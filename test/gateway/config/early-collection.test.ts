import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const MODULE = new URL('../../../gateway/dist/early-collection.js', import.meta.url);

/** Keeps a hundred thousand objects, replaces all of them thirty times, and prints how often the whole heap was collected. */
const CHURN = `
import { constants, PerformanceObserver } from 'node:perf_hooks';
import { setImmediate } from 'node:timers/promises';
let collected = 0;
const observer = new PerformanceObserver((list) => count(list.getEntries()));
observer.observe({ entryTypes: ['gc'] });
function count(entries) {
  collected += entries.filter(({ detail }) => detail.kind === constants.NODE_PERFORMANCE_GC_MAJOR).length;
}
const kept = new Array(100_000);
for (let round = 0; round < 60; round += 1) {
  for (let at = 0; at < 50_000; at += 1)
    kept[(round * 50_000 + at) % kept.length] = { at, places: [at, at, at, at] };
  await setImmediate();
}
count(observer.takeRecords());
console.log(collected);
`;

async function collections(before: string): Promise<number> {
  const args = ['--input-type=module', '--eval', before + CHURN];
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args);
  assert.equal(stderr, '', 'the engine knows the setting');
  return Number(stdout);
}

const IMPORT = `import { collectEarly } from ${JSON.stringify(MODULE.href)};`;

describe('collectEarly', () => {
  it('has the same work collect the whole heap more often', async () => {
    const late = await collections('');
    const early = await collections(`${IMPORT} collectEarly();`);

    assert.ok(early > late, `${early} collections instead of ${late}`);
  });

  it('counts until the last who wanted it is done', async () => {
    const early = await collections(`${IMPORT} collectEarly(); const one = collectEarly(); one(); one();`);
    const over = await collections(
      `${IMPORT} const one = collectEarly(), two = collectEarly(); two(); one();`,
    );

    assert.ok(over < early, `${over} collections afterwards, ${early} before`);
  });
});
