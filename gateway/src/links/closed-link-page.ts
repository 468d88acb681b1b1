/**
 * The page of a secret link that opens nothing: what happened, and what its holder can do. It tells an unknown link from
 * a revoked one as little as the problem does.
 *
 * @module
 */
import { escapeHtml } from '../i18n/escape-html.js';
import type { Text } from '../i18n/language.js';
import { otherLanguageLink } from '../i18n/page-language.js';
import { notices, type PageFacts, pageStart } from './page-parts.js';
import { PAGE_WORDS } from './page-words.js';

interface Words {
  readonly title: Text;
  readonly what: Text;
  readonly advice: Text;
}

const WORDS = {
  LINK_NOT_FOUND: {
    title: { en: 'This link opens nothing', zh: '此链接无法打开' },
    what: {
      en: 'It was revoked, it has expired, or its address is not complete.',
      zh: '链接已被撤销、已过期，或地址不完整。',
    },
    advice: {
      en: 'Copy the whole address once more. If it still opens nothing, ask the seller for a new link.',
      zh: '请重新复制完整地址；如仍无法打开，请向销售方索取新链接。',
    },
  },
  INVOICE_ERASED: {
    title: { en: 'This invoice was erased', zh: '此发票内容已删除' },
    what: {
      en: 'The gateway keeps its content no more; number and hash stand on the ledger as before.',
      zh: '网关不再保存其内容；号码与哈希仍在账本上。',
    },
    advice: {
      en: 'If you need the invoice, ask the seller, who may hold a copy. A proof that you saved can still be verified.',
      zh: '如需发票，请联系销售方；您已保存的证明包仍可查验。',
    },
  },
  TOO_MANY_REQUESTS: {
    title: { en: 'Too many requests', zh: '请求过多' },
    what: {
      en: 'Too much was asked from your address in a short time. The link itself may be good.',
      zh: '您的地址在短时间内请求过多；链接本身可能有效。',
    },
    advice: { en: 'Open this page again in a minute.', zh: '请一分钟后重新打开本页。' },
  },
} as const satisfies Readonly<Record<string, Words>>;

export type ClosedLinkCode = keyof typeof WORDS;

export function isClosedLinkCode(code: string): code is ClosedLinkCode {
  return Object.hasOwn(WORDS, code);
}

export function closedLinkPage(code: ClosedLinkCode, facts: PageFacts): string {
  const { language } = facts;
  const { title, what, advice } = WORDS[code];
  const say = (text: Text): string => escapeHtml(text[language]);
  return `${pageStart(title[language], language)}
<body>${notices(facts)}<main>
<h1>${say(title)}</h1><p>${say(what)}</p><p>${say(advice)}</p>
<nav><a href="/verify">${PAGE_WORDS[language].verify}</a> ${otherLanguageLink(language)}</nav>
<footer><code>${code}</code></footer>
</main></body></html>
`;
}
