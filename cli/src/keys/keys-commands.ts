/**
 * `chopmark keys …`: the keys under which a gateway keeps documents, from its own machine. The gateway's program does the work.
 *
 * @module
 */
import type { Command } from 'commander';
import { addWhichGateway, tellGatewayProgram, type ProgramOptions } from '../account/gateway-program.js';
import { formatRotation, formatStatus, type RotationAnswer, type StatusAnswer } from './format-keys.js';

const SCRIPT = ['keys', 'main.js'];

interface RotateOptions extends ProgramOptions {
  readonly master?: true;
  readonly destroyOldMaster?: true;
}

const STATUS_HELP = `
Exit code: 0 nothing is due, 4 something is (a key is a year old, a retired one still wraps, a master key is missing), 1 it
could not be told, 2 wrong call.`;

const ROTATE_HELP = `
Exit code: 0 done, 4 done except for what does not open (fsck names documents), 1 nothing more was done, 2 wrong call.

May run beside gateways, which take the new key up within a minute; cut short, it goes on when it is run again. A retired
wrapping key is destroyed by the first rotation an hour later or more that finds nothing wrapped by it.
--destroy-old-master removes master keys that wrap nothing any more: backups from before then open no more.`;

export function addKeysCommands(program: Command): void {
  const keys = program
    .command('keys')
    .summary('keys under which a gateway keeps documents')
    .description('Keys under which a gateway keeps documents, on its machine (docs/privacy.md).');
  const add = (name: string, description: string, help: string): Command =>
    addWhichGateway(keys.command(name).description(description))
      .option('--json', 'print the report as JSON')
      .addHelpText('after', help);

  add('status', 'tell which keys wrap how much, and whether it is time for others', STATUS_HELP).action(
    (options: ProgramOptions) =>
      tellGatewayProgram(SCRIPT, ['status'], options, (text) =>
        formatStatus(JSON.parse(text) as StatusAnswer),
      ),
  );
  add('rotate', 'wrap everything under a new wrapping key', ROTATE_HELP)
    .option('--master', 'put a new master key in force as well')
    .option('--destroy-old-master', 'destroy master keys that wrap nothing any more')
    .action(({ master, destroyOldMaster, ...options }: RotateOptions) =>
      tellGatewayProgram(
        SCRIPT,
        ['rotate', ...(master ? ['--master'] : []), ...(destroyOldMaster ? ['--destroy-old-master'] : [])],
        options,
        (text) => formatRotation(JSON.parse(text) as RotationAnswer),
      ),
    );
}
