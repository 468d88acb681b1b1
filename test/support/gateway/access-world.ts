/**
 * Gateways whose accounts, sessions and audit log lie in a real PostgreSQL, with an account for each of PEOPLE, all with
 * PASSWORD and an open session.
 *
 * @module
 */
import { sql, type Insertable } from 'kysely';
import type { AuditRecordTable } from '../../../gateway/dist/audit/audit-log.js';
import { newId } from '../../../gateway/dist/accounts/account-rows.js';
import { hashOfSecret, newBearerSecret } from '../../../gateway/dist/accounts/bearer-secret.js';
import { API_KEY_PREFIX } from '../../../gateway/dist/api-keys/api-keys.js';
import type { Scope } from '../../../gateway/dist/rights/scope.js';
import type { Account } from '../../../gateway/dist/accounts/account.js';
import type { SessionTable } from '../../../gateway/dist/sessions/session-rows.js';
import { createDatabase, type Db } from '../../../gateway/dist/store/database.js';
import { NOW, passwordHash, SESSION_SECONDS, TestGateway, type GatewayOptions } from '../gateway-app.js';
import { migratedDatabase, type TestDatabase } from '../postgres.js';
import { Vault } from '../../../gateway/dist/keys/vault.js';
import { MemoryKeys } from './memory-keys.js';
import { accountsOfPeople, organizationsOf, type Person } from './people.js';

export class AccessWorld {
  readonly db: Db;
  readonly database: TestDatabase;
  readonly vault: Vault;
  readonly #gateways: TestGateway[] = [];

  private constructor(database: TestDatabase, db: Db, vault: Vault) {
    this.database = database;
    this.db = db;
    this.vault = vault;
  }

  /** Call it in `before`, with a timeout of some seconds. */
  static async create(): Promise<AccessWorld> {
    const database = await migratedDatabase();
    const db = createDatabase(database.url);
    return new AccessWorld(database, db, await Vault.open(db, new MemoryKeys()));
  }

  /** A gateway on the database as it is after the last one, but for accounts and what hangs on them: those are new. */
  async gateway(options: GatewayOptions = {}): Promise<TestGateway> {
    await sql`truncate organization, account, attempt cascade`.execute(this.db);
    const accounts = accountsOfPeople();
    const password = await passwordHash;
    await this.db
      .insertInto('organization')
      .values(
        organizationsOf(accounts).map(({ id, kind, name, taxId, isHost }) => {
          return { id, kind, name, tax_id: taxId, host: isHost };
        }),
      )
      .execute();
    await this.db
      .insertInto('account')
      .values(
        [...accounts.values()].map(({ id, name, roles, organization }) => {
          return { id, name, roles: [...roles], password, organization_id: organization?.id ?? null };
        }),
      )
      .execute();
    const gateway = new TestGateway(
      {
        accounts,
        db: this.db,
        vault: this.vault,
        sessions: await this.#openSessions(accounts, options.now ?? NOW),
      },
      options,
    );
    this.#gateways.push(gateway);
    return gateway;
  }

  async #openSessions(
    accounts: ReadonlyMap<Person, Account>,
    at: Date,
  ): Promise<ReadonlyMap<Person, string>> {
    const sessions = new Map([...accounts.keys()].map((person) => [person, newId('ses')] as const));
    await this.db
      .insertInto('session')
      .values([...accounts].map(([person, { id }]) => sessionRow(sessions.get(person) ?? '', id, at)))
      .execute();
    return sessions;
  }

  /** A further session of somebody. @returns Its id. */
  async openSession(gateway: TestGateway, person: Person): Promise<string> {
    const id = newId('ses');
    await this.db
      .insertInto('session')
      .values(sessionRow(id, gateway.accountId(person), gateway.now))
      .execute();
    return id;
  }

  /** An access token of a session of its own. */
  async token(gateway: TestGateway, person: Person): Promise<string> {
    const sessionId = await this.openSession(gateway, person);
    const notAfter = new Date(gateway.now.getTime() + SESSION_SECONDS * 1000);
    return gateway.context.tokens.issue({ accountId: gateway.accountId(person), sessionId, notAfter })
      .accessToken;
  }

  /** An API key of somebody, with scopes that nobody checked. */
  async apiKey(gateway: TestGateway, person: Person, scopes: readonly Scope[]): Promise<string> {
    const secret = newBearerSecret(API_KEY_PREFIX);
    const row = {
      id: newId('key'),
      account_id: gateway.accountId(person),
      name: 'of a test',
      hint: secret.slice(0, 11),
      hash: hashOfSecret(secret),
      scopes: [...scopes],
      created_at: gateway.now,
      expires_at: new Date(gateway.now.getTime() + SESSION_SECONDS * 1000),
    };
    await this.db.insertInto('api_key').values(row).execute();
    return secret;
  }

  /** Gives somebody PASSWORD again. */
  async givePassword(gateway: TestGateway, person: Person): Promise<void> {
    await this.db
      .updateTable('account')
      .set({ password: await passwordHash })
      .where('id', '=', gateway.accountId(person))
      .execute();
  }

  /** Records of the audit log since the last call, oldest first. */
  async told(): Promise<AuditRecordTable[]> {
    const records = await this.db
      .selectFrom('audit_record')
      .selectAll()
      .where('sequence', '>', this.#read)
      .orderBy('sequence')
      .execute();
    this.#read = records.at(-1)?.sequence ?? this.#read;
    return records;
  }
  #read = 0;

  async end(): Promise<void> {
    for (const gateway of this.#gateways) gateway.close();
    await this.db.destroy();
    await this.database.drop();
  }
}

function sessionRow(id: string, accountId: string, at: Date): Insertable<SessionTable> {
  return {
    id,
    account_id: accountId,
    method: 'password',
    started_at: at,
    refreshed_at: at,
    expires_at: new Date(at.getTime() + SESSION_SECONDS * 1000),
  };
}
