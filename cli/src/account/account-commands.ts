/**
 * `chopmark account …`: accounts of a gateway from its own machine. The gateway's program does the work; this part never
 * imports it.
 *
 * @module
 */
import type { Command } from 'commander';
import { plain } from '../verify/terminal.js';
import { addWhichGateway, tellGatewayProgram, type ProgramOptions } from './gateway-program.js';

interface Answer {
  readonly account: string;
  readonly state?: string;
  readonly setup?: { readonly secret: string; readonly link: string; readonly expiresAt: string };
  readonly accounts?: readonly ListedAccount[];
}

interface ListedAccount {
  readonly account: string;
  readonly state: string;
  readonly roles: readonly string[];
  readonly organization: string | null;
}

export function addAccountCommands(program: Command): void {
  const account = program
    .command('account')
    .summary('look after accounts of a gateway, on its machine')
    .description('Accounts of a gateway, on its machine: the first administrator, and the way back in.');
  const add = (name: string, description: string): Command =>
    addWhichGateway(account.command(name).description(description)).option(
      '--json',
      'print one line of JSON',
    );

  add('administrator', 'make an administrator of the organization that runs the gateway')
    .argument('<name>', 'name of the account')
    .option('--organization <text>', 'name of that organization; needed the first time')
    .option('--tax-id <id>', 'its taxpayer id (unified social credit code); needed the first time')
    .action(async (name: string, options: ProgramOptions & { organization?: string; taxId?: string }) => {
      const { organization, taxId } = options;
      await run(options, [
        'administrator',
        name,
        ...(organization === undefined ? [] : ['--organization', organization]),
        ...(taxId === undefined ? [] : ['--tax-id', taxId]),
      ]);
    });
  for (const [verb, description] of [
    ['reset', 'take the password of an account away and give a secret to set another'],
    ['suspend', 'suspend an account; its sessions end at once'],
    ['resume', 'let a suspended account in again'],
  ] as const) {
    add(verb, description)
      .argument('<name>', 'name of the account')
      .action((name: string, options: ProgramOptions) => run(options, [verb, name]));
  }
  add('list', 'list the accounts').action((options: ProgramOptions) => run(options, ['list']));
}

/** Ends as the gateway's program does: 0 when it is done, 1 when not, 2 after a wrong call. */
function run(options: ProgramOptions, args: readonly string[]): Promise<void> {
  return tellGatewayProgram(['accounts', 'main.js'], args, options, (text) =>
    formatAnswer(JSON.parse(text) as Answer),
  );
}

function formatAnswer({ account, state, setup, accounts }: Answer): string {
  if (accounts !== undefined) return accounts.map(formatListed).join('');
  if (setup === undefined) return `${plain(account)} is ${state ?? ''}\n`;
  return [
    `${plain(account)}: its owner sets the password until ${setup.expiresAt} at`,
    `  ${setup.link}`,
    'This is shown once. Hand it over by a way that others do not read.',
    '',
  ].join('\n');
}

function formatListed({ account, state, roles, organization }: ListedAccount): string {
  return `${plain(`${account}  ${state}  ${roles.join(', ') || '-'}  ${organization ?? '-'}`)}\n`;
}
