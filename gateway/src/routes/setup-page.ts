/**
 * `/setup`: the page behind the link that comes with a new account. It takes the secret from behind the `#`, which no
 * browser sends to a server, and lets the owner of the account set the password.
 *
 * @module
 */
import { Router } from 'express';
import { MIN_PASSWORD_LENGTH } from '../accounts/password-rules.js';
import { LANGUAGE_TAGS, type Language } from '../i18n/language.js';
import { localsOf } from '../request-locals.js';
import { pageHeaders } from '../security-headers.js';

const TEXTS = {
  en: {
    title: 'Set your password',
    rule: `At least ${MIN_PASSWORD_LENGTH} characters that nobody guesses: some unrelated words do.`,
    password: 'Password',
    again: 'Once more',
    send: 'Set password',
    differ: 'The two are not the same.',
    missing: 'This address lacks its secret: open the whole link that you were given.',
    done: 'Done. You can sign in now.',
    failed: 'The gateway does not answer. Please try again.',
  },
  zh: {
    title: '设置密码',
    rule: `至少 ${MIN_PASSWORD_LENGTH} 个不易被猜中的字符，例如几个不相关的词。`,
    password: '密码',
    again: '再次输入',
    send: '设置密码',
    differ: '两次输入不一致。',
    missing: '链接不完整：请打开您收到的完整链接。',
    done: '设置完成，现在可以登录。',
    failed: '网关无响应，请重试。',
  },
} as const satisfies Readonly<Record<Language, Readonly<Record<string, string>>>>;

/** Words of ours only: nothing in it comes from a request. */
function pageIn(language: Language): string {
  const { title, rule, password, again, send, differ, missing, done, failed } = TEXTS[language];
  const field = (name: string, label: string): string =>
    `<p><label for="${name}">${label}</label><br>` +
    `<input id="${name}" name="${name}" type="password" autocomplete="new-password" required></p>`;
  return `<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title} – Chopmark</title></head>
<body><main><h1>${title}</h1><p id="rule">${rule}</p>
<form data-differ="${differ}" data-missing="${missing}" data-done="${done}" data-failed="${failed}">
${field('password', password)}
${field('again', again)}
<p><button>${send}</button></p></form>
<p id="note" role="status" aria-live="polite"></p></main>
<script src="/setup/page.js"></script></body></html>
`;
}

const SCRIPT = `'use strict';
const form = document.querySelector('form');
const note = document.querySelector('#note');
const secret = location.hash.slice(1);
// Neither the history nor a look over the shoulder shall keep it.
history.replaceState(null, '', location.pathname);
if (secret === '') note.textContent = form.dataset.missing;

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { password, again } = form.elements;
  if (password.value !== again.value) {
    note.textContent = form.dataset.differ;
    return;
  }
  try {
    const answer = await fetch('/v1/account-setups', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ secret, password: password.value }),
    });
    if (answer.status === 204) {
      form.hidden = true;
      note.textContent = form.dataset.done;
    } else {
      const { detail, errors = [] } = await answer.json();
      note.textContent = [detail, ...errors.map((fault) => fault.detail)].join(': ');
    }
  } catch {
    note.textContent = form.dataset.failed;
  }
});
`;

export function setupPage(): Router {
  const router = Router();
  router.use('/setup', pageHeaders, (_req, res, next) => {
    localsOf(res).route = '/setup';
    res.set('Cache-Control', 'no-store');
    next();
  });
  router.get('/setup', (_req, res) => {
    res.type('html').send(pageIn(localsOf(res).language));
  });
  router.get('/setup/page.js', (_req, res) => {
    res.type('js').send(SCRIPT);
  });
  return router;
}
