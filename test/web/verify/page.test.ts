import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
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
    const script = gzipSync(await readFile(join(folder, 'assets', 'verify.js')));
    assert.ok(script.length <= MAX_SCRIPT_BYTES, `${script.length} bytes`);
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
