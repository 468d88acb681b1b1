import type { Text } from './report.js';

/** English first, as in wording.ts. */
export function text(en: string, zh: string): Text {
  return { en, zh };
}
