/** Unmodified clients of Fabric: the gateway SDK, and the bare services where a test must lie. */
import { readFile } from 'node:fs/promises';
import { Client, credentials } from '@grpc/grpc-js';
import { connect, hash, type Contract, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import { gateway, peer } from '@hyperledger/fabric-protos';
import { requireOrganization } from '../../../../test-network/dist/description.js';
import { loadIdentity, type SigningIdentity } from '../../../../test-network/dist/identities/identity.js';
import type { PreparedNetwork } from '../../../../test-network/dist/prepare-network.js';

const LIMITS = {
  'grpc.max_receive_message_length': 100 * 1024 * 1024,
  'grpc.max_send_message_length': 100 * 1024 * 1024,
};
const CALL_MS = 60_000;

export type TestClient = {
  readonly identity: SigningIdentity;
  readonly gateway: Gateway;
  readonly network: Network;
  readonly contract: (name: string) => Contract;
  /** The services as they are, without the SDK. */
  readonly bare: {
    readonly gateway: InstanceType<typeof gateway.GatewayClient>;
    readonly deliver: InstanceType<typeof peer.DeliverClient>;
    readonly endorser: InstanceType<typeof peer.EndorserClient>;
  };
  readonly close: () => void;
};

/** A client at an organization's port; by default as its own gateway. */
export async function clientOf(
  prepared: PreparedNetwork,
  key: string,
  { identity, node = 'gateway' }: { identity?: SigningIdentity; node?: 'gateway' | 'admin' } = {},
): Promise<TestClient> {
  const { description, layout } = prepared;
  const who = identity ?? (await loadIdentity(description, layout, key, node));
  const address = `localhost:${requireOrganization(description, key).ports.peer}`;
  const tls = credentials.createSsl(await readFile(layout.organization(key).tlsca.certificate));
  const client = new Client(address, tls, LIMITS);
  const deadline = (): { deadline: number } => ({ deadline: Date.now() + CALL_MS });
  const connected = connect({
    client,
    identity: { mspId: who.mspId, credentials: Buffer.from(who.certificatePem) },
    signer: (message) => Promise.resolve(who.sign(message)),
    hash: hash.none,
    evaluateOptions: deadline,
    endorseOptions: deadline,
    submitOptions: deadline,
    commitStatusOptions: deadline,
  });
  const bare = {
    gateway: new gateway.GatewayClient(address, tls, LIMITS),
    deliver: new peer.DeliverClient(address, tls, LIMITS),
    endorser: new peer.EndorserClient(address, tls, LIMITS),
  };
  return {
    identity: who,
    gateway: connected,
    network: connected.getNetwork(description.channel),
    contract: (name) => connected.getNetwork(description.channel).getContract(name),
    bare,
    close: () => {
      connected.close();
      for (const each of [client, ...Object.values(bare)]) each.close();
    },
  };
}
