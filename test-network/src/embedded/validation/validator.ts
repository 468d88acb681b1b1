/** Validates the transactions of one block in Fabric's order (fabric.md section 4.8) and collects what the valid ones change. */
import { applyWrites, noChanges, type BlockChanges } from '../ledger/block-updates.js';
import type { Block } from '../blocks/block.js';
import type { StateReader, TransactionPlace } from '../ledger/state-store.js';
import type { NamespaceSet } from '../ledger/transaction.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import { CODE } from './codes.js';
import { EndorsementCheck } from './endorsement-check.js';
import { checkForm } from './transaction-form.js';
import { checkVersions } from './version-check.js';

export type Committed = {
  readonly state: StateReader;
  readonly transaction: (txId: string) => Promise<TransactionPlace | undefined>;
};

export type BlockVerdict = { readonly flags: Uint8Array; readonly changes: BlockChanges };

export async function validateBlock(
  block: Block,
  config: ChannelConfig,
  committed: Committed,
): Promise<BlockVerdict> {
  const flags = new Uint8Array(block.envelopes.length).fill(CODE.NOT_VALIDATED);
  const sets: (readonly NamespaceSet[])[] = [];
  const endorsements = new EndorsementCheck(config, committed.state);
  const idsOfBlock = new Set<string>();

  for (const [position, envelope] of block.envelopes.entries()) {
    const { code, header } = checkForm(envelope, config);
    flags[position] = code;
    if (code !== CODE.VALID || !header) continue;
    const txId = header.getTxId();
    if (await committed.transaction(txId)) {
      flags[position] = CODE.DUPLICATE_TXID;
      continue;
    }
    const verdict = await endorsements.check(envelope, header);
    flags[position] = verdict.code;
    sets[position] = verdict.sets;
    if (verdict.code !== CODE.VALID) continue;
    if (idsOfBlock.has(txId)) flags[position] = CODE.DUPLICATE_TXID;
    idsOfBlock.add(txId);
  }

  const changes = noChanges();
  for (const position of block.envelopes.keys()) {
    if (flags[position] !== CODE.VALID) continue;
    const own = sets[position] ?? [];
    const code = await checkVersions(own, changes.updates, committed.state);
    flags[position] = code;
    if (code === CODE.VALID)
      await applyWrites(changes, own, { block: block.number, position }, committed.state);
  }
  return { flags, changes };
}
