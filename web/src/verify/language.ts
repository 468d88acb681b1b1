import type { Language } from '@chopmark/core/verify';
import { type TextName, TEXTS, textOf } from './texts.js';

/** Puts the page's fixed texts into a language: elements name theirs by `data-text`. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
  document.title = `${textOf('title', language)} · 验戳 Chopmark`;
  for (const element of document.querySelectorAll<HTMLElement>('[data-text]')) {
    const name = element.dataset['text'] ?? '';
    if (Object.hasOwn(TEXTS, name)) element.textContent = textOf(name as TextName, language);
  }
  for (const button of document.querySelectorAll<HTMLButtonElement>('[data-language]')) {
    button.setAttribute('aria-pressed', String(button.dataset['language'] === language));
  }
}
