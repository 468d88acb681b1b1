/**
 * Accounts from the machine of the gateway, with the environment of the gateway: the first administrator, and the way
 * back in when nobody is left who could let others in. Prints one line of JSON.
 *
 *   node gateway/dist/accounts/main.js administrator NAME --organization TEXT --tax-id ID
 *   node gateway/dist/accounts/main.js reset|suspend|resume NAME
 *   node gateway/dist/accounts/main.js list
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { runAccountCommand, UsageError } from './account-command.js';
import { configFrom } from '../config.js';
import { createAccess } from '../create-access.js';
import { KeyFile } from '../keys/key-file.js';
import { keyFileOptions } from '../keys/key-file-options.js';
import { Vault } from '../keys/vault.js';
import { Refusal } from '../problems/refusal.js';
import { writeRefusal } from '../problem.js';
import { cleanText } from '../request-log.js';
import { resolveSecrets } from '../secrets.js';
import { generateSigningKey } from '../sessions/signing-key.js';
import { createDatabase } from '../store/database.js';
import { migrate } from '../store/migrate.js';

const USAGE = 2;

async function run(): Promise<void> {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { organization: { type: 'string' }, 'tax-id': { type: 'string' } },
  });
  const { env, faults } = resolveSecrets(process.env);
  const config = configFrom(env, faults);
  const db = createDatabase(config.databaseUrl, { maxConnections: 2, applicationName: 'chopmark-account' });
  try {
    const keys = await KeyFile.open(keyFileOptions(config));
    await migrate(db, undefined, keys);
    const access = createAccess({
      db,
      organization: config.organization,
      // No token is made here.
      signingKey: generateSigningKey(),
      vault: await Vault.open(db, keys),
      tokenSeconds: 1,
      sessionSeconds: 1,
      now: () => new Date(),
    });
    const answer = await runAccountCommand(positionals, values, { config, access });
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  } finally {
    await db.destroy();
  }
}

run().catch((error: unknown) => {
  if (error instanceof Refusal) process.stderr.write(`${error.code}: ${writeRefusal(error, 'en')}\n`);
  else process.stderr.write(`${cleanText(error instanceof Error ? error.message : String(error))}\n`);
  process.exitCode = error instanceof UsageError || isArgumentError(error) ? USAGE : 1;
});

function isArgumentError(error: unknown): boolean {
  return error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
}
