/**
 * `/setup`: the page behind the link that comes with a new account. It takes the secret from behind the `#`, which no
 * browser sends to a server, and lets the owner of the account set the password.
 *
 * @module
 */
import { Router } from 'express';
import { MIN_PASSWORD_LENGTH } from '../accounts/password-rules.js';
import { LANGUAGE_TAGS, type Language, type Text } from '../i18n/language.js';
import { localsOf } from '../request-locals.js';
import type { Organization } from '../rights/right.js';
import { pageHeaders } from '../security-headers.js';

const TEXTS = {
  en: {
    title: 'Set your password',
    rule: `At least ${MIN_PASSWORD_LENGTH} characters that nobody guesses: some unrelated words do.`,
    account: 'Account',
    password: 'Password',
    again: 'Once more',
    send: 'Set password',
    differ: 'The two are not the same.',
    missing: 'This address lacks its secret: open the whole link that you were given.',
    done: 'Done. You can sign in now.',
    refused: 'This password is not taken. Reason: ',
    verify: 'Verify a document',
    docs: 'First steps with the interface',
    host: 'Gateway of',
    failed:
      'The gateway does not answer. Please try again; if the secret is refused then, the password may be set: sign in.',
    sending: 'One moment …',
    loading: 'This page needs its script: reload the page when the button stays gray.',
  },
  zh: {
    title: '设置密码',
    rule: `至少 ${MIN_PASSWORD_LENGTH} 个不易被猜中的字符，例如几个不相关的词。`,
    account: '账号',
    password: '密码',
    again: '再次输入',
    send: '设置密码',
    differ: '两次输入不一致。',
    missing: '链接不完整：请打开您收到的完整链接。',
    done: '设置完成，现在可以登录。',
    refused: '此密码不被接受。原因：',
    verify: '查验文件',
    docs: '接口快速接入',
    host: '网关所属机构：',
    failed: '网关无响应，请重试；若随后提示密钥无效，则密码可能已设置成功，请直接登录。',
    sending: '请稍候……',
    loading: '本页面需要脚本：若按钮一直为灰色，请刷新页面。',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

const HOSTS: Readonly<Record<Organization, Text>> = {
  tax: { en: 'the tax bureau', zh: '税务局' },
  affairs: { en: 'the government affairs office', zh: '政务服务机构' },
  court: { en: 'the court', zh: '法院' },
};

/** Words of ours only: nothing in it comes from a request. Whose account it is, only who has the secret may learn. */
function pageIn(language: Language, organization: Organization): string {
  const { title, rule, account, password, again, send, loading, host, verify, docs, ...notes } =
    TEXTS[language];
  const said = (['differ', 'missing', 'done', 'failed', 'refused', 'sending'] as const).map(
    (name) => `data-${name}="${notes[name]}"`,
  );
  const field = (name: string, label: string): string =>
    `<p><label for="${name}">${label}</label><br>` +
    `<input id="${name}" name="${name}" type="password" autocomplete="new-password" required></p>`;
  return `<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Chopmark</title>
<link rel="icon" href="data:,"><link rel="stylesheet" href="/setup/page.css"></head>
<body><main><h1>${title}</h1><p class="host">${host} ${HOSTS[organization][language]}</p><p id="rule">${rule}</p>
<form ${said.join(' ')}>
<p id="whose" hidden><label for="account">${account}</label><br>
<input id="account" name="account" autocomplete="username" readonly></p>
${field('password', password)}
${field('again', again)}
<p><button disabled>${send}</button></p></form>
<p id="note" role="status" aria-live="polite">${loading}</p>
<nav id="next" hidden><a href="/verify">${verify}</a> <a href="/docs/start">${docs}</a></nav></main>
<script src="/setup/page.js"></script></body></html>
`;
}

const SCRIPT = `'use strict';
const PATIENCE_MS = 30_000;
const form = document.querySelector('form');
const button = document.querySelector('button');
const note = document.querySelector('#note');
const next = document.querySelector('#next');
const whose = document.querySelector('#whose');
let secret = '';

function takeSecret() {
  if (location.hash.length > 1) secret = location.hash.slice(1);
  // Neither the history nor a look over the shoulder shall keep it.
  history.replaceState(null, '', location.pathname);
  form.hidden = false;
  next.hidden = true;
  whose.hidden = true;
  form.elements.account.value = '';
  note.textContent = secret === '' ? form.dataset.missing : '';
  // What keeps the name away is told when the password is sent.
  if (secret !== '') nameAccount().catch(() => undefined);
}

const post = (path, body, signal) =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  });

/** Whose password it is tells the secret alone, to whoever has it. */
async function nameAccount() {
  const used = secret;
  const answer = await post('/v1/account-setups/preview', { secret });
  const { account, detail } = await answer.json();
  // Meanwhile another link may have been opened, or the password sent.
  if (used !== secret) return;
  whose.hidden = !answer.ok;
  if (answer.ok) form.elements.account.value = account;
  else if (answer.status < 500 && note.textContent === '') note.textContent = detail;
}

/** What is said of the answer; nothing when the password was set. */
async function send(password) {
  const patience = new AbortController();
  setTimeout(() => patience.abort(), PATIENCE_MS);
  try {
    const answer = await post('/v1/account-setups', { secret, password }, patience.signal);
    if (answer.status === 204) return undefined;
    const { detail, errors = [] } = await answer.json();
    const reasons = errors.map((fault) => fault.detail).join('; ');
    return reasons === '' ? detail || form.dataset.failed : form.dataset.refused + reasons;
  } catch {
    return form.dataset.failed;
  }
}

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  // A second click would be told that the secret was used.
  if (button.disabled) return;
  const { password, again } = form.elements;
  if (secret === '' || password.value !== again.value) {
    note.textContent = secret === '' ? form.dataset.missing : form.dataset.differ;
    return;
  }
  const used = secret;
  button.disabled = true;
  note.textContent = form.dataset.sending;
  const refusal = await send(password.value);
  button.disabled = false;
  // Meanwhile another link may have been opened.
  if (used !== secret) return;
  form.hidden = refusal === undefined;
  next.hidden = !form.hidden;
  note.textContent = refusal ?? form.dataset.done;
});

takeSecret();
// The whole link may be opened where a cut one stands: then the browser loads no page.
addEventListener('hashchange', takeSecret);
button.disabled = false;
`;

const STYLE = `
:root { color-scheme: light; }
body { margin: 0; background: #f3f4f6; color: #1a1a1a; font: 16px/1.6 system-ui, "Noto Sans SC", "Microsoft YaHei", sans-serif; }
main { max-width: 28rem; margin: 2rem auto; padding: 1.5rem 2rem; background: #fff; border-top: .4rem solid #9b1c1c; }
h1 { margin: 0; font-size: 1.5rem; color: #9b1c1c; } .host { margin: 0; color: #555; } form p { margin: .8rem 0; }
input[readonly] { background: #f3f4f6; } input { box-sizing: border-box; width: 100%; padding: .5rem; border: 1px solid #767676; font: inherit; }
button { padding: .5rem 1.5rem; border: 0; background: #9b1c1c; color: #fff; font: inherit; cursor: pointer; }
button:disabled { background: #6b7280; cursor: default; }
nav { display: flex; flex-wrap: wrap; gap: .6rem 1.5rem; } [hidden] { display: none; } a { color: #1d4ed8; }
:focus-visible { outline: 3px solid #1d4ed8; outline-offset: 2px; }
@media (max-width: 40rem) { main { margin: 0; padding: 1rem; } }
`;

export function setupPage({ organization }: { readonly organization: Organization }): Router {
  const router = Router();
  router.use('/setup', pageHeaders, (_req, res, next) => {
    localsOf(res).route = '/setup';
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/setup', (_req, res) => {
    res.type('html').send(pageIn(localsOf(res).language, organization));
  });
  router.get('/setup/page.css', (_req, res) => {
    res.type('css').send(STYLE);
  });
  router.get('/setup/page.js', (_req, res) => {
    res.type('js').send(SCRIPT);
  });
  return router;
}
