/**
 * `chopmark fsck`: a gateway's database against the ledger, on this machine. A gateway in production has the same as
 * `node gateway/dist/fsck/main.js`, with its own environment.
 *
 * @module
 */
import type { Command } from 'commander';
import { runningKindOption } from '../network/network-commands.js';
import { networkHome } from '../network/network-home.js';
import type { GatewayKey } from '../platform/gateway-ports.js';
import type { Home, NetworkKind } from '../platform/home.js';
import { PlatformError } from '../platform/platform-error.js';
import { formatReport, type FsckAnswer } from './format-report.js';
import { gatewayOption, runGatewayTool } from './gateway-tool.js';

interface FsckOptions {
  readonly gateway: GatewayKey;
  readonly kind?: NetworkKind;
  readonly repair?: true;
  readonly refuseAltered?: true;
  readonly lost?: true;
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
      'Compares a gateway’s database with the ledger, document by document; changes nothing by itself.',
    )
    .addOption(runningKindOption())
    .addOption(gatewayOption())
    .option('--repair', 'take up what a restored database lacks')
    .option('--refuse-altered', 'end documents that were damaged before they got a number')
    .option('--lost', 'list what a repair found nowhere, by number and hash')
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
async function fsckCommand(
  home: Home,
  env: NodeJS.ProcessEnv,
  { gateway, repair, refuseAltered, lost, json }: FsckOptions,
): Promise<number> {
  const { code, text } = await runGatewayTool(home, env, {
    gateway,
    script: ['fsck', 'main.js'],
    args: [
      ...(repair ? ['--repair'] : []),
      ...(refuseAltered ? ['--refuse-altered'] : []),
      ...(lost ? ['--lost'] : []),
    ],
    changes: repair === true || refuseAltered === true,
    looksWithout: '--repair and --refuse-altered',
    step: 'comparing database and ledger',
  });
  if (text !== '') process.stdout.write(json ? text : formatReport(JSON.parse(text) as FsckAnswer));
  return code;
}
