/** The command `chopmark`: a list of commands, and what an exit code is. */
import { Command, CommanderError } from 'commander';
import { addAccountCommands } from './account/account-commands.js';
import { addAuditCommands } from './audit/audit-commands.js';
import { addEvidenceCommands } from './evidence/evidence-commands.js';
import { addFsckCommand } from './fsck/fsck-command.js';
import { addKeysCommands } from './keys/keys-commands.js';
import { addSplitCommands } from './network-export/split-commands.js';
import { addNetworkLifeCommands } from './network-life/life-commands.js';
import { addNetworkCommands, kindOption } from './network/network-commands.js';
import { type NetworkKind, startCommand } from './platform/index.js';
import { addProjectionCommand } from './projection/projection-command.js';
import { addReportCommand } from './report/report-command.js';
import { addTrustCommand } from './verify/trust-command.js';
import { addVerifierCommand } from './verify/verifier-command.js';
import { addVerifyCommand } from './verify/verify-command.js';

const USAGE = 2;

const program = new Command('chopmark')
  .description('Chopmark 验戳: issue documents on a ledger of several organizations, verify them anywhere')
  .exitOverride();

program
  .command('start')
  .description('bring network, database, gateways and pages up on this machine; Ctrl-C stops everything')
  .addOption(kindOption())
  .action(async ({ kind }: { kind: NetworkKind }) => {
    process.exitCode = await startCommand(kind, process.env);
  });
const network = addNetworkCommands(program);
addNetworkLifeCommands(network);
addSplitCommands(network);
addFsckCommand(program);
addProjectionCommand(program);
addVerifyCommand(program);
addReportCommand(program);
addTrustCommand(program);
addVerifierCommand(program);
addEvidenceCommands(program);
addAccountCommands(program);
addKeysCommands(program);
addAuditCommands(program);

// Who reads the output may have enough of it: `chopmark network logs | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : USAGE;
}
