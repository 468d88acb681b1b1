import assert from 'node:assert/strict';
import { InputError } from '@chopmark/core/verify';
import { collect } from '../../../web/src/verify/files/collect.js';
import { zipOf } from '../../cli/verify/support.js';

const HASH = 'ab'.repeat(32);

const fileOf = (path: string, content: string | Uint8Array) => ({
  path,
  file: new File([content as BlobPart], path.split('/').at(-1) ?? ''),
});
const codeOf = (error: unknown): string => (error instanceof InputError ? error.code : String(error));

/** Label → text of each bundle, or the code of what is wrong. */
async function bundlesOf(...files: Parameters<typeof collect>[0]): Promise<Record<string, string>> {
  const { candidates } = await collect(files);
  const found: Record<string, string> = {};
  for (const { label, read } of candidates)
    found[label] = await read().then((bytes) => Buffer.from(bytes).toString(), codeOf);
  return found;
}

describe('collect', () => {
  it('tells bundles from parts and from the rest, in folders and archives', async () => {
    const files = [
      fileOf('in/a.json', 'a'),
      fileOf(`in/evidence/${HASH}.json`, 'part'),
      fileOf('in/invoice.pdf', ''),
      fileOf('in/.DS_Store', ''),
      fileOf(
        'in/z.zip',
        await zipOf({ 'b.json': 'b', [`evidence/${'cd'.repeat(32)}.json`]: 'in the archive' }),
      ),
    ];

    assert.deepEqual(await bundlesOf(...files), { 'in/a.json': 'a', 'in/z.zip!/b.json': 'b' });
    const { parts, passedOver } = await collect(files);
    assert.deepEqual([...parts.keys()], [HASH, 'cd'.repeat(32)]);
    assert.equal(Buffer.from((await parts.get(HASH)?.()) ?? []).toString(), 'part');
    assert.equal(passedOver, 2);
  });

  it('knows a part that a browser downloaded a second time', async () => {
    for (const name of [`${HASH} (1).json`, `${HASH}(12).json`])
      assert.deepEqual([...(await collect([fileOf(name, '')])).parts.keys()], [HASH], name);
    for (const name of [`${HASH}-invoice.json`, `x${HASH}.json`])
      assert.equal((await collect([fileOf(name, '')])).candidates.length, 1, name);
  });

  it('judges a file chosen by itself whatever its name is, as bundle or as archive', async () => {
    assert.deepEqual(await bundlesOf(fileOf('invoice.txt', 'text')), { 'invoice.txt': 'text' });
    assert.deepEqual(await bundlesOf(fileOf('march', await zipOf({ 'a.json': 'a' }))), {
      'march!/a.json': 'a',
    });
  });

  it('answers for archives that cannot be read, and for archives in archives', async () => {
    assert.deepEqual(
      await bundlesOf(
        fileOf('cut.zip', 'PK\u0003\u0004'),
        fileOf('out.zip', await zipOf({ 'in.zip': await zipOf({ 'a.json': '' }) })),
      ),
      { 'cut.zip': 'ARCHIVE_UNREADABLE', 'out.zip!/in.zip': 'ARCHIVE_NESTED' },
    );
  });
});
