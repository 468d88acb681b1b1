/** The statement's bytes as they stand in the file. */
import type { StatementBytes } from '../fabric-proof/statement.js';
import { type BundleContext, decoded, sourceOf } from './context.js';
import type { Material } from './materials.js';
import { text } from './text.js';

export interface EndorsementMaterials {
  readonly endorser: Material;
  readonly signature: Material;
}

export function statementMaterials(context: BundleContext, bytes: StatementBytes) {
  const source = sourceOf(context, 'statement');
  const signedProposal = decoded(
    context,
    source,
    'signed-proposal.bin',
    text('Signed proposal: the question (protos.SignedProposal)', '已签名的请求（protos.SignedProposal）'),
    bytes.signedProposal,
  );
  const responsePayload = decoded(
    context,
    source,
    'response-payload.bin',
    text(
      'Answer that the peers signed (protos.ProposalResponsePayload)',
      '各节点签名的回答（protos.ProposalResponsePayload）',
    ),
    bytes.responsePayload,
  );
  const endorsements = bytes.endorsements.map(({ endorser, signature }, at): EndorsementMaterials => ({
    endorser: decoded(
      context,
      source,
      `signer-${at + 1}.bin`,
      text(
        `Identity of signer ${at + 1} (msp.SerializedIdentity)`,
        `签名者 ${at + 1} 的身份（msp.SerializedIdentity）`,
      ),
      endorser,
    ),
    signature: decoded(
      context,
      source,
      `signer-${at + 1}-signature.der`,
      text(`Signature of signer ${at + 1}`, `签名者 ${at + 1} 的签名`),
      signature,
    ),
  }));
  return { signedProposal, responsePayload, endorsements };
}
