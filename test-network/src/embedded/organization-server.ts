/** The TLS port of one organization: gateway, deliver and endorser in one server, as a peer has them. */
import { readFile } from 'node:fs/promises';
import { Server, ServerCredentials } from '@grpc/grpc-js';
import { gateway, peer } from '@hyperledger/fabric-protos';
import type { NodeLayout } from '../layout.js';
import { deliverService } from './deliver/deliver-service.js';
import { endorserService } from './endorser/endorser-service.js';
import type { Endorser } from './endorser/endorser.js';
import { gatewayService, type GatewayParts } from './gateway/gateway-service.js';
import { MESSAGE_LIMITS } from './wire/limits.js';

export type OrganizationServerParts = GatewayParts & {
  readonly endorser: Endorser;
  readonly port: number;
  readonly tls: NodeLayout['tls'];
};

export class OrganizationServer {
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Resolves once the port is open. @throws {Error} When it is taken. */
  static async start(parts: OrganizationServerParts): Promise<OrganizationServer> {
    const { endorser, channel, port, tls, defect } = parts;
    const [root, key, certificate] = await Promise.all([
      readFile(tls.root),
      readFile(tls.key),
      readFile(tls.certificate),
    ]);
    const server = new Server({
      ...MESSAGE_LIMITS,
      // A second network on the same port would take every other connection.
      'grpc.so_reuseport': 0,
    });
    server.addService(gateway.GatewayService, gatewayService(parts));
    server.addService(peer.DeliverService, deliverService(channel));
    server.addService(peer.EndorserService, endorserService(endorser, defect));
    const credentials = ServerCredentials.createSsl(
      root,
      [{ private_key: key, cert_chain: certificate }],
      false,
    );
    await new Promise<void>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, credentials, (error) => (error ? reject(error) : resolve()));
    });
    return new OrganizationServer(server);
  }

  /** Streams have no end of their own: they are cut. */
  stop(): void {
    this.#server.forceShutdown();
  }
}
