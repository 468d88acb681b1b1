import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { ownUrl } from '../../../web/src/verify/fetch-own.js';
import { bundlePathOf } from '../../../web/src/verify/link.js';
import { FIELD_NAMES, LINE_NAMES, TEXTS, textOf } from '../../../web/src/verify/texts.js';

/** A page on weak networks: what it may weigh, compressed. */
const MAX_SCRIPT_BYTES = 60_000;

describe('the built page', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-web-'));
    execFileSync(process.execPath, [
      fileURLToPath(new URL('../../../scripts/bundle-web.mjs', import.meta.url)),
      folder,
    ]);
  });
  after(() => rm(folder, { recursive: true }));

  it('is the same at / and /verify, and light', async () => {
    assert.deepEqual((await readdir(folder)).sort(), ['assets', 'index.html', 'verify.html']);
    assert.equal(
      await readFile(join(folder, 'index.html'), 'utf8'),
      await readFile(join(folder, 'verify.html'), 'utf8'),
    );
    const scripts = await loadedScripts(join(folder, 'assets'), 'verify.js');
    const bytes = scripts.map((script) => gzipSync(script, { level: 9 }).length);
    assert.ok(bytes.reduce((sum, one) => sum + one, 0) <= MAX_SCRIPT_BYTES, `${bytes.join(' + ')} bytes`);
  });

  it('loads signatures in plain JavaScript only where the browser has none', async () => {
    const assets = join(folder, 'assets');
    const loaded = (await loadedScripts(assets, 'verify.js')).join('');
    const all = await Promise.all(
      (await readdir(assets))
        .filter((name) => name.endsWith('.js'))
        .map((name) => readFile(join(assets, name), 'utf8')),
    );
    /** Coefficient b of P-256, which only an implementation of it needs. */
    const coefficient = '5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b';

    assert.ok(all.join('').includes(coefficient));
    assert.ok(!loaded.includes(coefficient));
  });

  it('has no inline script or style, and names no other host', async () => {
    const html = await readFile(join(folder, 'verify.html'), 'utf8');
    const css = await readFile(join(folder, 'assets', 'verify.css'), 'utf8');

    assert.doesNotMatch(html, /<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)/i);
    assert.doesNotMatch(html + css, /https?:\/\//);
    assert.doesNotMatch(css, /@import|url\(/);
  });

  it('asks for texts that exist', async () => {
    const html = await readFile(join(folder, 'verify.html'), 'utf8');

    for (const [, name = ''] of html.matchAll(/data-text="(\w+)"/g))
      assert.ok(Object.hasOwn(TEXTS, name), name);
  });
});

/** A script and those that it imports before it runs. */
async function loadedScripts(folder: string, name: string): Promise<string[]> {
  const text = await readFile(join(folder, name), 'utf8');
  const imports = [...text.matchAll(/(?:^|[;}])import(?:[^"';(]*from)?"\.\/([^"]+)"/g)].map(
    ([, one = '']) => one,
  );
  return [text, ...(await Promise.all(imports.map((one) => loadedScripts(folder, one)))).flat()];
}

describe('the verifier in one file', () => {
  const script = fileURLToPath(new URL('../../../scripts/bundle-verifier.mjs', import.meta.url));
  let folder: string;
  let html: string;
  let markup: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chopmark-verifier-'));
    execFileSync(process.execPath, [script, join(folder, 'verifier.html')]);
    html = await readFile(join(folder, 'verifier.html'), 'utf8');
    markup = html.replace(/<script>[\s\S]*?<\/script>|<style>[\s\S]*?<\/style>/g, '');
  });
  after(() => rm(folder, { recursive: true }));

  it('may load nothing, and run nothing but the script that its policy names by hash', () => {
    const policy = /http-equiv="Content-Security-Policy"\s+content="([^"]*)"/.exec(html)?.[1] ?? '';
    const hashOf = (text = ''): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const scripts = [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)];
    const styles = [...html.matchAll(/<style>([\s\S]*?)<\/style>/g)];

    assert.equal(scripts.length, 1);
    assert.equal(styles.length, 1);
    assert.deepEqual(policy.split('; '), [
      "default-src 'none'",
      `script-src ${hashOf(scripts[0]?.[1])}`,
      `style-src ${hashOf(styles[0]?.[1])}`,
      "base-uri 'none'",
      "form-action 'none'",
      "require-trusted-types-for 'script'",
    ]);
  });

  it('names no other file and no host', () => {
    assert.doesNotMatch(markup, /\ssrc=|\shref="(?!#)|\sstyle=|\son[a-z]+=|url\(|@import/i);
    assert.doesNotMatch(markup, /https?:\/\/(?!www\.w3\.org\/2000\/svg)/);
    assert.doesNotMatch(markup, /<!-- |-->/, 'no mark of the page that it was made from');
  });

  it('has no part that needs a host', () => {
    assert.doesNotMatch(markup, /check-form|backToHost/);
    assert.match(markup, /backToBuiltIn/);
    for (const [, name = ''] of markup.matchAll(/data-text="(\w+)"/g))
      assert.ok(Object.hasOwn(TEXTS, name), name);
  });

  it('is made of the same bytes each time', async () => {
    execFileSync(process.execPath, [script, join(folder, 'again.html')]);

    assert.ok((await readFile(join(folder, 'again.html'), 'utf8')) === html);
  });
});

describe('textOf', () => {
  it('has every text in both languages, with the same places to fill', () => {
    for (const { en, zh } of [
      ...Object.values(TEXTS),
      ...Object.values(FIELD_NAMES),
      ...Object.values(LINE_NAMES),
    ]) {
      assert.match(zh, /[\u4e00-\u9fff]/);
      assert.deepEqual(zh.match(/\{\w+\}/g)?.sort(), en.match(/\{\w+\}/g)?.sort());
    }
  });

  it('fills places, and leaves unknown ones as they are', () => {
    assert.match(textOf('trustHost', 'en', { host: 'a.example' }), /trusting a\.example/);
    assert.match(textOf('trustHost', 'zh'), /\{host\}/);
  });
});

describe('bundlePathOf', () => {
  for (const [fragment, path] of [
    ['#u=/samples/bundle.json', '/samples/bundle.json'],
    ['#u=%2Fv1%2Finvoices%2F1%2Fbundle', '/v1/invoices/1/bundle'],
    ['#u=https://example.org/b', undefined],
    ['#u=//example.org/b', undefined],
    ['#u=bundle.json', undefined],
    ['#u=', undefined],
    ['', undefined],
    ['#top', undefined],
  ] as const) {
    it(`reads ${fragment || 'nothing'} as ${path ?? 'nothing'}`, () => {
      assert.equal(bundlePathOf(fragment), path);
    });
  }
});

describe('ownUrl', () => {
  const PAGE = 'https://tax.example/verify#u=/x';

  it('takes addresses of the page’s own host', () => {
    assert.equal(ownUrl('/samples/bundle.json', PAGE).href, 'https://tax.example/samples/bundle.json');
    assert.equal(
      ownUrl('./.well-known/chopmark-trust.json', PAGE).href,
      'https://tax.example/.well-known/chopmark-trust.json',
    );
  });

  for (const address of [
    'https://example.org/b',
    '//example.org/b',
    '/\\example.org/b',
    'http://tax.example/b',
    'https://tax.example:444/b',
    'https://user@tax.example/b',
    'javascript:alert(1)',
    'data:,x',
    'https://',
  ]) {
    it(`refuses ${address}`, () => {
      assert.throws(() => ownUrl(address, PAGE), { code: 'FOREIGN_ADDRESS' });
    });
  }
});
