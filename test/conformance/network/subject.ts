/** A running network of either kind, as the cases see it: clients at every peer, people, and the chain that grows. */
import type { OrganizationKey } from '../../../test-network/dist/description.js';
import type { SigningIdentity } from '../../../test-network/dist/identities/identity.js';
import type { InstalledChaincode } from '../../../test-network/dist/packaging/install-files.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';
import { clientOf, type TestClient } from '../../test-network/embedded/support/client.js';
import type { Observation } from './case.js';
import { Chain } from './chain.js';
import { failureOf, plainText } from './plain.js';

/** Organizations whose people call chaincode; the operator runs nodes and has an admin only. */
const CALLERS = ['tax', 'affairs', 'court'] as const;
const ALL = [...CALLERS, 'operator'] as const;

type Clients<Key extends string> = Readonly<Record<Key, TestClient>>;

export class Subject {
  readonly channel: string;
  readonly chain: Chain;

  private constructor(
    readonly network: PreparedNetwork,
    readonly installed: InstalledChaincode,
    /** Gateways of organizations, role `client`. */
    readonly clients: Clients<(typeof CALLERS)[number]>,
    readonly admins: Clients<(typeof ALL)[number]>,
  ) {
    this.channel = network.description.channel;
    this.chain = Chain.follow(Object.values(admins), this.channel);
  }

  static async open(network: PreparedNetwork, installed: InstalledChaincode): Promise<Subject> {
    const clients = await openAll(CALLERS, (key) => clientOf(network, key));
    const admins = await openAll(ALL, (key) => clientOf(network, key, { node: 'admin' }));
    return new Subject(network, installed, clients, admins);
  }

  /** The gateway of the tax bureau: who calls unless a case says otherwise. */
  get tax(): TestClient {
    return this.clients.tax;
  }

  /** Somebody else at the port of the organization; to be closed by the case. */
  as(identity: SigningIdentity, key: OrganizationKey = 'tax'): Promise<TestClient> {
    return clientOf(this.network, key, { identity });
  }

  text(text: string): string {
    return plainText(text, this.network.description);
  }

  /** What came of a call: the answer as the case shows it, or the error that the client got. */
  async outcome<T>(call: Promise<T>, show: (answer: T) => Observation): Promise<Observation> {
    let answer: T;
    try {
      answer = await call;
    } catch (error) {
      return { failed: failureOf(error, this.network.description) };
    }
    return { ok: show(answer) };
  }

  close(): void {
    this.chain.close();
    for (const client of [...Object.values(this.clients), ...Object.values(this.admins)]) client.close();
  }
}

async function openAll<Key extends string>(
  keys: readonly Key[],
  open: (key: Key) => Promise<TestClient>,
): Promise<Clients<Key>> {
  const rows = await Promise.all(keys.map(async (key) => [key, await open(key)] as const));
  return Object.fromEntries(rows) as Clients<Key>;
}
