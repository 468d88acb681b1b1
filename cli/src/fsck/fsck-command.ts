/**
 * `chopmark fsck`: the tax bureau's database against the ledger, on this machine. A gateway in production has the same as
 * `node gateway/dist/fsck/main.js`, with its own environment.
 *
 * @module
 */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Command } from 'commander';
import { runningKindOption } from '../network/network-commands.js';
import { launcherOf, networkHome } from '../network/network-home.js';
import { startGround } from '../platform/index.js';
import { type Home, type NetworkKind, PROJECT } from '../platform/home.js';
import { PlatformError } from '../platform/platform-error.js';
import { progressOn, type Progress } from '../platform/progress.js';
import { formatReport, type FsckAnswer } from './format-report.js';
import { runningDatabaseUrl } from './running-database.js';

const KEY = 'tax';

interface FsckOptions {
  readonly kind?: NetworkKind;
  readonly repair?: true;
  readonly refuseAltered?: true;
  readonly json?: true;
}

const HELP = `
Exit code: 0 nothing is wrong, 4 something is (the codes stand in docs/error-codes.md), 1 it could not be told.

--repair and --refuse-altered change the database and need it for themselves: stop the platform first. --repair takes up
batches that the ledger has and a restored database has not; no number is ever given twice, and documents that are gone
are listed. --refuse-altered ends documents that were damaged before they got a number, with a reason their senders see.`;

export function addFsckCommand(program: Command): void {
  program
    .command('fsck')
    .summary('compare database and ledger')
    .description(
      'Compares the tax bureau’s database with the ledger, document by document; changes nothing by itself.',
    )
    .addOption(runningKindOption())
    .option('--repair', 'take up what a restored database lacks')
    .option('--refuse-altered', 'end documents that were damaged before they got a number')
    .option('--json', 'print the report as JSON')
    .addHelpText('after', HELP)
    .action(async ({ kind, ...options }: FsckOptions) => {
      try {
        process.exitCode = await fsckCommand(networkHome(kind, process.env), process.env, options);
      } catch (error) {
        if (!(error instanceof PlatformError)) throw error;
        process.stderr.write(`fsck could not look (${error.code}): ${error.message}\n${error.advice}\n`);
        process.exitCode = 1;
      }
    });
}

/** @returns The exit code. @throws {PlatformError} */
async function fsckCommand(home: Home, env: NodeJS.ProcessEnv, options: FsckOptions): Promise<number> {
  const progress = progressOn(process.stderr);
  const changes = options.repair === true || options.refuseAltered === true;
  const holder = launcherOf(home);
  if (holder !== undefined && changes) {
    throw new PlatformError(
      'ALREADY_RUNNING',
      `Chopmark runs in this home (process ${holder}), and this changes its database.`,
      'Stop it with Ctrl-C and try again. Without --repair and --refuse-altered it may run.',
    );
  }
  if (holder !== undefined) {
    return look(
      home,
      join(home.network, 'connections', `${KEY}.json`),
      runningDatabaseUrl(home, KEY),
      options,
      progress,
    );
  }
  const ground = await startGround(home.kind, env, progress);
  try {
    return await look(home, ground.connections[KEY], ground.databaseUrls[KEY], options, progress);
  } finally {
    await ground.stop();
  }
}

async function look(
  home: Home,
  connection: string,
  databaseUrl: string,
  { repair, refuseAltered, json }: FsckOptions,
  progress: Progress,
): Promise<number> {
  progress.step('comparing database and ledger');
  const args = [...(repair ? ['--repair'] : []), ...(refuseAltered ? ['--refuse-altered'] : [])];
  const child = spawn(process.execPath, [join(PROJECT, 'gateway', 'dist', 'fsck', 'main.js'), ...args], {
    env: {
      ...process.env,
      CHOPMARK_ORGANIZATION: KEY,
      CHOPMARK_CONNECTION: connection,
      CHOPMARK_DATA_DIR: home.gatewayData(KEY),
      CHOPMARK_MODE: 'demo',
      DATABASE_URL: databaseUrl,
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (text += part));
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (status) => resolve(status ?? 1));
  });
  if (text !== '') process.stdout.write(json ? text : formatReport(JSON.parse(text) as FsckAnswer));
  return code;
}
