/**
 * Hosts of their own on one machine: a network namespace for each, joined by a bridge through veth pairs, with names in
 * their own /etc/hosts. Nothing of it is reachable from the machine itself. Needs root and iproute2.
 */
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Addresses of benchmark networks (RFC 2544): no route of the machine leads there. */
const SUBNET = '198.18.77';
const NAMES_FOLDER = '/etc/netns';

/** @returns Path of `ip` when namespaces can be made here. */
export async function namespacesHere(): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const probe = `chopmark-probe-${randomBytes(3).toString('hex')}`;
  try {
    await run('ip', ['netns', 'add', probe]);
    await run('ip', ['netns', 'exec', probe, 'true']);
    await run('ip', ['netns', 'delete', probe]);
    return 'ip';
  } catch {
    await run('ip', ['netns', 'delete', probe]).catch(() => undefined);
    return undefined;
  }
}

export class Hosts {
  readonly #tag = randomBytes(2).toString('hex');
  readonly #keys: readonly string[];

  constructor(keys: readonly string[]) {
    this.#keys = keys;
  }

  address(key: string): string {
    return `${SUBNET}.${this.#keys.indexOf(key) + 1}`;
  }

  namespace(key: string): string {
    return `chopmark-${this.#tag}-${key}`;
  }

  /** @param names Host name of each, for /etc/hosts of all. */
  async make(names: Readonly<Record<string, string>>): Promise<void> {
    await ip('link', 'add', this.#bridge, 'type', 'bridge');
    await ip('link', 'set', this.#bridge, 'up');
    const lines = this.#keys.map((key) => `${this.address(key)} ${names[key] ?? key}\n`);
    for (const key of this.#keys) {
      const namespace = this.namespace(key);
      await mkdir(`${NAMES_FOLDER}/${namespace}`, { recursive: true });
      await writeFile(`${NAMES_FOLDER}/${namespace}/hosts`, `127.0.0.1 localhost\n${lines.join('')}`);
      await ip('netns', 'add', namespace);
      await ip('link', 'add', this.#link(key), 'type', 'veth', 'peer', 'name', 'eth0', 'netns', namespace);
      await ip('link', 'set', this.#link(key), 'master', this.#bridge, 'up');
      await ip('-n', namespace, 'link', 'set', 'lo', 'up');
      await ip('-n', namespace, 'address', 'add', `${this.address(key)}/24`, 'dev', 'eth0');
      await ip('-n', namespace, 'link', 'set', 'eth0', 'up');
    }
  }

  /** Pulls the cable; whatever runs on the host goes on. */
  async cut(key: string): Promise<void> {
    await ip('link', 'set', this.#link(key), 'down');
  }

  async join(key: string): Promise<void> {
    await ip('link', 'set', this.#link(key), 'up');
  }

  /** Removes everything that `make` made; processes on the hosts must be gone. */
  async remove(): Promise<void> {
    for (const key of this.#keys) {
      await ip('netns', 'delete', this.namespace(key)).catch(() => undefined);
      await rm(`${NAMES_FOLDER}/${this.namespace(key)}`, { recursive: true, force: true });
    }
    await ip('link', 'delete', this.#bridge).catch(() => undefined);
  }

  get #bridge(): string {
    return `cmbr${this.#tag}`;
  }

  /** The machine's end of the cable. */
  #link(key: string): string {
    return `cmv${this.#tag}n${this.#keys.indexOf(key)}`;
  }
}

async function ip(...args: readonly string[]): Promise<void> {
  await run('ip', [...args]);
}
