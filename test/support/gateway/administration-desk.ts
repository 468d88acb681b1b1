/**
 * A gateway with its administrators at work: what tests of accounts and organizations do again and again.
 *
 * @module
 */
import { AccessWorld } from './access-world.js';
import type { Answer } from './answer.js';
import type { Person } from './people.js';
import type { TestGateway } from '../gateway-app.js';

export const NEW_PASSWORD = 'seven lanterns over Qiantang';

export interface AccountAnswer {
  readonly id: string;
  readonly account: string;
  readonly state: string;
  readonly roles: readonly string[];
  readonly organization: { readonly id: string; readonly taxId: string } | null;
}

interface WithSetup {
  readonly account: AccountAnswer;
  readonly setup: { readonly secret: string; readonly link: string; readonly expiresAt: string };
}

export const viewOf = ({ body }: Answer): AccountAnswer => body as unknown as AccountAnswer;
export const setupOf = ({ body }: Answer): WithSetup => body as unknown as WithSetup;

/** Made within a `describe`: a database for all its tests, a new gateway with new accounts for each. */
export class AdministrationDesk {
  #world: AccessWorld | undefined;
  #gateway: TestGateway | undefined;

  constructor() {
    before(async () => {
      this.#world = await AccessWorld.create();
    });
    after(() => this.#world?.end());
    beforeEach(async () => {
      this.#gateway = await this.world.gateway();
      await this.world.told();
    });
  }

  get world(): AccessWorld {
    if (this.#world === undefined) throw new Error('not within a test');
    return this.#world;
  }

  get gateway(): TestGateway {
    if (this.#gateway === undefined) throw new Error('not within a test');
    return this.#gateway;
  }

  organizationId(person: Person): string {
    return this.gateway.account(person)?.organization?.id ?? '';
  }

  create(by: Person, change: object = {}) {
    const asked = { account: 'new.one', organizationId: this.organizationId('issuer'), roles: ['issuer'] };
    return this.gateway.send('post', '/v1/accounts', by).send({ ...asked, ...change });
  }

  setUp(secret: string, password: string = NEW_PASSWORD) {
    return this.gateway.send('post', '/v1/account-setups').send({ secret, password });
  }

  previewSetup(secret: string) {
    return this.gateway.send('post', '/v1/account-setups/preview').send({ secret });
  }

  signIn(account: string, password: string) {
    return this.gateway.send('post', '/v1/sessions').send({ account, password });
  }

  /** Of the audit log since the last look. */
  async told(): Promise<unknown[]> {
    return (await this.world.told()).map(({ actor, action, subject, details }) => [
      actor,
      action,
      subject,
      details,
    ]);
  }

  async stateOf(person: Person): Promise<AccountAnswer> {
    return viewOf(
      await this.gateway.send('get', `/v1/accounts/${this.gateway.accountId(person)}`, 'auditor'),
    );
  }
}
