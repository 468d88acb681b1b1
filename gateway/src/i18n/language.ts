/**
 * Which of our two languages a reader gets.
 *
 * @module
 */

export const LANGUAGES = ['en', 'zh'] as const;
export type Language = (typeof LANGUAGES)[number];

/** One text in each language; `{name}` stands for a parameter. */
export type Text = Readonly<Record<Language, string>>;

/** Value of `Content-Language`. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { en: 'en', zh: 'zh-CN' };

/**
 * Best language for an `Accept-Language` header (RFC 9110 section 12.5.4); English when it asks for neither.
 * A range counts by its first subtag: `zh-Hant-TW` reads our Chinese rather than English.
 */
export function languageOf(header: string | undefined): Language {
  if (header === undefined) return 'en';
  let best: { language: Language; weight: number } | undefined;
  for (const range of header.split(',')) {
    const [tag = '', ...parameters] = range.trim().toLowerCase().split(';');
    const language = LANGUAGES.find((candidate) => tag.trim().split('-')[0] === candidate);
    const weight = weightOf(parameters);
    if (language !== undefined && weight > 0 && (best === undefined || weight > best.weight)) {
      best = { language, weight };
    }
  }
  return best?.language ?? 'en';
}

function weightOf(parameters: readonly string[]): number {
  const quality = parameters.map((parameter) => /^\s*q=([01](?:\.\d{0,3})?)\s*$/.exec(parameter)?.[1]);
  const text = quality.find((value) => value !== undefined);
  return text === undefined ? 1 : Number(text);
}

/** The text with its parameters filled in; a parameter that was not given stays visible as `{name}`. */
export function fill(text: string, parameters: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = parameters[name];
    return value === undefined ? whole : String(value);
  });
}
