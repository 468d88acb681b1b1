/**
 * `chopmark network up` and `down`: the network alone, in the background, without database and gateways.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import type { ChildMessage } from '../platform/child-process.js';
import { networkPortArguments } from '../platform/gateway-ports.js';
import { type Home, requireWritable } from '../platform/home.js';
import type { Progress } from '../platform/progress.js';
import { isMade, launcherOf, processOf } from './network-home.js';
import { askNetwork, NETWORK_MAIN } from './network-process.js';

const DONE = 0;
const FAILED = 1;
const IN_USE = /^NETWORK_IN_USE\b/;

type Outcome =
  | {
      readonly type: 'ready';
      readonly channel: string;
      readonly connections: Readonly<Record<string, string>>;
    }
  | { readonly type: 'failed'; readonly text: string };

/** Resolves once the network is ready; from then on it goes on without us. @returns 0, also when it ran already. */
export async function upCommand(home: Home, env: NodeJS.ProcessEnv, progress: Progress): Promise<number> {
  const log = join(home.logs, 'network.log');
  const outcome = await launch(home, env, log, progress);
  if (outcome.type === 'ready') {
    const connections = Object.values(outcome.connections).map((path) => `    ${path}\n`);
    process.stdout.write(
      `The ${home.kind} network (channel ${outcome.channel}) runs in the background.\n  connections\n${connections.join('')}  log\n    ${log}\nchopmark network status --kind ${home.kind} shows it, chopmark network down --kind ${home.kind} ends it.\n`,
    );
    return DONE;
  }
  if (IN_USE.test(outcome.text)) {
    process.stdout.write(
      `The ${home.kind} network runs already (process ${processOf(home) ?? 'unknown'}).\n`,
    );
    return DONE;
  }
  process.stderr.write(`chopmark: ${outcome.text}\n  log: ${log}\n`);
  return FAILED;
}

function launch(home: Home, env: NodeJS.ProcessEnv, logFile: string, progress: Progress): Promise<Outcome> {
  requireWritable(home.root);
  const ports = networkPortArguments(env);
  mkdirSync(home.logs, { recursive: true });
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(
    process.execPath,
    [NETWORK_MAIN, 'run', '--stay', '--kind', home.kind, '--home', home.network, ...ports],
    { detached: true, env: { ...env, CHOPMARK_HOME: home.root }, stdio: ['ignore', log, log, 'ipc'] },
  );
  closeSync(log);
  return new Promise((resolve) => {
    child.on('message', (raw) => {
      const message = raw as ChildMessage;
      if (message.type === 'progress') progress.step(message.text);
      if (message.type === 'failed') resolve({ type: 'failed', text: message.text });
      if (message.type === 'ready') {
        child.disconnect();
        child.unref();
        resolve(message as unknown as Outcome);
      }
    });
    child.once('error', (error) => resolve({ type: 'failed', text: error.message }));
    child.once('exit', (code, signal) =>
      resolve({ type: 'failed', text: `the network ended (${signal ?? `exit code ${code ?? 'unknown'}`})` }),
    );
  });
}

/** Ends the network, and what an earlier one left behind. @returns 0, also when nothing ran. */
export async function downCommand(home: Home): Promise<number> {
  const launcher = launcherOf(home);
  if (launcher !== undefined && processOf(home) !== undefined) {
    process.stderr.write(
      `chopmark: the ${home.kind} network belongs to a running platform: Ctrl-C where "chopmark start" (process ${launcher}) runs stops everything.\n`,
    );
    return FAILED;
  }
  if (!isMade(home)) {
    process.stdout.write(`There is no ${home.kind} network in ${home.root}.\n`);
    return DONE;
  }
  const { code, text } = await askNetwork(['end', '--home', home.network]);
  if (code !== DONE) return code;
  const { ended } = JSON.parse(text) as { ended: readonly string[] };
  process.stdout.write(
    ended.length === 0
      ? `The ${home.kind} network was not running.\n`
      : `The ${home.kind} network is stopped; its data stays.\n`,
  );
  return DONE;
}
