/** The commands of the network, for the launcher and the command line: each is a process of its own. */
import { fail, UsageError } from './commands/tell.js';
import { withFolderCode } from './folder-faults.js';

/** @returns Exit code. */
type NetworkCommand = (args: readonly string[]) => Promise<number>;

/** Loaded when asked for: a question about a network must not wait for what runs one. */
const COMMANDS: Readonly<Record<string, () => Promise<NetworkCommand>>> = {
  run: async () => (await import('./commands/run.js')).run,
  status: async () => (await import('./commands/status.js')).status,
  doctor: async () => (await import('./commands/doctor.js')).doctor,
  processes: async () => (await import('./commands/processes.js')).processes,
  end: async () => (await import('./commands/end.js')).end,
  upgrade: async () => (await import('./upgrade/upgrade-command.js')).upgradeCommand,
  'add-organization': async () =>
    (await import('./organization-life/organization-commands.js')).addOrganizationCommand,
  'remove-organization': async () =>
    (await import('./organization-life/organization-commands.js')).removeOrganizationCommand,
  'renew-orderer': async () =>
    (await import('./organization-life/organization-commands.js')).renewOrdererCommand,
};

async function execute([name = '', ...args]: readonly string[]): Promise<number> {
  const load = COMMANDS[name];
  if (!load) throw new UsageError(`usage: node main.js ${Object.keys(COMMANDS).join('|')} --home <folder> …`);
  const command = await load();
  try {
    return await command(args);
  } catch (error) {
    // What node:util's parseArgs does not understand is a wrong call.
    if (error instanceof TypeError && 'code' in error) throw new UsageError(error.message);
    throw error;
  }
}

try {
  process.exit(await execute(process.argv.slice(2)));
} catch (error) {
  fail(withFolderCode(error));
}
