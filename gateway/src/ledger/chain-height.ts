/** How many blocks the own peer has. */
import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

import { translated } from './translate.js';

/** Short, because it is asked every few seconds: it is how a peer that is frozen shows. */
const PATIENCE_MS = 5_000;

/** @throws {UnavailableError} */
export async function chainHeightOf(
  network: Pick<Network, 'getName' | 'getContract'>,
  mspId: string,
): Promise<number> {
  const proposal = network.getContract('qscc').newProposal('GetChainInfo', {
    arguments: [network.getName()],
    endorsingOrganizations: [mspId],
  });
  return common.BlockchainInfo.deserializeBinary(
    await translated(proposal.evaluate({ deadline: Date.now() + PATIENCE_MS })),
  ).getHeight();
}
