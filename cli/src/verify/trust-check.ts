/** `chopmark trust check`: is a profile still what the channel's configuration says? */
import { BundleError, type ConfigurationCheck, TrustError, checkConfiguration } from '@chopmark/core/verify';
import type { Command } from 'commander';
import { EXIT } from './exit-code.js';
import { reasonOf } from './input/reason.js';
import { nodeCrypto } from './node-crypto.js';
import { plain } from './terminal.js';
import { chainFrom, profileFrom } from './trust-files.js';

const HELP = `
Exit code:
  0  the profile names the organizations and roots that the channel has
  4  the chain is not that of the profile's network, or not signed
  5  the channel has other organizations or roots: get a newer profile
  1  error: profile or chain cannot be read`;

export function addTrustCheck(trust: Command): void {
  trust
    .command('check')
    .description('Compares a trust profile with the configuration blocks of its channel.')
    .argument('<profile>', 'trust profile, or address of a gateway')
    .requiredOption('--configuration <file>', 'chain of configuration blocks, or a full bundle')
    .option('--json', 'print one line of JSON')
    .addHelpText('after', HELP)
    .action(async (profile: string, options: { configuration: string; json?: true }) => {
      process.exitCode = await checkProfile(profile, options.configuration, options.json === true);
    });
}

async function checkProfile(profile: string, configuration: string, json: boolean): Promise<number> {
  try {
    const chain = await chainFrom(configuration);
    const check = await checkConfiguration(await profileFrom(profile), chain, nodeCrypto);
    process.stdout.write(json ? `${JSON.stringify(check)}\n` : formatCheck(check));
    if (check.finding) return check.finding.outcome === 'fail' ? EXIT.invalid : EXIT.open;
    return check.changes.length === 0 ? 0 : EXIT.open;
  } catch (error) {
    const code =
      error instanceof TrustError || error instanceof BundleError ? error.code : 'BUNDLE_UNREADABLE';
    process.stderr.write(`chopmark: ${code}: ${plain(reasonOf(error))}\n`);
    return EXIT.error;
  }
}

function formatCheck(check: ConfigurationCheck): string {
  if (check.finding) return plain(`${check.finding.code}: ${check.finding.detail}`) + '\n';
  const lines = [
    `compared with configuration ${check.sequence} of block ${check.block}; a later one cannot be seen`,
    ...(check.changes.length === 0
      ? ['the profile names the organizations and roots that the channel has']
      : check.changes.map(({ mspId, change }) => `  ${mspId}: ${change}`)),
  ];
  return `${lines.map(plain).join('\n')}\n`;
}
