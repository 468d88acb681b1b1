/** `chopmark trust export`: the profile of a platform, checked, and signed by those who are asked to. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  BundleError,
  type BundleConfiguration,
  TrustError,
  type TrustProfile,
  checkConfiguration,
  partBytes,
  prepareTrust,
} from '@chopmark/core/verify';
import { type Command, Option } from 'commander';
import { networkHome } from '../network/network-home.js';
import { type NetworkKind, readJson, writeFileAtomic, writeJson } from '../platform/home.js';
import { EXIT } from './exit-code.js';
import { reasonOf } from './input/reason.js';
import { nodeCrypto } from './node-crypto.js';
import { plain } from './terminal.js';
import { chainFrom, profileFrom, signedBy } from './trust-files.js';

interface ExportOptions {
  readonly from?: string;
  readonly kind?: NetworkKind;
  readonly out?: string;
  readonly sign?: readonly string[];
  readonly configuration?: string;
}

const HELP = `
With --configuration the profile must name the organizations and roots that the channel has; the chain is
written beside it, as <out>.configuration.json, for \`chopmark trust check\`.

Examples:
  $ chopmark trust export --out trust.json
  $ chopmark trust export --from https://… --sign /media/key/admin --out trust.json
  $ chopmark trust export --configuration full-bundle.json --out trust.json`;

export function addTrustExport(trust: Command): void {
  trust
    .command('export')
    .description(
      'Writes the trust profile of the running platform, else of the home, and prints its fingerprint.',
    )
    .option('--from <source>', 'trust profile, or address of a gateway')
    .addOption(
      new Option('--kind <kind>', 'network of the home').choices(['embedded', 'native']).conflicts('from'),
    )
    .option('--out <file>', 'where to write; default standard output')
    .addOption(
      new Option('--sign <folder>', 'MSP folder of an admin; may be given several times').argParser(
        (folder: string, before: readonly string[] | undefined) => [...(before ?? []), folder],
      ),
    )
    .option('--configuration <file>', 'chain of configuration blocks, or a full bundle, to check against')
    .addHelpText('after', HELP)
    .action(async (options: ExportOptions) => {
      process.exitCode = await exportProfile(options);
    });
}

async function exportProfile(options: ExportOptions): Promise<number> {
  try {
    let profile = await profileFrom(options.from ?? sourceOf(options.kind));
    for (const folder of options.sign ?? []) profile = await signedBy(folder, profile);
    const { fingerprint, signedBy: names } = await prepareTrust(profile, nodeCrypto);
    const chain = options.configuration === undefined ? undefined : await chainFrom(options.configuration);
    if (chain && !(await isCurrent(profile, chain))) return EXIT.open;
    write(profile, chain, options.out);
    process.stderr.write(
      `fingerprint  ${fingerprint}\nsigned by    ${names.map(plain).join(', ') || 'nobody'}\n`,
    );
    return 0;
  } catch (error) {
    const code =
      error instanceof TrustError || error instanceof BundleError ? error.code : 'PROFILE_UNREADABLE';
    process.stderr.write(`chopmark: ${code}: ${plain(reasonOf(error))}\n`);
    return EXIT.error;
  }
}

/** @throws {TrustError} `PROFILE_UNREADABLE` when nothing runs and nothing was made. */
function sourceOf(kind: NetworkKind | undefined): string {
  const home = networkHome(kind, process.env);
  const running = readJson(home.running) as { network?: unknown; gateways?: { tax?: unknown } } | undefined;
  const address = running?.network === home.kind ? running.gateways?.tax : undefined;
  if (typeof address === 'string') return address;
  const file = join(home.network, 'trust.json');
  if (existsSync(file)) return file;
  throw new TrustError('PROFILE_UNREADABLE', `${home.root}: no platform was started here; name a --from`);
}

async function isCurrent(profile: TrustProfile, chain: BundleConfiguration): Promise<boolean> {
  const check = await checkConfiguration(profile, chain, nodeCrypto);
  const reasons = check.finding
    ? [`${check.finding.code}: ${check.finding.detail}`]
    : check.changes.map(({ mspId, change }) => `ORGANIZATIONS_CHANGED: ${mspId}: ${change}`);
  for (const reason of reasons) process.stderr.write(`chopmark: ${plain(reason)}\n`);
  return reasons.length === 0;
}

function write(profile: TrustProfile, chain: BundleConfiguration | undefined, out: string | undefined): void {
  if (out === undefined) {
    process.stdout.write(`${JSON.stringify(profile, null, 2)}\n`);
    return;
  }
  writeJson(out, profile);
  if (chain)
    writeFileAtomic(
      `${out.replace(/\.json$/, '')}.configuration.json`,
      Buffer.from(partBytes(chain)).toString(),
    );
}
