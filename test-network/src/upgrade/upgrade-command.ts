/** `upgrade`: brings new code of the contract onto a running network; run again, it goes on where it was. */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { requireHome } from '../commands/options.js';
import { tell } from '../commands/tell.js';
import { changing } from '../organization-life/changing.js';
import { readRecord, UPGRADE } from '../packaging/installed-record.js';
import { upgrade } from './upgrade.js';

const USAGE = `usage: node main.js upgrade --home <folder> [--chaincode <folder>]
  --chaincode  folder with the built contract (default: the upgrade that was begun, else chaincode/deploy of this project)`;
const DEFAULT_CHAINCODE = join(import.meta.dirname, '..', '..', '..', 'chaincode', 'deploy');

export async function upgradeCommand(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { home: { type: 'string' }, chaincode: { type: 'string' } },
  });
  return changing(requireHome(values.home, USAGE), async (network) => {
    const isBegun = (await readRecord(network.layout, UPGRADE)) !== undefined;
    const source = values.chaincode ?? (isBegun ? undefined : DEFAULT_CHAINCODE);
    const bundle = await upgrade(network, source, (text) => tell({ type: 'progress', text }));
    return bundle === undefined ? { upgraded: false } : { upgraded: true, bundle };
  });
}
