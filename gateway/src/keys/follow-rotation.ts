/** Lets a running gateway take up wrapping keys that a command put in force (`chopmark keys rotate`). */
import type { Logger } from 'pino';

import { Housekeeping } from '../housekeeping.js';
import type { Vault } from './vault.js';

/** Within this time every process seals by a new key; a retired one is kept for far longer. */
export const FOLLOW_MS = 60_000;

/** @returns What ends it. */
export function followRotation(vault: Vault, logger: Logger): () => Promise<void> {
  const chore = { name: 'keys', everyMs: FOLLOW_MS, run: () => vault.refresh() };
  const housekeeping = new Housekeeping([chore], (_, err) => {
    logger.warn({ err }, 'wrapping keys cannot be read');
  });
  return () => housekeeping.stop();
}
