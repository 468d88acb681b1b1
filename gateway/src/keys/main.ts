/**
 * Keys of one gateway as a command, with the gateway's own environment: the report as JSON on stdout.
 *
 *   node gateway/dist/keys/main.js rotate                       a new wrapping key; every document's key under it
 *   node gateway/dist/keys/main.js rotate --master              a new master key in the file as well
 *   node gateway/dist/keys/main.js rotate --destroy-old-master  and no master key that nothing is wrapped by any more
 *
 * @module
 */
import { parseArgs } from 'node:util';

import { ConfigError, configFrom } from '../config.js';
import { cleanText } from '../request-log.js';
import { resolveSecrets } from '../secrets.js';
import { createDatabase } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { KeyFile } from './key-file.js';
import { keyFileOptions } from './key-file-options.js';
import { rotateKeys } from './rotate.js';

async function run(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { master: { type: 'boolean' }, 'destroy-old-master': { type: 'boolean' } },
  });
  if (positionals.join(' ') !== 'rotate') throw new Error('rotate is all that this command does');
  const { env, faults } = resolveSecrets(process.env);
  const config = configFrom(env, faults);
  const keys = await KeyFile.open(keyFileOptions(config));
  const db = createDatabase(config.databaseUrl, { applicationName: 'chopmark-keys', maxConnections: 2 });
  try {
    await migrate(db, undefined, keys);
    if (values.master === true) await keys.add();
    const report = await rotateKeys(db, keys, (count) => process.stderr.write(`${count} documents\n`));
    const gone = values['destroy-old-master'] === true ? await keys.keepOnly(new Set(report.masterKeys)) : [];
    process.stdout.write(`${JSON.stringify({ ...report, destroyedMasterKeys: gone }, null, 2)}\n`);
  } finally {
    await db.destroy();
  }
}

run().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : 'the keys were not rotated';
  process.stderr.write(`${error instanceof ConfigError ? text : cleanText(text)}\n`);
  process.exitCode = 1;
});
