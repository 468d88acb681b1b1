/** The network as the launcher starts it: a process with an IPC channel, and all that it says. */
import assert from 'node:assert/strict';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

export const NETWORK_MAIN = fileURLToPath(new URL('../../../test-network/dist/main.js', import.meta.url));

type Told = { readonly type: string; readonly text?: string; readonly pids?: Record<string, number> };

export type NetworkProcessOptions = {
  readonly home: string;
  readonly kind: 'embedded' | 'native';
  readonly portBase: number;
  readonly env?: NodeJS.ProcessEnv;
  /** As which user. */
  readonly uid?: number;
};

export class NetworkProcess {
  readonly child: ChildProcess;
  readonly told: Told[] = [];
  readonly ended: Promise<number | null>;

  constructor({ home, kind, portBase, env = {}, uid }: NetworkProcessOptions) {
    this.child = fork(
      NETWORK_MAIN,
      ['run', '--kind', kind, '--home', home, '--port-base', String(portBase)],
      {
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        env: { ...process.env, ...env },
        ...(uid === undefined ? {} : { uid, gid: uid }),
      },
    );
    this.child.on('message', (message) => this.told.push(message as Told));
    this.ended = once(this.child, 'exit').then(([code]) => code as number | null);
  }

  /** Waits for a message of the type; fails when the process ends without. */
  async says(type: string): Promise<Told> {
    const find = (): Told | undefined => this.told.find((message) => message.type === type);
    let gone = false;
    while (!find() && !gone) {
      gone = await Promise.race([this.ended.then(() => true), once(this.child, 'message').then(() => false)]);
    }
    return find() ?? assert.fail(`it ended without ${type}: ${JSON.stringify(this.told.at(-1))}`);
  }

  /** Waits for the end of a start that must fail. @returns Code of the failure. */
  async failure(): Promise<string> {
    const { text = '' } = await this.says('failed');
    assert.equal(await this.ended, 1, text);
    return /^([A-Z_]+): /.exec(text)?.[1] ?? text;
  }

  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}
