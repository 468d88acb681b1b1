import { webcrypto } from 'node:crypto';
import type { Timestamps } from '@chopmark/core/verify';

/** What reads timestamps: a large library, loaded when the first bundle with timestamps is met. */
export async function loadTimestamps(): Promise<Timestamps> {
  const { createTimestamps } = await import('@chopmark/core/timestamps');
  return createTimestamps(webcrypto);
}
