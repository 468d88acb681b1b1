/**
 * An address of its own for a server that runs elsewhere: the way to it can be cut or can freeze.
 *
 * @module
 */
import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

export class TcpRelay {
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #frozen = false;

  private constructor(host: string, port: number) {
    this.#server = createServer((near) => {
      const far = connect(port, host);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.on('error', () => other.destroy());
        socket.on('close', () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
        socket.on('data', (bytes) => other.write(bytes));
        if (this.#frozen) socket.pause();
      }
    });
  }

  /** @param address `host:port` of the server. */
  static async to(address: string): Promise<TcpRelay> {
    const [host = '', port = ''] = address.split(':');
    const relay = new TcpRelay(host, Number(port));
    relay.#server.listen(0, 'localhost');
    await once(relay.#server, 'listening');
    return relay;
  }

  /** `localhost:port` */
  get address(): string {
    return `localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  /** As a server that was stopped with SIGSTOP: connections stand, nothing comes. */
  freeze(): void {
    this.#frozen = true;
    for (const socket of this.#sockets) socket.pause();
  }

  /** What was frozen goes on. */
  thaw(): void {
    this.#frozen = false;
    for (const socket of this.#sockets) socket.resume();
  }

  /** Connections break; new ones are taken. */
  breakConnections(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  /** As a server that is gone. */
  async cut(): Promise<void> {
    const closed = once(this.#server, 'close');
    this.#server.close();
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
