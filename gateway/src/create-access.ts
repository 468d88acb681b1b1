/**
 * Accounts, sessions and the audit log of one gateway, put together.
 *
 * @module
 */
import { AccountList } from './accounts/account-list.js';
import { Accounts } from './accounts/accounts.js';
import { Administration } from './accounts/administration.js';
import { AttemptLimits, type AttemptLimitOptions } from './accounts/attempt-limits.js';
import { Organizations } from './accounts/organizations.js';
import { PasswordHasher } from './accounts/password-hash.js';
import { Passwords } from './accounts/passwords.js';
import { ApiKeys } from './api-keys/api-keys.js';
import type { AuditDeposits } from './audit/audit-deposits.js';
import { AuditCheckpoints } from './audit/audit-checkpoints.js';
import { AuditReading } from './audit/audit-reading.js';
import { AuditLog } from './audit/audit-log.js';
import type { Vault } from './keys/vault.js';
import type { IdentityProvider } from './oidc/identity-provider.js';
import type { Organization } from './rights/right.js';
import { AccessTokens } from './sessions/access-token.js';
import { PostgresPrincipals, type Principals } from './sessions/principals.js';
import { Sessions } from './sessions/sessions.js';
import type { SigningKey } from './sessions/signing-key.js';
import type { TimestampClient } from './timestamps/timestamp-client.js';
import type { Db } from './store/database.js';

export interface AccessOptions {
  readonly db: Db;
  readonly organization: Organization;
  readonly signingKey: SigningKey;
  readonly vault: Pick<Vault, 'keyFor'>;
  readonly tokenSeconds: number;
  readonly sessionSeconds: number;
  readonly now: () => Date;
  /** Takes checkpoints of the audit log to the ledger. */
  readonly deposits?: AuditDeposits | undefined;
  /** A record of the audit log has a checkpoint when it is this old; default an hour. */
  readonly checkpointMs?: number;
  /** Who timestamps checkpoints of the audit log. */
  readonly timestamps?: Pick<TimestampClient, 'stamp'> | undefined;
  /** Where people sign in beside passwords. */
  readonly identityProvider?: IdentityProvider | undefined;
  readonly hasher?: PasswordHasher;
  readonly limits?: AttemptLimitOptions;
}

export interface AccessContext {
  readonly accounts: Accounts;
  readonly accountList: AccountList;
  readonly administration: Administration;
  readonly organizations: Organizations;
  readonly passwords: Passwords;
  readonly apiKeys: ApiKeys;
  readonly identityProvider: IdentityProvider | undefined;
  readonly db: Db;
  readonly hasher: PasswordHasher;
  readonly limits: AttemptLimits;
  readonly audit: AuditLog;
  readonly auditReading: AuditReading;
  readonly auditCheckpoints: AuditCheckpoints;
  readonly deposits?: AuditDeposits;
  readonly tokens: AccessTokens;
  readonly sessions: Sessions;
  readonly principals: Principals;
}

export function createAccess(options: AccessOptions): AccessContext {
  const { db, organization, now, vault, limits, deposits, checkpointMs } = options;
  const audit = new AuditLog(db, organization, now);
  const tokens = new AccessTokens({
    key: options.signingKey,
    issuer: `chopmark:${organization}`,
    lifeSeconds: options.tokenSeconds,
    now,
  });
  const accounts = new Accounts(db);
  const hasher = options.hasher ?? new PasswordHasher();
  const attempts = new AttemptLimits({
    db,
    key: vault.keyFor('attempts'),
    now,
    ...(limits && { limits }),
  });
  return {
    accounts,
    accountList: new AccountList(db),
    administration: new Administration({ db, audit, now, gateway: organization }),
    organizations: new Organizations({ db, audit, now }),
    passwords: new Passwords({ db, accounts, hasher, limits: attempts, audit, now }),
    apiKeys: new ApiKeys({ db, audit, now, gateway: organization }),
    identityProvider: options.identityProvider,
    db,
    hasher,
    limits: attempts,
    audit,
    auditReading: new AuditReading(db, organization),
    auditCheckpoints: new AuditCheckpoints({
      db,
      log: audit,
      organization,
      now,
      deposits,
      client: options.timestamps,
      ...(checkpointMs !== undefined && { dueMs: checkpointMs }),
    }),
    ...(deposits && { deposits }),
    tokens,
    sessions: new Sessions({ db, tokens, audit, now, sessionSeconds: options.sessionSeconds }),
    principals: new PostgresPrincipals(db, now),
  };
}
