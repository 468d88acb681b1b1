import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'esbuild';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What a browser would load to have these exports of an entry of core. */
async function bundled(entry: string, names = '*'): Promise<{ inputs: string[]; gzipped: number }> {
  const { metafile, outputFiles } = await build({
    absWorkingDir: ROOT,
    stdin: { contents: `export ${names} from '@chopmark/core/${entry}';`, resolveDir: join(ROOT, 'web') },
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'browser',
    target: 'es2022',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  return {
    inputs: Object.keys(metafile.inputs),
    gzipped: gzipSync(outputFiles[0]?.contents ?? Buffer.alloc(0), { level: 9 }).length,
  };
}

describe('@chopmark/core/timestamps', () => {
  it('alone carries the library for timestamps: the verifier stays within 60 kB', async () => {
    const library = (path: string): boolean => /node_modules\/(pkijs|asn1js)\//.test(path);

    const judging = '{ createVerifier, parseBundle, parseTrustProfile, prepareTrust, shownValues }';
    const verify = await bundled('verify', judging);
    const everything = await bundled('verify');
    const timestamps = await bundled('timestamps');

    assert.deepEqual(everything.inputs.filter(library), []);
    assert.ok(verify.gzipped <= 60_000, `${verify.gzipped} bytes`);
    assert.ok(timestamps.inputs.some(library));
  });

  it('runs without anything of Node', async () => {
    const { inputs, gzipped } = await bundled('timestamps');

    assert.deepEqual(
      inputs.filter((path) => path.includes('node:')),
      [],
    );
    assert.ok(gzipped <= 150_000, `${gzipped} bytes`);
  });
});
