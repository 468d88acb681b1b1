/**
 * The page of a secret link that opens nothing, or not now: what happened, and what its holder can do. It tells an unknown
 * link from a revoked one as little as the problem does.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import { escapeHtml } from '../i18n/escape-html.js';
import { languageOf, type Text } from '../i18n/language.js';
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
  INVOICE_DAMAGED: {
    title: { en: 'This invoice cannot be read here', zh: '此发票的存储内容已损坏' },
    what: {
      en: 'What this gateway stores of it is damaged. What is on the ledger stands, and the link itself is good.',
      zh: '网关存储的发票内容已损坏；账本上的记录不受影响，链接本身有效。',
    },
    advice: {
      en: 'Tell the seller the number below: the operator can bring the invoice back from a backup. A proof that you saved can still be verified.',
      zh: '请将下方编号告知销售方，运维可由备份恢复此发票；您已保存的证明包仍可查验。',
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
  UNAVAILABLE: {
    title: { en: 'Not available at the moment', zh: '暂时无法打开' },
    what: {
      en: 'A part of this gateway does not answer. The link itself may be good, and nothing is lost.',
      zh: '网关的某个部件暂无应答；链接本身可能有效，数据没有丢失。',
    },
    advice: {
      en: 'Open this page again in a few minutes.',
      zh: '请过几分钟重新打开本页。',
    },
  },
  OVERLOADED: {
    title: { en: 'Too busy at the moment', zh: '系统繁忙' },
    what: {
      en: 'More is asked of this gateway than it takes at once. The link itself may be good.',
      zh: '网关当前请求过多；链接本身可能有效。',
    },
    advice: { en: 'Open this page again in a minute.', zh: '请一分钟后重新打开本页。' },
  },
  MALFORMED_PATH: {
    title: { en: 'This address is damaged', zh: '链接地址有误' },
    what: {
      en: 'The address has characters that no link of ours has; perhaps it was changed on its way.',
      zh: '地址中含有本网关链接不会出现的字符，可能在传递时被改动。',
    },
    advice: {
      en: 'Copy the whole address once more from where you were given it.',
      zh: '请从原处重新复制完整地址。',
    },
  },
} as const satisfies Readonly<Record<string, Words>>;

const FAULT: Words = {
  title: { en: 'Something went wrong here', zh: '网关出现故障' },
  what: {
    en: 'This gateway could not show the invoice. The fault is on this side; the link itself may be good.',
    zh: '网关无法显示此发票。故障在网关一方；链接本身可能有效。',
  },
  advice: {
    en: 'Try again later. If it stays so, tell the seller the number below: the operator finds the fault by it.',
    zh: '请稍后重试；如仍如此，请将下方编号告知销售方，以便运维查找故障。',
  },
};

/** @param traceId Of a fault of ours, for whoever looks for it. */
export function closedLinkPage(code: string, facts: PageFacts, traceId?: string): string {
  const { language } = facts;
  const { title, what, advice } = Object.hasOwn(WORDS, code) ? WORDS[code as keyof typeof WORDS] : FAULT;
  const say = (text: Text): string => escapeHtml(text[language]);
  return `${pageStart(title[language], language)}
<body>${notices(facts)}<main>
<h1>${say(title)}</h1><p>${say(what)}</p><p>${say(advice)}</p>
<nav><a href="/verify">${PAGE_WORDS[language].verify}</a> ${otherLanguageLink(language)}</nav>
<footer><code>${code}</code>${traceId === undefined ? '' : ` <code>${escapeHtml(traceId)}</code>`}</footer>
</main></body></html>
`;
}

/** For a browser that finds no place at the door, before anything is looked at but the head of its request. */
export function crowdedLinkPage(
  { url = '', headers }: IncomingMessage,
  here: Omit<PageFacts, 'language'>,
): string | undefined {
  const isPage = url.startsWith('/i/') && /^\s*text\/html\b/i.test(headers.accept ?? '');
  return isPage
    ? closedLinkPage('OVERLOADED', { language: languageOf(headers['accept-language']), ...here })
    : undefined;
}
