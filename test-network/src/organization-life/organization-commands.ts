/** `add-organization`, `remove-organization`, `renew-orderer`: on a running native network; each may be run again. */
import { parseArgs } from 'node:util';
import type { ParseArgsConfig } from 'node:util';
import { requireHome } from '../commands/options.js';
import { tell, UsageError } from '../commands/tell.js';
import { addOrganization } from './add-organization.js';
import { changing } from './changing.js';
import { removeOrganization } from './remove-organization.js';
import { renewOrderer } from './renew-orderer.js';

const ADD_USAGE = `usage: node main.js add-organization <key> --home <folder> --name <text> [--locality <text>]
  <key>       short name in paths and MSP id: 2 to 20 of a-z and 0-9
  --name      for people; stands in its certificates`;
const REMOVE_USAGE = 'usage: node main.js remove-organization <key> --home <folder>';
const RENEW_USAGE = `usage: node main.js renew-orderer <key> --home <folder> [--new-key]
  --new-key   a new key, too; the channel is told (default: new certificates for the same key)`;
const DEFAULT_LOCALITY = 'Shenzhen';

const progress = (text: string): void => tell({ type: 'progress', text });

export async function addOrganizationCommand(args: readonly string[]): Promise<number> {
  const { values, key, home } = parse(args, ADD_USAGE, {
    name: { type: 'string' },
    locality: { type: 'string', default: DEFAULT_LOCALITY },
  });
  const { name, locality } = values;
  if (typeof name !== 'string' || typeof locality !== 'string') throw new UsageError(ADD_USAGE);
  return changing(home, async (network) => ({
    added: await addOrganization(network, { key, name, locality }, progress),
  }));
}

export async function removeOrganizationCommand(args: readonly string[]): Promise<number> {
  const { key, home } = parse(args, REMOVE_USAGE, {});
  return changing(home, async (network) => ({
    removed: key,
    kept: await removeOrganization(network, key, progress),
  }));
}

export async function renewOrdererCommand(args: readonly string[]): Promise<number> {
  const { values, key, home } = parse(args, RENEW_USAGE, { 'new-key': { type: 'boolean', default: false } });
  const withNewKey = values['new-key'] === true;
  return changing(home, async (network) => ({
    renewed: key,
    ...(await renewOrderer(network, key, { withNewKey }, progress)),
  }));
}

function parse(
  args: readonly string[],
  usage: string,
  options: NonNullable<ParseArgsConfig['options']>,
): { readonly key: string; readonly home: string; readonly values: Readonly<Record<string, unknown>> } {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { ...options, home: { type: 'string' } },
  });
  const [key, ...others] = positionals;
  if (key === undefined || others.length > 0) throw new UsageError(usage);
  const { home } = values;
  return { key, values, home: requireHome(typeof home === 'string' ? home : undefined, usage) };
}
