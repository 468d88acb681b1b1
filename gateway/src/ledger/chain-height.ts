/** How many blocks the own peer has. */
import type { Network } from '@hyperledger/fabric-gateway';
import { common } from '@hyperledger/fabric-protos';

import { translated } from './translate.js';

/** @throws {UnavailableError} */
export async function chainHeightOf(
  network: Pick<Network, 'getName' | 'getContract'>,
  mspId: string,
): Promise<number> {
  const proposal = network.getContract('qscc').newProposal('GetChainInfo', {
    arguments: [network.getName()],
    endorsingOrganizations: [mspId],
  });
  return common.BlockchainInfo.deserializeBinary(await translated(proposal.evaluate())).getHeight();
}
