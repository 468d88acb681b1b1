/**
 * `fsck` of one gateway as a process, with the gateway's own environment: the report as JSON on stdout, how far it is on
 * stderr. Exit code 0: nothing wrong; 4: findings; 1: it could not be told.
 *
 *   node gateway/dist/fsck/main.js                     looks
 *   node gateway/dist/fsck/main.js --repair            takes up batches that a restored database lacks
 *   node gateway/dist/fsck/main.js --refuse-altered    ends documents that were damaged before they got a number
 *
 * @module
 */
import { parseArgs } from 'node:util';

import { ConfigError, configFrom } from '../config.js';
import { readNetworkFacts } from '../config/network-facts.js';
import { KeyFile } from '../keys/key-file.js';
import { keyFileOptions } from '../keys/key-file-options.js';
import { Vault } from '../keys/vault.js';
import { FabricLedger } from '../ledger/fabric-ledger.js';
import { cleanText } from '../request-log.js';
import { resolveSecrets } from '../secrets.js';
import { createDatabase } from '../store/database.js';
import { migrate } from '../store/migrate.js';
import { refuseAltered } from './check-waiting.js';
import { fsck } from './fsck.js';
import { repair } from './repair.js';

const FINDINGS = 4;
const TELL_MS = 500;

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: { repair: { type: 'boolean' }, 'refuse-altered': { type: 'boolean' } },
  });
  const { env, faults } = resolveSecrets(process.env);
  const config = configFrom(env, faults);
  const facts = await readNetworkFacts(config.connection, config.organization);
  const db = createDatabase(config.databaseUrl, { applicationName: 'chopmark-fsck', maxConnections: 3 });
  const ledger = new FabricLedger(facts.connection);
  try {
    const keys = await KeyFile.open(keyFileOptions(config));
    await migrate(db, undefined, keys);
    const context = {
      db,
      vault: await Vault.open(db, keys),
      ledger,
      issueChannel: config.issueChannel,
      progress: teller(),
    };
    const repaired = values.repair === true ? await repair(context) : undefined;
    const refused = values['refuse-altered'] === true ? await refuseAltered(context) : undefined;
    const report = await fsck(context);
    const all = { ...report, ...(repaired && { repaired }), ...(refused && { refused }) };
    process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
    process.exitCode = report.findings.length > 0 ? FINDINGS : 0;
  } finally {
    ledger.close();
    await db.destroy();
  }
}

/** Not every step, and always on a line of its own. */
function teller(): (text: string) => void {
  let told = 0;
  return (text) => {
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    process.stderr.write(`${text}\n`);
  };
}

run().catch((error: unknown) => {
  const text = error instanceof Error ? error.message : 'fsck failed';
  process.stderr.write(`${error instanceof ConfigError ? text : cleanText(text)}\n`);
  process.exitCode = 1;
});
