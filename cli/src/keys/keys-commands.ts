/**
 * `chopmark keys …`: the keys under which a gateway keeps documents, from its own machine. The gateway's program does the work.
 *
 * @module
 */
import type { Command } from 'commander';
import { addWhichGateway, runGatewayProgram, type WhichGateway } from '../account/gateway-program.js';
import { formatRotation, formatStatus, type RotationAnswer, type StatusAnswer } from './format-keys.js';

interface CommonOptions extends WhichGateway {
  readonly json?: true;
}

interface RotateOptions extends CommonOptions {
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
    (options: CommonOptions) =>
      run(options, ['status'], (text) => formatStatus(JSON.parse(text) as StatusAnswer)),
  );
  add('rotate', 'wrap everything under a new wrapping key', ROTATE_HELP)
    .option('--master', 'put a new master key in force as well')
    .option('--destroy-old-master', 'destroy master keys that wrap nothing any more')
    .action(({ master, destroyOldMaster, ...options }: RotateOptions) =>
      run(
        options,
        ['rotate', ...(master ? ['--master'] : []), ...(destroyOldMaster ? ['--destroy-old-master'] : [])],
        (text) => formatRotation(JSON.parse(text) as RotationAnswer),
      ),
    );
}

/** Ends as the gateway's program does. */
async function run(
  { json, ...which }: CommonOptions,
  args: readonly string[],
  format: (text: string) => string,
): Promise<void> {
  const { code, text } = await runGatewayProgram(['keys', 'main.js'], args, which);
  process.exitCode = code;
  if (text !== '') process.stdout.write(json === true ? text : format(text));
}
