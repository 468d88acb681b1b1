/** A network's whole chain judged again by the embedded network's own committer: hashes, orderers' signatures, every code. */
import { type common, ledger } from '@hyperledger/fabric-protos';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { flagsOf, parseBlock } from '../../../test-network/dist/embedded/blocks/block.js';
import { Committer } from '../../../test-network/dist/embedded/committer.js';
import { Ledger } from '../../../test-network/dist/embedded/ledger/ledger.js';
import { parseTransaction } from '../../../test-network/dist/embedded/ledger/transaction.js';
import { channelConfigFrom } from '../../../test-network/dist/embedded/msp/channel-config.js';
import { LIFECYCLE } from '../../../test-network/dist/embedded/system/definitions.js';

export type Disagreement = {
  readonly block: number;
  readonly position: number;
  readonly theirs: number;
  readonly ours: number;
};

/**
 * @param blocks From the first on, as a peer has them.
 * @throws {Error} When the committer refuses a block.
 */
export async function disagreements(blocks: readonly common.Block[]): Promise<readonly Disagreement[]> {
  const [genesis, ...rest] = blocks.map((block) => parseBlock(block.serializeBinary()));
  if (!genesis) throw new Error('there are no blocks');
  const folder = await mkdtemp(join(tmpdir(), 'chopmark-revalidate-'));
  const store = await Ledger.open(join(folder, 'ledger'), genesis);
  try {
    const committer = new Committer(store, channelConfigFrom(genesis));
    const found: Disagreement[] = [];
    for (const block of rest) {
      const theirs = flagsOf(block);
      const ours = flagsOf(await committer.commit(block));
      for (const [position, envelope] of block.envelopes.entries()) {
        if (theirs[position] === ours[position] || isPrivateApproval(envelope)) continue;
        found.push({
          block: block.number,
          position,
          theirs: theirs[position] ?? -1,
          ours: ours[position] ?? -1,
        });
      }
    }
    return found;
  } finally {
    await store.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/** An organization's approval is private data in Fabric, which the embedded network has not (docs/decisions/0002). */
function isPrivateApproval(envelope: Uint8Array): boolean {
  const { action } = parseTransaction(envelope);
  if (action.getChaincodeId()?.getName() !== LIFECYCLE) return false;
  return ledger.rwset.TxReadWriteSet.deserializeBinary(action.getResults_asU8())
    .getNsRwsetList()
    .some((set) => set.getCollectionHashedRwsetList().length > 0);
}

/** How many transactions got which code. */
export function codesIn(blocks: readonly common.Block[]): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  for (const block of blocks) {
    for (const code of flagsOf(parseBlock(block.serializeBinary())))
      counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}
