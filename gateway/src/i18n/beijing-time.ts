/** Instants for people. */
import type { Language, Text } from './language.js';

const ZONE: Text = { en: 'Beijing time', zh: '北京时间' };

/** Asia/Shanghai lies eight hours before UTC and has had no summer time since 1991. */
const OFFSET_MS = 8 * 3600 * 1000;

/** `2026-11-22T12:58:27.720Z` → `2026-11-22 20:58:27` with the name of the zone. */
export function beijingTime(instant: string, language: Language): string {
  const local = new Date(Date.parse(instant) + OFFSET_MS).toISOString();
  return `${local.slice(0, 10)} ${local.slice(11, 19)} (${ZONE[language]})`;
}
