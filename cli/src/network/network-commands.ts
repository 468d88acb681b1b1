/**
 * `chopmark network …`: one network of this home, without the rest of the platform.
 *
 * @module
 */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { NetworkKind } from '../platform/home.js';
import { homeOf } from '../platform/home.js';
import { PlatformError } from '../platform/platform-error.js';
import { progressOn } from '../platform/progress.js';
import { doctorCommand } from './doctor-command.js';
import { logsCommand } from './logs-command.js';
import { KINDS, networkHome } from './network-home.js';
import { resetCommand } from './reset-command.js';
import { statusCommand } from './status-command.js';
import { downCommand, upCommand } from './up-command.js';

const DEFAULT_LINES = 20;
const NO_RIGHTS: ReadonlySet<string> = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Which network to make or remove: embedded unless said. */
export function kindOption(): Option {
  return new Option('--kind <kind>', 'embedded, or native: real Fabric').choices(KINDS).default('embedded');
}

/** Which network to look at: the one that runs unless said. */
export function runningKindOption(): Option {
  return new Option('--kind <kind>', 'default: the one that runs, else the one that was made').choices(KINDS);
}

interface Kind {
  readonly kind: NetworkKind;
}
interface MaybeKind {
  readonly kind?: NetworkKind;
}

/** @returns The command `network`, for further commands below it. */
export function addNetworkCommands(program: Command): Command {
  const { env } = process;
  const network = program.command('network').description('the network of four organizations alone');
  network
    .command('up')
    .description('bring the network up in the background; nothing happens when it runs already')
    .addOption(kindOption())
    .action(async ({ kind }: Kind) => {
      await finish(() => upCommand(homeOf(kind, env), env, progressOn(process.stderr)));
    });
  network
    .command('down')
    .description('stop the network that "up" brought up; the data stays')
    .addOption(runningKindOption())
    .action(async ({ kind }: MaybeKind) => {
      await finish(() => downCommand(networkHome(kind, env)));
    });
  network
    .command('status')
    .description('every process with height, lag and memory; exit code 0 when every node answers, else 3')
    .addOption(runningKindOption())
    .option('--json', 'print one line of JSON')
    .action(async ({ kind, json }: MaybeKind & { json?: true }) => {
      await finish(() => statusCommand(networkHome(kind, env), json === true));
    });
  network
    .command('logs')
    .description('the end of the logs, of network and platform')
    .argument('[name]', 'of one process, e.g. peer-tax')
    .addOption(runningKindOption())
    .option('-f, --follow', 'go on with what is written from now on')
    .option('-n, --lines <count>', 'lines of each log', countFrom, DEFAULT_LINES)
    .action(
      async (
        name: string | undefined,
        { kind, follow, lines }: MaybeKind & { follow?: true; lines: number },
      ) => {
        await finish(() => logsCommand(networkHome(kind, env), name, { lines, follow: follow === true }));
      },
    );
  network
    .command('reset')
    .description('remove the network with its database and gateway data, for good')
    .addOption(kindOption())
    .option('--yes', 'without asking')
    .action(async ({ kind, yes }: Kind & { yes?: true }) => {
      await finish(() => resetCommand(homeOf(kind, env), yes === true));
    });
  network
    .command('doctor')
    .description(
      'what would keep the network from running here, and the cure; exit code 0 when nothing, else 3',
    )
    .addOption(runningKindOption())
    .option('--json', 'print one line of JSON')
    .action(async ({ kind, json }: MaybeKind & { json?: true }) => {
      await finish(() => doctorCommand(networkHome(kind, env), env, json === true));
    });
  return network;
}

/** Sets the exit code; what keeps a command from working is told with its advice, and is 1. */
async function finish(command: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await command();
  } catch (error) {
    const { code, message, advice } = told(error);
    process.stderr.write(`chopmark: ${code}: ${message} ${advice}\n`);
    process.exitCode = 1;
  }
}

/** @throws What is not known. */
function told(error: unknown): PlatformError {
  if (error instanceof PlatformError) return error;
  const { code = '', path, message } = error as NodeJS.ErrnoException;
  if (path === undefined || !NO_RIGHTS.has(code)) throw error;
  return new PlatformError(
    'HOME_NOT_WRITABLE',
    `${message}.`,
    'Give this user the right, or run the command as the user who made the network.',
    { cause: error },
  );
}

function countFrom(text: string): number {
  const count = Number(text);
  if (!Number.isSafeInteger(count) || count < 0) throw new InvalidArgumentError('a number of lines');
  return count;
}
