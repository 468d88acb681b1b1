/**
 * `chopmark network upgrade | add-organization | remove-organization | renew-orderer`: what changes a running network.
 * Each may be run again after it was interrupted, and goes on where it was.
 *
 * @module
 */
import type { Command } from 'commander';
import { runningKindOption } from '../network/network-commands.js';
import { networkHome } from '../network/network-home.js';
import { askNetwork } from '../network/network-process.js';
import type { NetworkKind } from '../platform/home.js';

interface MaybeKind {
  readonly kind?: NetworkKind;
}

/** What a command of the network prints, told to a person. */
type Told = Readonly<Record<string, unknown>>;

const DIGEST_SHOWN = 16;

/** @param network The command `chopmark network`. */
export function addNetworkLifeCommands(network: Command): void {
  network
    .command('upgrade')
    .description(
      'bring a new build of the contract onto the running network; the old one serves until it is done',
    )
    .option(
      '--chaincode <folder>',
      'folder with the build (default: the upgrade that was begun, else chaincode/deploy)',
    )
    .addOption(runningKindOption())
    .action(async ({ kind, chaincode }: MaybeKind & { chaincode?: string }) => {
      const options = chaincode === undefined ? [] : ['--chaincode', chaincode];
      process.exitCode = await change(kind, ['upgrade', ...options], ({ upgraded, bundle }) =>
        upgraded === true
          ? `every definition is answered by the new code ${String(bundle).slice(0, DIGEST_SHOWN)}…`
          : 'the network runs this code already',
      );
    });
  network
    .command('add-organization')
    .description('add an organization with peer and orderer (native network)')
    .argument('<key>', 'short name: 2 to 20 of a-z and 0-9, a letter first')
    .requiredOption('--name <text>', 'name for people; stands in its certificates')
    .option('--locality <text>', 'place; stands in its certificates')
    .addOption(runningKindOption())
    .action(
      async (key: string, { kind, name, locality }: MaybeKind & { name: string; locality?: string }) => {
        const place = locality === undefined ? [] : ['--locality', locality];
        process.exitCode = await change(
          kind,
          ['add-organization', key, '--name', name, ...place],
          ({ added }) => `${String(added)} orders, endorses and stands in the trust profile`,
        );
      },
    );
  network
    .command('remove-organization')
    .description(
      'take an organization out of ordering and channel and stop its nodes; its keys and ledgers are kept',
    )
    .argument('<key>', 'short name of the organization')
    .addOption(runningKindOption())
    .action(async (key: string, { kind }: MaybeKind) => {
      process.exitCode = await change(
        kind,
        ['remove-organization', key],
        ({ kept }) => `${key} has left; its ledgers are kept in ${String(kept)}`,
      );
    });
  network
    .command('renew-orderer')
    .description(
      "issue new certificates to an organization's orderer and restart it with them (native network)",
    )
    .argument('<key>', 'short name of the organization')
    .option('--new-key', 'with a new key, which the channel is told (default: the same key)')
    .addOption(runningKindOption())
    .action(async (key: string, { kind, newKey }: MaybeKind & { newKey?: true }) => {
      process.exitCode = await change(
        kind,
        ['renew-orderer', key, ...(newKey === true ? ['--new-key'] : [])],
        ({ withNewKey }) =>
          `the orderer of ${key} runs with new certificates for ${withNewKey === true ? 'a new' : 'the same'} key`,
      );
    });
}

/** @returns The exit code of the network's command: 0 when it is done, 1 when not, 2 after a wrong call. */
async function change(
  kind: NetworkKind | undefined,
  args: readonly string[],
  tell: (answer: Told) => string,
): Promise<number> {
  const home = networkHome(kind, process.env);
  const { code, text } = await askNetwork([...args, '--home', home.network]);
  if (code === 0) process.stdout.write(`${tell(JSON.parse(text) as Told)}\n`);
  return code;
}
