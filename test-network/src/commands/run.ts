/**
 * `run`: the network as a process of its own (docs/formats.md section 8). Over IPC it tells its parent how far it is,
 * where things are and when a process id changes. It ends on SIGTERM and SIGINT, and by itself when the parent is gone.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Faults } from '../embedded/faults.js';
import { up, type RunningNetwork, type UpOptions } from '../up.js';
import { portBaseFrom, requireHome, requireKind } from './options.js';
import { fail, tell } from './tell.js';

const USAGE = `usage: node main.js run --home <folder> [--kind embedded|native] [--port-base <n>] [--chaincode <folder>] [--stay] [--faults <json>]
  --home       folder of the network; made when it is missing
  --port-base  first of 40 ports of a new network; one that exists keeps its own
  --chaincode  folder with the built contract (default: chaincode/deploy of this project)
  --stay       go on when the parent is gone, once the network is ready
  --faults     what goes wrong on purpose, for tests: {"submitUnavailable":1,"submitDelayMs":0,"endorseDelayMs":0}`;

const PIDS_POLL_MS = 250;
const DEFAULT_CHAINCODE = join(import.meta.dirname, '..', '..', '..', 'chaincode', 'deploy');

/** @returns Exit code, once the network has been stopped. */
export async function run(args: readonly string[]): Promise<number> {
  const { options, stays } = optionsFrom(args);
  const ending = new Ending(stays);
  // Gone while this program was loaded: nobody will tell any more.
  if (process.send && !process.connected) return 0;
  if (options.faults) acceptFaults(options.faults);
  const starting = up(options);
  const first = await Promise.race([starting, ending.asked.then(() => 'asked' as const)]);
  if (first === 'asked') {
    await starting.then((running) => running.stop()).catch(() => undefined);
    return 0;
  }
  const { network, files } = first;
  const watching = watchPids(first);
  ending.isReady();
  tell({
    type: 'ready',
    network: network.network,
    channel: network.description.channel,
    connections: files.connections,
    trustProfile: files.trustProfile,
    pids: first.pids(),
  });
  await ending.asked;
  clearInterval(watching);
  await first.stop();
  return 0;
}

/** When the process shall end. */
class Ending {
  readonly asked: Promise<void>;
  #parentMatters = true;
  readonly #stays: boolean;

  constructor(stays: boolean) {
    this.#stays = stays;
    this.asked = new Promise((resolve) => {
      process.once('SIGTERM', resolve);
      process.once('SIGINT', resolve);
      process.once('disconnect', () => {
        if (this.#parentMatters) resolve();
      });
      // A parent without IPC holds the other end of standard input; a terminal or /dev/null says nothing.
      if (!process.send && process.env['CHOPMARK_PARENT_PIPE'] === '1')
        process.stdin.once('end', resolve).resume();
    });
  }

  isReady(): void {
    this.#parentMatters = !this.#stays;
  }
}

function optionsFrom(args: readonly string[]): { options: UpOptions; stays: boolean } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      home: { type: 'string' },
      kind: { type: 'string', default: 'embedded' },
      'port-base': { type: 'string' },
      chaincode: { type: 'string', default: DEFAULT_CHAINCODE },
      stay: { type: 'boolean', default: false },
      faults: { type: 'string' },
    },
  });
  const faults = new Faults();
  if (values.faults !== undefined) faults.assign(JSON.parse(values.faults));
  const options: UpOptions = {
    kind: requireKind(values.kind, USAGE),
    home: requireHome(values.home, USAGE),
    ...portBaseFrom(values['port-base'], USAGE),
    chaincodeSource: values.chaincode,
    faults,
    progress: (text) => tell({ type: 'progress', text }),
    orderingFailed: (cause) => fail(cause),
  };
  return { options, stays: values.stay };
}

/** A process that was started again has another number. */
function watchPids(running: RunningNetwork): NodeJS.Timeout {
  let told = JSON.stringify(running.pids());
  return setInterval(() => {
    const pids = running.pids();
    if (JSON.stringify(pids) === told) return;
    told = JSON.stringify(pids);
    tell({ type: 'pids', pids });
  }, PIDS_POLL_MS).unref();
}

/** The parent may set faults while the network runs; see `Faults`. */
function acceptFaults(faults: Faults): void {
  process.on('message', (message: unknown) => {
    const asked = message as { type?: unknown; faults?: unknown } | null;
    if (asked?.type === 'faults') faults.assign(asked.faults);
  });
}
