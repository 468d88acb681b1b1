/** The own peer's block stream, as the port wants it: errors translated, closed whichever way it ends. */
import { LedgerError } from '@chopmark/core';
import type { Network } from '@hyperledger/fabric-gateway';

import { UnavailableError } from '../errors.js';
import { LedgerBehindError, type LedgerBlock } from './ledger.js';
import { readBlock } from './read-block.js';
import { translate } from './translate.js';

export async function* blocksFrom(
  network: Pick<Network, 'getBlockEvents'>,
  namespace: string,
  from: number,
  signal: AbortSignal,
): AsyncGenerator<LedgerBlock> {
  const stream = await network.getBlockEvents({ startBlock: BigInt(from) });
  const stop = (): void => stream.close();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  try {
    for await (const block of stream) yield readBlock(block, namespace);
  } catch (error) {
    if (signal.aborted) return;
    throw translateStream(error, from);
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
}

/** The SDK tells a status in words; 404 means that the chain ends before the block that was asked for. */
function translateStream(error: unknown, from: number): Error {
  const known = translate(error);
  if (known instanceof LedgerError || known instanceof UnavailableError) return known;
  const text = error instanceof Error ? error.message : 'block stream broke';
  return /Unexpected status response: 404/.test(text)
    ? new LedgerBehindError(`the peer's chain ends before block ${from}`, { cause: error })
    : new UnavailableError('ledger', text, { cause: error });
}
