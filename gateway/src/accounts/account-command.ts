/**
 * What a command on the machine of the gateway does with accounts. Whoever may run it may do everything anyway; what it
 * does is told to the audit log all the same.
 *
 * @module
 */
import type { Config } from '../config.js';
import type { AccessContext } from '../create-access.js';
import { Refusal } from '../problems/refusal.js';
import { TAX_ID, text } from '../schemas/invoice-fields.js';
import { ACCOUNT_NAME } from '../schemas/session.js';
import { OPERATING } from './administration.js';
import type { AccountSetup } from './account-setup.js';

/** The command was called wrongly; the text says how. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface AccountCommandOptions {
  readonly organization?: string | undefined;
  readonly 'tax-id'?: string | undefined;
}

export interface AccountCommandContext {
  readonly config: Pick<Config, 'organization' | 'publicUrl'>;
  readonly access: Pick<AccessContext, 'accounts' | 'accountList' | 'administration' | 'organizations'>;
}

type Answer = Readonly<Record<string, unknown>>;

const PAGE = 100;

/** @throws {UsageError} @throws {Refusal} of what it does, `ACCOUNT_NOT_FOUND` */
export async function runAccountCommand(
  [verb = '', name = '', ...rest]: readonly string[],
  options: AccountCommandOptions,
  context: AccountCommandContext,
): Promise<Answer> {
  if (rest.length > 0) throw new UsageError(`one account at a time: ${rest.join(' ')}`);
  const { administration } = context.access;
  switch (verb) {
    case 'list':
      return { accounts: await listAll(context) };
    case 'administrator':
      return makeAdministrator(name, options, context);
    case 'reset':
      return withLink(context, name, await administration.reset(OPERATING, await idOf(context, name)));
    case 'suspend':
      await administration.suspend(OPERATING, await idOf(context, name));
      return { account: name, state: 'suspended' };
    case 'resume':
      await administration.resume(OPERATING, await idOf(context, name));
      return { account: name, state: 'resumed' };
    default:
      throw new UsageError(
        `no such command: ${verb || '(none)'}; there are administrator, reset, suspend, resume, list`,
      );
  }
}

async function makeAdministrator(
  name: string,
  options: AccountCommandOptions,
  context: AccountCommandContext,
): Promise<Answer> {
  const { organizations, administration } = context.access;
  if (!ACCOUNT_NAME.safeParse(name).success)
    throw new UsageError('an account has a name of 1 to 64 letters, digits and . _ @ -');
  const known = await organizations.host();
  const host = known ?? (await organizations.create(OPERATING, describedHost(options, context), true));
  if (known !== undefined && options['tax-id'] !== undefined && options['tax-id'] !== known.taxId)
    throw new UsageError(`${known.name} runs this gateway already: leave the organization out`);
  const { setup } = await administration.create(OPERATING, {
    name,
    roles: ['administrator'],
    organization: host,
  });
  return { ...withLink(context, name, setup), organization: { name: host.name, taxId: host.taxId } };
}

function describedHost(
  { organization: name, 'tax-id': taxId }: AccountCommandOptions,
  { config }: AccountCommandContext,
): { readonly kind: 'office' | 'court'; readonly name: string; readonly taxId: string } {
  const described = { name: text(300).safeParse(name), taxId: TAX_ID.safeParse(taxId) };
  if (!described.name.success || !described.taxId.success) {
    throw new UsageError(
      'the first administrator needs the organization that runs the gateway: --organization NAME --tax-id ID',
    );
  }
  const kind = config.organization === 'court' ? 'court' : 'office';
  return { kind, name: described.name.data, taxId: described.taxId.data };
}

function withLink({ config }: AccountCommandContext, account: string, setup: AccountSetup): Answer {
  return { account, setup: { ...setup, link: `${config.publicUrl}/setup#${setup.secret}` } };
}

async function idOf({ access }: AccountCommandContext, name: string): Promise<string> {
  const found = await access.accounts.findByName(name);
  if (found === undefined) throw new Refusal('ACCOUNT_NOT_FOUND');
  return found.account.id;
}

async function listAll({ access }: AccountCommandContext): Promise<Answer[]> {
  const all: Answer[] = [];
  let cursor: string | undefined;
  do {
    const page = await access.accountList.list({}, PAGE, cursor);
    all.push(
      ...page.items.map(({ account, state }) => {
        const { name, roles, organization } = account;
        return { account: name, state, roles, organization: organization?.name ?? null };
      }),
    );
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}
