/**
 * A program beside the gateway, with the gateway's own environment, database and ledger: its answer as JSON on stdout,
 * how far it is on stderr.
 *
 * @module
 */
import { type Config, ConfigError, configFrom } from './config.js';
import { readNetworkFacts } from './config/network-facts.js';
import { KeyFile } from './keys/key-file.js';
import { keyFileOptions } from './keys/key-file-options.js';
import { Vault } from './keys/vault.js';
import { FabricLedger } from './ledger/fabric-ledger.js';
import type { Ledger } from './ledger/ledger.js';
import { cleanText } from './request-log.js';
import { resolveSecrets } from './secrets.js';
import { createDatabase, type Db } from './store/database.js';
import { migrate } from './store/migrate.js';

const TELL_MS = 500;

export interface ToolContext {
  readonly config: Config;
  /** Migrated. */
  readonly db: Db;
  readonly vault: Vault;
  readonly ledger: Ledger;
  readonly progress: (text: string) => void;
}

export interface ToolOutcome {
  readonly answer: object;
  readonly exitCode: number;
}

/** Ends with the exit code of the outcome, or with 1 and words on stderr. */
export async function runTool(
  name: string,
  work: (context: ToolContext) => Promise<ToolOutcome>,
): Promise<void> {
  try {
    const { env, faults } = resolveSecrets(process.env);
    const config = configFrom(env, faults);
    const facts = await readNetworkFacts(config.connection, config.organization);
    const db = createDatabase(config.databaseUrl, { applicationName: name, maxConnections: 3 });
    const ledger = new FabricLedger(facts.connection);
    try {
      const keys = await KeyFile.open(keyFileOptions(config));
      await migrate(db, undefined, keys);
      const vault = await Vault.open(db, keys);
      const { answer, exitCode } = await work({ config, db, vault, ledger, progress: teller() });
      process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      process.exitCode = exitCode;
    } finally {
      ledger.close();
      await db.destroy();
    }
  } catch (error) {
    const text = error instanceof Error ? error.message : `${name} failed`;
    process.stderr.write(`${error instanceof ConfigError ? text : cleanText(text)}\n`);
    process.exitCode = 1;
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
