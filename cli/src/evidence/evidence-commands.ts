/** `chopmark evidence`: timestamps that let evidence outlive its certificates and algorithms. */
import { TimestampError } from '@chopmark/core/timestamps';
import { BundleError, InputError, TrustError } from '@chopmark/core/verify';
import type { Command } from 'commander';
import { EXIT } from '../verify/exit-code.js';
import { plain } from '../verify/terminal.js';
import { addCheckCommand } from './check-command.js';
import { EvidenceError } from './evidence-error.js';
import { addStampCommand } from './stamp-command.js';

export function addEvidenceCommands(program: Command): void {
  const evidence = program
    .command('evidence')
    .description('keep evidence for decades: timestamps and their renewal');
  addStampCommand(evidence, complaining);
  addCheckCommand(evidence, complaining);
}

async function complaining(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    const known = [EvidenceError, TimestampError, TrustError, BundleError, InputError].find(
      (one) => error instanceof one,
    );
    if (!known) throw error;
    const { code, message } = error as EvidenceError;
    process.stderr.write(`chopmark: ${code}: ${plain(message)}\n`);
    process.exitCode = EXIT.error;
  }
}
