/** Blocks from a number on, those to come included, until the reader has gone. */
import type { Block } from './blocks/block.js';
import type { Ledger } from './ledger/ledger.js';

export async function* blocksFrom(start: number, ledger: Ledger, gone: AbortSignal): AsyncGenerator<Block> {
  for (let number = start; ; number += 1) {
    await whenHigher(number, ledger, gone);
    // The reader may have left while this waited.
    const block = isGone(gone) ? undefined : await ledger.block(number);
    if (!block) return;
    yield block;
  }
}

function isGone(gone: AbortSignal): boolean {
  return gone.aborted;
}

/** Resolves once the ledger has block `number`, or nobody waits for it any more. */
function whenHigher(number: number, ledger: Ledger, gone: AbortSignal): Promise<void> {
  if (ledger.height > number || gone.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = (): void => {
      stop();
      gone.removeEventListener('abort', done);
      resolve();
    };
    const stop = ledger.onCommit(() => {
      if (ledger.height > number) done();
    });
    gone.addEventListener('abort', done);
  });
}
