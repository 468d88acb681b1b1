/** `chopmark trust`, and `trust show`: what a trust profile makes its user believe, with the fingerprint to compare on paper. */
import { TrustError, type TrustProfile, prepareTrust } from '@chopmark/core/verify';
import type { Command } from 'commander';
import { EXIT } from './exit-code.js';
import { nodeCrypto } from './node-crypto.js';
import { readProfile } from './profiles.js';
import { plain } from './terminal.js';
import { addTrustAmend } from './trust-amend.js';
import { addTrustCheck } from './trust-check.js';
import { addTrustExport } from './trust-export.js';

export function addTrustCommand(program: Command): void {
  const trust = program.command('trust').summary('look at trust profiles, make, sign and check them');
  trust
    .command('show')
    .description(
      'Shows a trust profile: fingerprint, organizations, who may issue what. Checks its signatures.',
    )
    .argument('<file>', 'trust profile; - is standard input')
    .option('--json', 'print one line of JSON')
    .action(async (file: string, { json }: { json?: true }) => {
      process.exitCode = await showProfile(file, json === true);
    });
  addTrustExport(trust);
  addTrustAmend(trust);
  addTrustCheck(trust);
}

async function showProfile(file: string, json: boolean): Promise<number> {
  try {
    const profile = await readProfile(file);
    const { fingerprint, signedBy } = await prepareTrust(profile, nodeCrypto);
    process.stdout.write(
      json
        ? `${JSON.stringify({ fingerprint, signedBy, profile })}\n`
        : formatProfile(profile, fingerprint, signedBy),
    );
    return 0;
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    process.stderr.write(`chopmark: ${error.code}: ${plain(error.message)}\n`);
    return EXIT.error;
  }
}

function formatProfile(profile: TrustProfile, fingerprint: string, signedBy: readonly string[]): string {
  const { organizations, namespaces, timestampAuthorities = [] } = profile;
  const lines = [
    profile.name,
    `  fingerprint    ${fingerprint}`,
    `  network        ${profile.network}`,
    `  channel        ${profile.channel}${profile.embedded ? ' (development network)' : ''}`,
    `  organizations  ${organizations.map(({ mspId, name }) => `${mspId} ${name}`).join(', ')}`,
    `  needs          signatures of ${profile.signers} of ${organizations.length} organizations`,
    `  status         believed for ${profile.statusMaxAgeSeconds} seconds`,
    ...namespaces.map(
      ({ namespace, authority, kinds, definitions }) =>
        `  ${namespace.padEnd(13)}  ${authority} issues ${kinds.map(({ kind, prefixes }) => `${kind} ${prefixes}`).join(', ') || 'nothing yet'}; ${definitions.length} accepted definition(s)`,
    ),
    `  timestamps     ${timestampAuthorities.map(({ name }) => name).join(', ') || 'of nobody'}`,
    `  signed by      ${signedBy.join(', ') || 'nobody: compare the fingerprint with one you got another way'}`,
  ];
  return `${lines.map(plain).join('\n')}\n`;
}
