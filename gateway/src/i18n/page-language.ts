/** The language of a page: `?lang=` counts before what the browser asks for, and each page has a link to the other one. */
import type { Request, Response } from 'express';
import { localsOf } from '../request-locals.js';
import { LANGUAGE_TAGS, LANGUAGES, type Language } from './language.js';

const NAMES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

export function pageLanguage(req: Request, res: Response): Language {
  return LANGUAGES.find((one) => one === req.query['lang']) ?? localsOf(res).language;
}

/** HTML of the link from a page to the same one in the other language. */
export function otherLanguageLink(language: Language): string {
  const other: Language = language === 'zh' ? 'en' : 'zh';
  return `<a href="?lang=${other}" lang="${LANGUAGE_TAGS[other]}">${NAMES[other]}</a>`;
}
