/**
 * `/docs/start`: from nothing to a proof that was checked offline, for somebody who has only this address.
 *
 * @module
 */
import { escapeHtml as escaped } from '../i18n/escape-html.js';
import { fill, LANGUAGE_TAGS, type Language, type Text } from '../i18n/language.js';
import { otherLanguageLink } from '../i18n/page-language.js';
import { isPackage, type SdkFile } from './sdk.js';
import { STEPS, type Snippet, type Step } from './steps.js';

export interface StartFacts {
  /** Address of this gateway as its readers reach it. */
  readonly gateway: string;
  readonly issues: boolean;
  readonly isDemo: boolean;
  readonly sdk: readonly SdkFile[];
}

const WORDS = {
  title: { en: 'First steps', zh: '快速接入' },
  intro: {
    en: 'From an account to a proof that was checked without asking anybody, in an empty folder, with curl, Node and this page. Ten minutes.',
    zh: '从账号到离线验证的证明：只需一个空文件夹、curl、Node 与本页面，约十分钟。',
  },
  demo: {
    en: 'This is a demonstration: the first start drew the passwords and wrote them to demo-accounts.json in the folder of CHOPMARK_HOME, by default .chopmark; the account is “issuer”. Nothing issued here counts.',
    zh: '这是演示环境：首次启动时随机生成密码，写在 CHOPMARK_HOME 目录（默认 .chopmark）的 demo-accounts.json 中，账号为 issuer。此处开具的一切均无效力。',
  },
  elsewhere: {
    en: 'This gateway issues no invoices; the tax bureau’s does, and its /docs/start shows how.',
    zh: '本网关不开具发票；请参阅税务局网关的 /docs/start。',
  },
  copy: { en: 'Copy', zh: '复制' },
  copied: { en: 'Copied', zh: '已复制' },
  save: { en: 'Save as', zh: '保存为' },
  then: { en: 'You see:', zh: '结果：' },
  files: { en: 'The files of the SDK', zh: 'SDK 文件' },
  filesWords: {
    en: 'An address with a digest always gives the same bytes, or nothing. The integrity value is what package locks and the integrity attribute of a script element compare.',
    zh: '带摘要的地址只会返回相同的字节，否则不存在。完整性值可用于锁文件与 script 元素的 integrity 属性。',
  },
  noSdk: { en: 'This gateway gives no SDK out.', zh: '本网关不提供 SDK 下载。' },
  file: { en: 'File', zh: '文件' },
  integrity: { en: 'Integrity', zh: '完整性' },
  reference: { en: 'Every route', zh: '全部接口' },
  verify: { en: 'Verify in the browser', zh: '网页查验' },
  problems: {
    en: 'What is refused has a stable code, every wrong place, and a page of its own: the type of the problem is its address.',
    zh: '被拒绝的请求带有稳定的代码与全部错误位置；problem 的 type 即其说明页地址。',
  },
} as const satisfies Readonly<Record<string, Text>>;

export function startPage(facts: StartFacts, language: Language): string {
  const say = (name: keyof typeof WORDS): string => escaped(WORDS[name][language]);
  const steps = STEPS.filter(
    ({ issuing, id }) => (facts.issues || issuing !== true) && (id !== 'sdk' || facts.sdk.length > 0),
  );
  return `<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${say('title')} – Chopmark</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/docs/start.css"></head>
<body><main data-copy="${say('copy')}" data-copied="${say('copied')}">
<nav><a href="/docs">${say('reference')}</a> <a href="/verify">${say('verify')}</a> ${otherLanguageLink(language)}</nav>
<h1>${say('title')}</h1>
<p>${say('intro')}</p>
${facts.isDemo ? `<p class="note">${say('demo')}</p>` : ''}${facts.issues ? '' : `<p class="note">${say('elsewhere')}</p>`}
${steps.map((step, at) => section(step, at + 1, facts, language)).join('\n')}
<p>${say('problems')}</p>
<h2>${say('files')}</h2>
${facts.sdk.length === 0 ? `<p>${say('noSdk')}</p>` : filesTable(facts, language)}
</main><script src="/docs/start.js"></script></body></html>
`;
}

function section(
  { id, title, words, snippets, seen }: Step,
  at: number,
  facts: StartFacts,
  language: Language,
): string {
  return `<section id="${id}"><h2>${String(at)}. ${escaped(title[language])}</h2>
<p>${escaped(words[language])}</p>
${snippets.map((snippet) => code(snippet, facts, language)).join('\n')}
${seen === undefined ? '' : `<p class="seen">${escaped(`${WORDS.then[language]} ${seen[language]}`)}</p>`}</section>`;
}

function code({ to, text }: Snippet, facts: StartFacts, language: Language): string {
  const sdkPackage = facts.sdk.find(isPackage);
  const filled = fill(text, {
    gateway: facts.gateway,
    ...(sdkPackage && { package: `${facts.gateway}/sdk/${sdkPackage.digest}/${sdkPackage.name}` }),
  });
  if (to === 'sh') return `<pre data-run="sh" tabindex="0"><code>${escaped(filled)}</code></pre>`;
  const name = `<p class="file">${escaped(WORDS.save[language])} <code>${to.file}</code></p>`;
  return `${name}<pre data-file="${to.file}" tabindex="0"><code>${escaped(filled)}</code></pre>`;
}

function filesTable({ sdk }: StartFacts, language: Language): string {
  const rows = sdk.map(
    ({ name, digest, integrity }) =>
      `<tr><td><a href="/sdk/${name}">${name}</a><br><a href="/sdk/${digest}/${name}"><small>/sdk/${digest}/${name}</small></a></td><td><code>${integrity}</code></td></tr>`,
  );
  return `<p>${escaped(WORDS.filesWords[language])}</p>
<div class="wide"><table><thead><tr><th>${escaped(WORDS.file[language])}</th><th>${escaped(WORDS.integrity[language])}</th></tr></thead>
<tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** Puts a button on each block; without it the page is as good for selecting by hand, which is begun where copying is refused. */
export const START_SCRIPT = `'use strict';
const { copy, copied } = document.querySelector('main').dataset;
for (const block of document.querySelectorAll('pre')) {
  const button = document.createElement('button');
  button.textContent = copy;
  let resets;
  button.addEventListener('click', async () => {
    const code = block.querySelector('code');
    try {
      await navigator.clipboard.writeText(code.textContent);
    } catch {
      getSelection().selectAllChildren(code);
      return;
    }
    button.textContent = copied;
    clearTimeout(resets);
    resets = setTimeout(() => (button.textContent = copy), 2000);
  });
  if (navigator.clipboard) block.before(button);
}
`;

export const START_STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #f3f4f6; color: #1a1a1a; font: 16px/1.6 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
main { max-width: 60rem; margin: 0 auto; padding: 1rem 2rem 3rem; background: #fff; }
h1, h2 { color: #9b1c1c; } nav { display: flex; gap: 1.5rem; }
button { float: right; margin: .3rem; position: relative; z-index: 1; font: inherit; font-size: .85rem; cursor: pointer; }
pre { background: #1f2430; color: #f3f4f6; padding: .9rem 1.1rem; overflow-x: auto; border-radius: .3rem; font-size: .9rem; }
.note { background: #fff7e6; border-left: .3rem solid #b45309; padding: .5rem 1rem; } .seen { color: #14532d; } .file { margin-bottom: 0; }
.wide { overflow-x: auto; } table { border-collapse: collapse; } th, td { border: 1px solid #d0b0b0; padding: .35rem .5rem; text-align: left; vertical-align: top; }
td code { overflow-wrap: anywhere; } a { color: #1d4ed8; } :focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
`;
