/**
 * Keys of one gateway as a command, with the gateway's own environment: the report as JSON on stdout.
 *
 *   node gateway/dist/keys/main.js status                       which keys wrap how much, and when to rotate
 *   node gateway/dist/keys/main.js rotate                       a new wrapping key; everything wrapped under it
 *   node gateway/dist/keys/main.js rotate --master              a new master key in the file as well
 *   node gateway/dist/keys/main.js rotate --destroy-old-master  and no master key that nothing is wrapped by any more
 *
 * Exit code 0: done, nothing is due; 4: `status` says that it is time, `rotate` that something does not open; 1: it could
 * not be done; 2: wrong call.
 *
 * @module
 */
import { parseArgs } from 'node:util';

import { AuditLog, OPERATOR } from '../audit/audit-log.js';
import { type Config, ConfigError, configFrom } from '../config.js';
import { cleanText } from '../request-log.js';
import { resolveSecrets } from '../secrets.js';
import { createDatabase, type Db } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { KeyFile } from './key-file.js';
import { keyFileOptions } from './key-file-options.js';
import { keyStatus } from './key-status.js';
import { rotateKeys } from './rotate.js';

const USAGE = 2;
const ATTENTION = 4;

/** The command was called wrongly; the text says how. */
class UsageError extends Error {
  override readonly name = 'UsageError';
}

interface Call {
  readonly verb: 'status' | 'rotate';
  readonly addMaster: boolean;
  readonly destroyOldMaster: boolean;
}

/** @throws {UsageError} */
function callOf(args: readonly string[]): Call {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { master: { type: 'boolean' }, 'destroy-old-master': { type: 'boolean' } },
    });
    const [verb, ...rest] = positionals;
    const [addMaster, destroyOldMaster] = [values.master === true, values['destroy-old-master'] === true];
    const isStatus = verb === 'status' && !addMaster && !destroyOldMaster;
    if (rest.length === 0 && (isStatus || verb === 'rotate')) return { verb, addMaster, destroyOldMaster };
  } catch (cause) {
    throw new UsageError(cause instanceof Error ? cause.message : 'wrong call', { cause });
  }
  throw new UsageError('status, or rotate [--master] [--destroy-old-master]');
}

async function run(args: readonly string[]): Promise<void> {
  const call = callOf(args);
  const { env, faults } = resolveSecrets(process.env);
  const config = configFrom(env, faults);
  const keys = await KeyFile.open(keyFileOptions(config));
  const db = createDatabase(config.databaseUrl, { applicationName: 'chopmark-keys', maxConnections: 2 });
  try {
    await migrate(db, undefined, keys);
    if (call.verb === 'status') {
      const status = await keyStatus(db, keys.ids, new Date());
      tell(status, status.due.length > 0);
    } else await rotate(call, config, keys, db);
  } finally {
    await db.destroy();
  }
}

async function rotate(call: Call, { organization }: Config, keys: KeyFile, db: Db): Promise<void> {
  if (call.addMaster) await keys.add();
  const report = await rotateKeys(db, keys, (count) => process.stderr.write(`${count} documents\n`));
  const gone = call.destroyOldMaster ? await keys.keepOnly(new Set(report.masterKeys)) : [];
  const { active, destroyed } = report;
  const audit = new AuditLog(db, organization, () => new Date());
  const details = { active, destroyed: [...destroyed], destroyedMasterKeys: gone };
  await audit.append({ by: OPERATOR, action: 'keys.rotated', details });
  tell({ ...report, destroyedMasterKeys: gone }, report.damaged > 0);
}

function tell(answer: object, isAttentionNeeded: boolean): void {
  process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
  if (isAttentionNeeded) process.exitCode = ATTENTION;
}

run(process.argv.slice(2)).catch((error: unknown) => {
  const text = error instanceof Error ? error.message : 'nothing was done';
  process.stderr.write(`${error instanceof ConfigError ? text : cleanText(text)}\n`);
  process.exitCode = error instanceof UsageError ? USAGE : 1;
});
