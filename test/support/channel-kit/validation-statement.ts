/** The peers' own answer about a transaction, as `qscc` gives it. Every message can be bent. */
import { common, peer } from '@hyperledger/fabric-protos';
import type { BundleStatement } from '@chopmark/core/verify';
import { CLOCK, type ProofKit } from '../proof-kit.js';
import { type Finish, type ProposalMessage, buildProposal, serializedIdentity } from '../proposal-kit.js';
import { randomBytes } from '../randomness.js';
import { type Identity, signLowS } from '../test-authority.js';

export interface ValidationOptions {
  readonly envelope: Uint8Array;
  readonly txId: string;
  /** Default 0, VALID. */
  readonly code?: number;
  readonly signers?: readonly Identity[];
  readonly chaincode?: string;
  /** Default `syscc`. */
  readonly version?: string;
  readonly args?: readonly string[];
  readonly results?: Uint8Array;
  readonly channel?: string;
  readonly finish?: Finish<ProposalMessage>;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');

export function validationStatement(kit: ProofKit, options: ValidationOptions): BundleStatement {
  const { envelope, txId, chaincode = 'qscc', channel = kit.channel } = options;
  const args = options.args ?? ['GetTransactionByID', channel, txId];
  const proposal = buildProposal({
    client: kit.client,
    channel,
    chaincode,
    args: args.map((text) => Buffer.from(text)),
    nonce: randomBytes(24),
    time: CLOCK,
    finish: options.finish ?? ((_name, message) => message.serializeBinary()),
  });
  const processed = new peer.ProcessedTransaction();
  processed.setTransactionenvelope(common.Envelope.deserializeBinary(envelope));
  processed.setValidationcode(options.code ?? 0);
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(processed.serializeBinary());
  const id = new peer.ChaincodeID();
  id.setName(chaincode);
  id.setVersion(options.version ?? 'syscc');
  const action = new peer.ChaincodeAction();
  action.setResponse(response);
  action.setChaincodeId(id);
  action.setResults(options.results ?? '');
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(proposal.hash);
  payload.setExtension$(action.serializeBinary());
  const answer = payload.serializeBinary();
  return {
    signedProposal: base64(proposal.signedProposal),
    responsePayload: base64(answer),
    endorsements: (options.signers ?? kit.signers()).map((signer) => {
      const endorser = serializedIdentity(signer).serializeBinary();
      return {
        endorser: base64(endorser),
        signature: base64(signLowS(signer.privateKey, Buffer.concat([answer, endorser]))),
      };
    }),
  };
}
