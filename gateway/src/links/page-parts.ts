/** What the pages behind secret links have in common. */
import { NOTE_WORDING } from '@chopmark/core/verify';
import { escapeHtml } from '../i18n/escape-html.js';
import { LANGUAGE_TAGS, type Language, type Text } from '../i18n/language.js';
import type { VersionView } from '../schemas/platform.js';

export interface PageFacts {
  readonly language: Language;
  /** Nothing that a demonstration issues counts. */
  readonly isDemo: boolean;
  /** One process plays every organization. */
  readonly isEmbedded: boolean;
}

/** What the version of a gateway says for all pages. */
export function hereOf({
  mode,
  networkKind,
}: Pick<VersionView, 'mode' | 'networkKind'>): Omit<PageFacts, 'language'> {
  return { isDemo: mode === 'demo', isEmbedded: networkKind === 'embedded' };
}

const DEMO: Text = {
  en: 'Demonstration: this is no legal invoice.',
  zh: '演示环境：本页所示不是合法有效的发票。',
};

/** Up to the end of the head. */
export function pageStart(title: string, language: Language): string {
  return `<!doctype html>
<html lang="${LANGUAGE_TAGS[language]}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex, nofollow, noarchive"><meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="/i/style.css"></head>`;
}

/** Above everything, on paper too: who opens such a link has read nothing else of ours. Empty in production. */
export function notices({ language, isDemo, isEmbedded }: PageFacts): string {
  const texts = [
    ...(isDemo ? [DEMO[language]] : []),
    ...(isEmbedded ? [NOTE_WORDING.DEVELOPMENT_NETWORK[language]] : []),
  ];
  return texts.length === 0 ? '' : `<p class="banner" role="note">${texts.map(escapeHtml).join(' ')}</p>`;
}
