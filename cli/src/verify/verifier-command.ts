/**
 * `chopmark verifier`: the verification page as one file that works from disk without a network, with the trust
 * profiles in it that its maker believes. The same input gives the same bytes.
 *
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { canonicalJson } from '@chopmark/core';
import { type PreparedTrust, TrustError, prepareTrust } from '@chopmark/core/verify';
import { type Command, Option } from 'commander';
import { CommandError } from './command-error.js';
import { EXIT } from './exit-code.js';
import { reasonOf } from './input/reason.js';
import { nodeCrypto } from './node-crypto.js';
import { readProfile } from './profiles.js';
import { plain } from './terminal.js';
import { collect, orComplain } from './verify-command.js';

interface VerifierOptions {
  readonly out: string;
  readonly trust?: readonly string[];
  readonly json?: true;
}

/** Made by scripts/bundle-verifier.mjs; holds no profile. */
const PAGE = new URL('../verifier.html', import.meta.url);
const NO_PROFILES = '<script type="application/json" id="profiles">[]</script>';

const HELP = `
The file loads nothing: no network, no other file. Print the fingerprints, or publish the file's SHA-256, so that
those who get a copy can compare. Without --trust it believes nobody until its reader chooses a profile.

Example:
  $ chopmark verifier --out verifier.html --trust .chopmark/samples/trust.json
  $ sha256sum verifier.html`;

export function addVerifierCommand(program: Command): void {
  program
    .command('verifier')
    .summary('make a verifier in one file')
    .description(
      'Writes the verification page as one HTML file that works from disk, and prints its SHA-256.',
    )
    .requiredOption('--out <file>', 'file to write')
    .addOption(
      new Option('--trust <file>', 'trust profile to write into it; may be given several times').argParser(
        collect,
      ),
    )
    .option('--json', 'print one line of JSON')
    .addHelpText('after', HELP)
    .action(async (options: VerifierOptions) => {
      process.exitCode = await orComplain(() => makeVerifier(options));
    });
}

async function makeVerifier({ out, trust = [], json }: VerifierOptions): Promise<number> {
  const prepared: PreparedTrust[] = [];
  try {
    for (const file of trust) prepared.push(await prepareTrust(await readProfile(file), nodeCrypto));
  } catch (error) {
    if (!(error instanceof TrustError)) throw error;
    process.stderr.write(`chopmark: ${error.code}: ${plain(error.message)}\n`);
    return EXIT.error;
  }
  const page = withProfiles(await readPage(), prepared);
  await write(out, page);
  const sha256 = createHash('sha256').update(page).digest('hex');
  const profiles = prepared.map(({ profile: { name }, fingerprint, signedBy }) => ({
    name,
    fingerprint,
    signedBy,
  }));
  process.stdout.write(
    json
      ? `${JSON.stringify({ file: out, sha256, profiles })}\n`
      : [
          `${sha256}  ${out}`,
          ...profiles.map(({ name, fingerprint }) => `  ${fingerprint}  ${plain(name)}`),
          '',
        ].join('\n'),
  );
  return 0;
}

async function readPage(): Promise<string> {
  const page = await readFile(PAGE, 'utf8').catch((cause: unknown) => {
    throw new CommandError('PAGE_NOT_BUILT', `the page is not there: ${reasonOf(cause)}`, { cause });
  });
  if (!page.includes(NO_PROFILES)) throw new CommandError('PAGE_NOT_BUILT', 'the page is of another version');
  return page;
}

/** As data, not as script: the page's policy allows one script, known by its hash. `<` could end the element. */
function withProfiles(page: string, prepared: readonly PreparedTrust[]): string {
  const profiles = `[${prepared.map(({ profile }) => canonicalJson(profile)).join(',\n')}]`.replaceAll(
    '<',
    '\\u003c',
  );
  return page.replace(NO_PROFILES, () => NO_PROFILES.replace('[]', () => profiles));
}

/** Whole or not at all. */
async function write(out: string, page: string): Promise<void> {
  const part = `${out}.part`;
  try {
    await writeFile(part, page);
    await rename(part, out);
  } catch (cause) {
    await rm(part, { force: true });
    throw new CommandError('FILE_NOT_WRITABLE', `${out}: ${reasonOf(cause)}`, { cause });
  }
}
