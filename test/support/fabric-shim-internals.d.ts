/** Parts of Fabric's shim that tests stand on; its packages publish no types for them. */
declare module 'fabric-shim/lib/stub.js' {
  import type { ChaincodeStub } from 'fabric-shim-api';
  import type { peer } from '@hyperledger/fabric-protos';

  const Stub: new (
    handler: object,
    channel: string,
    txId: string,
    input: peer.ChaincodeInput,
    signedProposal: peer.SignedProposal,
  ) => ChaincodeStub & { readonly chaincodeEvent?: peer.ChaincodeEvent };
  export default Stub;
}

declare module 'fabric-shim/lib/contract-spi/chaincodefromcontract.js' {
  import type { ChaincodeInterface } from 'fabric-shim-api';

  const ChaincodeFromContract: new (
    contracts: (new () => object)[],
    serializers: object,
  ) => ChaincodeInterface & { readonly defaultContractName: string; readonly metadata: unknown };
  export default ChaincodeFromContract;
}
