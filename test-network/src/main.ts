/**
 * The network as a process of its own (docs/formats.md section 8). Over IPC it tells its parent how far it is, where
 * things are and when a process id changes; without a parent it prints lines on standard error. It ends on SIGTERM and
 * SIGINT, and by itself when the parent is gone.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { NetworkKind } from './description.js';
import { Faults } from './embedded/faults.js';
import { NetworkError } from './network-error.js';
import { up, type RunningNetwork, type UpOptions } from './up.js';

const USAGE = `usage: node main.js run --home <folder> [--kind embedded|native] [--port-base <n>] [--chaincode <folder>] [--faults <json>]
  --home       folder of the network; made when it is missing
  --port-base  first of 40 ports of a new network; one that exists keeps its own
  --chaincode  folder with the built contract (default: chaincode/deploy of this project)
  --faults     what goes wrong on purpose, for tests: {"submitUnavailable":1,"submitDelayMs":0,"endorseDelayMs":0}`;

const PIDS_POLL_MS = 250;
const DEFAULT_CHAINCODE = join(import.meta.dirname, '..', '..', 'chaincode', 'deploy');

type Message =
  | { readonly type: 'progress'; readonly text: string }
  | { readonly type: 'failed'; readonly text: string }
  | { readonly type: 'pids'; readonly pids: Readonly<Record<string, number>> }
  | {
      readonly type: 'ready';
      readonly network: string;
      readonly channel: string;
      readonly connections: Readonly<Record<string, string>>;
      readonly trustProfile: string;
      readonly pids: Readonly<Record<string, number>>;
    };

function tell(message: Message): void {
  if (process.send && process.connected) process.send(message);
  else console.error('text' in message ? message.text : JSON.stringify(message));
}

/** Resolves when the process shall end. */
function whenTold(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', resolve);
    process.once('SIGINT', resolve);
    process.once('disconnect', resolve);
    // A parent without IPC holds the other end of standard input; a terminal or /dev/null says nothing.
    if (!process.send && process.env['CHOPMARK_PARENT_PIPE'] === '1')
      process.stdin.once('end', resolve).resume();
  });
}

function optionsFrom(args: readonly string[]): UpOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      home: { type: 'string' },
      kind: { type: 'string', default: 'embedded' },
      'port-base': { type: 'string' },
      chaincode: { type: 'string', default: DEFAULT_CHAINCODE },
      faults: { type: 'string' },
    },
  });
  const portBase = values['port-base'] === undefined ? undefined : Number(values['port-base']);
  const isPort =
    portBase === undefined || (Number.isSafeInteger(portBase) && portBase > 0 && portBase < 65_000);
  if (
    positionals[0] !== 'run' ||
    positionals.length > 1 ||
    values.home === undefined ||
    !isPort ||
    !isKind(values.kind)
  ) {
    throw new TypeError(USAGE);
  }
  const faults = new Faults();
  if (values.faults !== undefined) faults.assign(JSON.parse(values.faults));
  return {
    kind: values.kind,
    home: values.home,
    ...(portBase === undefined ? {} : { portBase }),
    chaincodeSource: values.chaincode,
    faults,
    progress: (text) => tell({ type: 'progress', text }),
    orderingFailed: (cause) => fail(cause),
  };
}

function isKind(kind: string): kind is NetworkKind {
  return kind === 'embedded' || kind === 'native';
}

/** A chaincode server that was started again has another process id. */
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

async function run(options: UpOptions): Promise<void> {
  const told = whenTold();
  if (options.faults) acceptFaults(options.faults);
  const starting = up(options);
  const first = await Promise.race([starting, told.then(() => 'told' as const)]);
  if (first === 'told') {
    await starting.then((running) => running.stop()).catch(() => undefined);
    return;
  }
  const { network, files } = first;
  const watching = watchPids(first);
  tell({
    type: 'ready',
    network: network.network,
    channel: network.description.channel,
    connections: files.connections,
    trustProfile: files.trustProfile,
    pids: first.pids(),
  });
  await told;
  clearInterval(watching);
  await first.stop();
}

function fail(error: unknown): void {
  const known = error instanceof NetworkError || error instanceof TypeError;
  tell({
    type: 'failed',
    text: known ? error.message : String(error instanceof Error ? error.stack : error),
  });
  // The message must leave before the process does.
  setTimeout(() => process.exit(1), process.connected ? 100 : 0);
}

try {
  await run(optionsFrom(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  fail(error);
}
