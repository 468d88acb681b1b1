/** Anchors invoices as the tax gateway would, and takes a statement about them: bytes for the verifier. */
import { createHash, randomBytes } from 'node:crypto';
import { common, gateway, peer } from '@hyperledger/fabric-protos';
import { batchTree, disclose, kindOf, sealDocument, toHex } from '@chopmark/core';
import type { HexHash, SealedDocument } from '@chopmark/core';
import type { Bundle, BundleStatement } from '@chopmark/core/verify';
import type { PeerClient } from '../../../test-network/dist/lifecycle/peer-client.js';
import { invoice } from '../../support/proof-kit.js';

export const SERIES = '26001-main';
export const PREFIX = '26001';
export const SUITE = {
  name: 'sha256-p256',
  hash: (data: Uint8Array) => createHash('sha256').update(data).digest(),
} as const;

export function sealed(network: string, count: number): readonly SealedDocument[] {
  const kind = kindOf('invoice');
  const { schema } = kind;
  return Array.from({ length: count }, (_, place) => {
    const document = invoice({ remark: `number ${place + 1}` });
    return sealDocument({
      suite: SUITE,
      secret: randomBytes(32),
      network: network as HexHash,
      namespace: 'tax',
      kind: kind.name,
      schema,
      series: SERIES,
      sequence: place + 1,
      document,
      requiredMembers: kind.requiredMembers(document),
    });
  });
}

/** Resolves once the anchor is VALID; rejects with the commit's code otherwise. */
export async function anchor(
  client: PeerClient,
  documents: readonly SealedDocument[],
  endorsers: readonly string[],
): Promise<void> {
  const hashes = documents.map(({ hash }) => hash);
  const root = toHex(batchTree(SUITE.hash, 1, hashes).head);
  await client.submit('tax', 'anchor', {
    arguments: [SERIES, '1', '1', root, Buffer.concat(hashes)],
    endorsingOrganizations: [...endorsers],
  });
}

export async function attest(
  client: PeerClient,
  documents: readonly SealedDocument[],
  endorsers: readonly string[],
): Promise<BundleStatement> {
  const proposal = client.contract('tax').newProposal('attest', {
    arguments: [SERIES, '1', Buffer.concat(documents.map(({ hash }) => hash))],
    endorsingOrganizations: [...endorsers],
  });
  const transaction = await proposal.endorse();
  const asked = gateway.ProposedTransaction.deserializeBinary(proposal.getBytes()).getProposal();
  const envelope = gateway.PreparedTransaction.deserializeBinary(transaction.getBytes()).getEnvelope();
  const payload = common.Payload.deserializeBinary(envelope!.getPayload_asU8());
  const [action] = peer.Transaction.deserializeBinary(payload.getData_asU8()).getActionsList();
  const endorsed = peer.ChaincodeActionPayload.deserializeBinary(action!.getPayload_asU8()).getAction()!;
  return {
    signedProposal: base64(asked!.serializeBinary()),
    responsePayload: base64(endorsed.getProposalResponsePayload_asU8()),
    endorsements: endorsed.getEndorsementsList().map((endorsement) => ({
      endorser: base64(endorsement.getEndorser_asU8()),
      signature: base64(endorsement.getSignature_asU8()),
    })),
  };
}

export function bundleOf(
  documents: readonly SealedDocument[],
  index: number,
  statement: BundleStatement,
): Bundle {
  const tree = batchTree(
    SUITE.hash,
    1,
    documents.map(({ hash }) => hash),
  );
  return {
    format: 'chopmark/bundle/1',
    document: disclose(documents[index]!, 'none'),
    batch: { batch: 1, index, path: tree.inclusionPath(index).map((node) => toHex(node) as HexHash) },
    statement,
  };
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
