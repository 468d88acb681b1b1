/** Where a gateway's master keys lie: named in production, beside its other secrets in a demonstration. */
import { join } from 'node:path';

import type { Config } from '../config.js';
import type { KeyFileOptions } from './key-file.js';

export function keyFileOptions({ mode, masterKeys, dataFolder }: Config): KeyFileOptions {
  return { path: masterKeys ?? join(dataFolder, 'master-keys'), strict: mode === 'production' };
}
