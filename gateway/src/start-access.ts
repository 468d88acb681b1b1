/**
 * Accounts and sessions of a gateway: its keys, its demonstration accounts, and what is forgotten in time.
 *
 * @module
 */
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { assertNoDemoAccounts, parseDemoAccounts, upsertDemoAccounts } from './accounts/demo-accounts.js';
import { AuditDeposits } from './audit/audit-deposits.js';
import type { Anchoring } from './anchoring/create-anchoring.js';
import type { Config } from './config.js';
import type { NetworkFacts } from './config/network-facts.js';
import { createAccess, type AccessContext } from './create-access.js';
import { startChores, type Housekeeping } from './housekeeping.js';
import { OidcProvider } from './oidc/identity-provider.js';
import { cleanLogins } from './oidc/logins.js';
import { loadSigningKey } from './sessions/signing-key.js';
import { configuredTimestampClient } from './timestamps/configured-client.js';
import type { Db } from './store/database.js';

export interface StartAccessOptions {
  readonly config: Config;
  readonly facts: Pick<NetworkFacts, 'trust'>;
  readonly db: Db;
  readonly anchoring: Anchoring;
  readonly logger: Logger;
}

export interface StartedAccess {
  readonly access: AccessContext;
  readonly stop: () => Promise<void>;
}

/** @throws {ConfigError} `DEMO_ACCOUNTS_STORED` in production */
export async function startAccess(options: StartAccessOptions): Promise<StartedAccess> {
  const { config, facts, db, anchoring, logger } = options;
  const { organization } = config;
  const { vault } = anchoring;
  // Of versions that had a key of its own for counters of attempts.
  await rm(join(config.dataFolder, 'master.key'), { force: true });
  const access = createAccess({
    db,
    organization,
    deposits: new AuditDeposits({ ...anchoring, organization }),
    checkpointMs: config.auditCheckpointMinutes * MINUTE_MS,
    signingKey: await loadSigningKey(config.dataFolder),
    vault,
    tokenSeconds: config.sessionMinutes * 60,
    sessionSeconds: config.sessionHours * 3600,
    now: () => new Date(),
    timestamps: configuredTimestampClient(config, facts),
    identityProvider: config.oidc && new OidcProvider(config.oidc, config.publicUrl),
  });
  if (config.mode === 'production') await assertNoDemoAccounts(db);
  await addDemoAccounts(config, db, access);
  const ending = new AbortController();
  const housekeeping = startHousekeeping(access, logger, ending.signal);
  const stop = (): Promise<void> => {
    ending.abort();
    return housekeeping.stop();
  };
  return { access, stop };
}

async function addDemoAccounts(config: Config, db: Db, { hasher }: AccessContext): Promise<void> {
  if (config.demoAccounts === undefined || config.mode !== 'demo') return;
  const accounts = parseDemoAccounts(await readFile(config.demoAccounts, 'utf8'), config.organization);
  await upsertDemoAccounts(accounts, db, hasher);
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function startHousekeeping(
  { db, sessions, limits, apiKeys, auditCheckpoints }: AccessContext,
  logger: Logger,
  signal: AbortSignal,
): Housekeeping {
  const chores = [
    { name: 'sessions', everyMs: HOUR_MS, run: () => sessions.clean() },
    { name: 'API keys', everyMs: HOUR_MS, run: () => apiKeys.clean() },
    { name: 'audit checkpoints', everyMs: MINUTE_MS, run: () => auditCheckpoints.work(signal) },
    { name: 'logins', everyMs: HOUR_MS, run: () => cleanLogins(db, new Date()) },
    { name: 'attempts', everyMs: HOUR_MS, run: () => limits.clean() },
  ];
  return startChores(chores, logger);
}
