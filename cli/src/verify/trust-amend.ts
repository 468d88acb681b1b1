/** `chopmark trust amend`: a profile with a timestamp authority, or with what an older one believed, signed anew. */
import { equalBytes } from '@chopmark/core';
import {
  MAX_PROFILE_BYTES,
  TrustError,
  type TrustProfile,
  parseTrustProfile,
  prepareTrust,
  trustBytes,
} from '@chopmark/core/verify';
import type { Command } from 'commander';
import { writeJson } from '../platform/home.js';
import { keeping, pemBlocks, withAuthority, withoutAuthority } from './amend-profile.js';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-code.js';
import { readBounded } from './input/read-file.js';
import { reasonOf } from './input/reason.js';
import { nodeCrypto } from './node-crypto.js';
import { plain } from './terminal.js';
import { profileFrom, signedBy } from './trust-files.js';

interface AmendOptions {
  readonly authority?: string;
  readonly roots?: string;
  readonly intermediates?: string;
  readonly revocationLists?: string;
  readonly dropAuthority?: string;
  readonly keep?: string;
  readonly sign?: readonly string[];
  readonly out?: string;
}

const HELP = `
A changed profile has another fingerprint; signatures of the old one end. --keep takes from an older profile of the
same network what this one forgot: roots that were replaced, versions of the rules, timestamp authorities.

Examples:
  $ chopmark trust amend trust.json --authority "TSA of …" --roots tsa-roots.pem --sign /media/key/admin --out trust.json
  $ chopmark trust amend new.json --keep old.json --out trust.json`;

export function addTrustAmend(trust: Command): void {
  trust
    .command('amend')
    .description('Adds a timestamp authority, or what an older profile believed, and signs anew.')
    .argument('<profile>', 'trust profile, or address of a gateway')
    .option('--authority <name>', 'timestamp authority to add, or to put in place of the one of this name')
    .option('--roots <file>', 'PEM roots of the authority')
    .option('--intermediates <file>', 'PEM certificates between root and signer, if tokens do not bring them')
    .option('--revocation-lists <file>', 'PEM revocation lists of the authority')
    .option('--drop-authority <name>', 'timestamp authority that counts no longer')
    .option('--keep <profile>', 'older profile of the same network')
    .option(
      '--sign <folder>',
      'MSP folder of an admin; may be given several times',
      (folder, before?: string[]) => [...(before ?? []), folder],
    )
    .option('--out <file>', 'where to write; default standard output')
    .addHelpText('after', HELP)
    .action(async (profile: string, options: AmendOptions) => {
      process.exitCode = await amendProfile(profile, options);
    });
}

async function amendProfile(source: string, options: AmendOptions): Promise<number> {
  try {
    const before = await profileFrom(source);
    let profile = checked(before, await amended(before, options));
    for (const folder of options.sign ?? []) profile = await signedBy(folder, profile);
    const { fingerprint, signedBy: names } = await prepareTrust(profile, nodeCrypto);
    if (options.out === undefined) process.stdout.write(`${JSON.stringify(profile, null, 2)}\n`);
    else writeJson(options.out, profile);
    process.stderr.write(
      `fingerprint  ${fingerprint}\nsigned by    ${names.map(plain).join(', ') || 'nobody'}\n`,
    );
    return 0;
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const code = error instanceof TrustError ? error.code : 'PROFILE_UNREADABLE';
    process.stderr.write(`chopmark: ${code}: ${plain(reasonOf(error))}\n`);
    return EXIT.error;
  }
}

async function amended(profile: TrustProfile, options: AmendOptions): Promise<TrustProfile> {
  const { authority: name, roots, intermediates, revocationLists, dropAuthority, keep } = options;
  let made = profile;
  if (keep !== undefined) made = keeping(made, await profileFrom(keep));
  if (dropAuthority !== undefined) made = withoutAuthority(made, dropAuthority);
  if (name === undefined) return made;
  const [rootPems, between, lists] = await Promise.all([
    blocksOf(roots, 'CERTIFICATE'),
    blocksOf(intermediates, 'CERTIFICATE'),
    blocksOf(revocationLists, 'X509 CRL'),
  ]);
  if (rootPems.length === 0)
    throw new TrustError('PROFILE_UNREADABLE', 'an authority needs --roots, a file of PEM certificates');
  return withAuthority(made, { name, roots: rootPems, intermediates: between, revocationLists: lists });
}

async function blocksOf(file: string | undefined, label: string): Promise<string[]> {
  if (file === undefined) return [];
  const blocks = pemBlocks(Buffer.from(await readBounded(file, MAX_PROFILE_BYTES)).toString(), label);
  if (blocks.length === 0) throw new TrustError('PROFILE_UNREADABLE', `${file} holds no PEM ${label}`);
  return blocks;
}

/** In the form that every reader takes; what was signed is no longer when the content is another. */
function checked(before: TrustProfile, after: TrustProfile): TrustProfile {
  const isSame = equalBytes(trustBytes(before), trustBytes(after));
  return parseTrustProfile(JSON.stringify({ ...after, signatures: isSame ? before.signatures : [] }));
}
