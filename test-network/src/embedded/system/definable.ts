/** Which definitions this network takes: Fabric's rules for names, and refusals of what is not implemented. */
import type { peer } from '@hyperledger/fabric-protos';
import { SYSTEM_CHAINCODES } from './definitions.js';

const CHAINCODE_NAME = /^[a-zA-Z0-9]+([-_][a-zA-Z0-9]+)*$/;
const CHAINCODE_VERSION = /^[A-Za-z0-9_.+-]+$/;

type Named = Pick<
  peer.lifecycle.CommitChaincodeDefinitionArgs,
  'getName' | 'getVersion' | 'getCollections' | 'getEndorsementPlugin' | 'getValidationPlugin'
>;

export function assertDefinable(args: Named): void {
  const invalid = (reason: string): Error => new Error(`error validating chaincode definition: ${reason}`);
  const [name, version] = [args.getName(), args.getVersion()];
  if (!CHAINCODE_NAME.test(name)) {
    throw invalid(
      `invalid chaincode name '${name}'. Names can only consist of alphanumerics, '_', and '-' and can only begin with alphanumerics`,
    );
  }
  if (SYSTEM_CHAINCODES.has(name) || ['escc', 'lscc', 'vscc'].includes(name))
    throw invalid(`chaincode name '${name}' is the name of a system chaincode`);
  if (!CHAINCODE_VERSION.test(version)) {
    throw invalid(
      `invalid chaincode version '${version}'. Versions can only consist of alphanumerics, '_', '-', '+', and '.'`,
    );
  }
  if ((args.getCollections()?.getConfigList().length ?? 0) > 0)
    throw invalid('private data collections are not implemented by the embedded network');
  const plugins = [args.getEndorsementPlugin(), args.getValidationPlugin()];
  if (!['', 'escc'].includes(plugins[0] ?? '') || !['', 'vscc'].includes(plugins[1] ?? '')) {
    throw invalid('other plugins than escc and vscc are not implemented by the embedded network');
  }
}
