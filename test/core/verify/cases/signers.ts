/** Who signed, and for which version of the rules. */
import type { common, peer } from '@hyperledger/fabric-protos';
import { highSTwin, signLowS } from '../../../support/test-authority.js';
import { type Case, atMessage, base64, bent, tax, withStatement, world } from './world.js';

const withSignature = (
  signature: (payload: Uint8Array, endorser: Uint8Array, before: Uint8Array) => Uint8Array,
): unknown =>
  withStatement((statement) => ({
    ...statement,
    endorsements: statement.endorsements.map((one, at) =>
      at > 0
        ? one
        : {
            ...one,
            signature: base64(
              signature(
                Buffer.from(statement.responsePayload, 'base64'),
                Buffer.from(one.endorser, 'base64'),
                Buffer.from(one.signature, 'base64'),
              ),
            ),
          },
    ),
  }));

export const signatures: Case[] = [
  {
    when: 'the transaction id is another',
    bundle: () => atMessage('ChannelHeader', (m: common.ChannelHeader) => m.setTxId('00'.repeat(32))),
    verdict: 'invalid',
    code: 'STATEMENT_TX_ID_MISMATCH',
  },
  {
    when: 'the question has a broken signature',
    bundle: () =>
      atMessage('SignedProposal', (m: peer.SignedProposal) =>
        m.setSignature(highSTwin(m.getSignature_asU8())),
      ),
    verdict: 'invalid',
    code: 'STATEMENT_SIGNATURE_INVALID',
  },
  {
    when: 'the question is signed by somebody else',
    bundle: () =>
      atMessage('SignedProposal', (m: peer.SignedProposal) =>
        m.setSignature(signLowS(world.strangers.client.privateKey, m.getProposalBytes_asU8())),
      ),
    verdict: 'invalid',
    code: 'STATEMENT_SIGNATURE_INVALID',
  },
  {
    when: 'a signature has a high S',
    bundle: () => withSignature((_payload, _endorser, before) => highSTwin(before)),
    verdict: 'invalid',
    code: 'ENDORSEMENT_SIGNATURE_INVALID',
  },
  {
    when: 'a signature has a byte more',
    bundle: () => withSignature((_payload, _endorser, before) => Buffer.concat([before, Buffer.of(0)])),
    verdict: 'invalid',
    code: 'ENDORSEMENT_SIGNATURE_INVALID',
  },
  {
    when: 'a signature is by another key',
    bundle: () =>
      withSignature((payload, endorser) =>
        signLowS(world.strangers.client.privateKey, Buffer.concat([payload, endorser])),
      ),
    verdict: 'invalid',
    code: 'ENDORSEMENT_SIGNATURE_INVALID',
  },
  {
    when: 'a signature leaves the signer out',
    bundle: () => withSignature((payload) => signLowS(world.kit.peers.TaxMSP.privateKey, payload)),
    verdict: 'invalid',
    code: 'ENDORSEMENT_SIGNATURE_INVALID',
  },
  {
    when: 'a signer is not readable',
    bundle: () =>
      withStatement((s) => ({
        ...s,
        endorsements: [{ ...s.endorsements[0], endorser: base64(Buffer.from('??')) }],
      })),
    verdict: 'invalid',
    code: 'ENDORSER_MALFORMED',
  },
  {
    when: 'a signer is certified by a stranger of the same name',
    bundle: () => bent({ signers: [...world.kit.signers(2), world.strangers.foreign] }),
    verdict: 'invalid',
    code: 'ENDORSER_NOT_TRUSTED',
  },
  {
    when: 'a signer is certified by another organization',
    bundle: () =>
      bent({ signers: [...world.kit.signers(2), { ...world.kit.peers.OperatorMSP, mspId: 'CourtMSP' }] }),
    verdict: 'invalid',
    code: 'ENDORSER_NOT_TRUSTED',
  },
  {
    when: 'a signer is a client',
    bundle: () => bent({ signers: [...world.kit.signers(2), world.strangers.client] }),
    verdict: 'invalid',
    code: 'ENDORSER_NOT_PEER',
  },
  {
    when: 'a signer has two roles',
    bundle: () => bent({ signers: [...world.kit.signers(2), world.strangers.twoRoles] }),
    verdict: 'invalid',
    code: 'ENDORSER_NOT_PEER',
  },
  {
    when: 'two organizations signed',
    bundle: () => bent({ signers: world.kit.signers(2) }),
    verdict: 'indeterminate',
    code: 'SIGNERS_TOO_FEW',
  },
  {
    when: 'nobody signed',
    bundle: () => bent({ signers: [] }),
    verdict: 'indeterminate',
    code: 'SIGNERS_TOO_FEW',
  },
  {
    when: 'one organization signed twice',
    bundle: () => bent({ signers: [...world.kit.signers(2), world.strangers.secondPeer] }),
    verdict: 'indeterminate',
    code: 'SIGNERS_TOO_FEW',
  },
  {
    when: 'one signature stands three times',
    bundle: () =>
      withStatement((s) => ({
        ...s,
        endorsements: [s.endorsements[0], s.endorsements[0], s.endorsements[0]],
      })),
    verdict: 'indeterminate',
    code: 'SIGNERS_TOO_FEW',
  },
  {
    when: 'the third is of an unknown organization',
    bundle: () => bent({ signers: [...world.kit.signers(2), world.strangers.otherMsp] }),
    verdict: 'indeterminate',
    code: 'SIGNERS_TOO_FEW',
  },
  {
    when: 'there is no statement',
    bundle: () => ({ ...world.batch.bundle(), statement: undefined }),
    verdict: 'indeterminate',
    code: 'STATEMENT_MISSING',
  },
  {
    when: 'the definition is newer than the profile',
    bundle: () => world.batch.bundle(),
    profiles: tax({ definitions: [{ block: 4, position: 9, bundle: 'ab'.repeat(32) }] }),
    verdict: 'indeterminate',
    code: 'DEFINITION_UNKNOWN',
  },
  {
    when: 'the profile accepts no definition yet',
    bundle: () => world.batch.bundle(),
    profiles: tax({ definitions: [] }),
    verdict: 'indeterminate',
    code: 'DEFINITION_UNKNOWN',
  },
  {
    when: 'the definition was revoked',
    bundle: () => world.batch.bundle(),
    profiles: tax({ definitions: [{ block: 9, position: 0, bundle: 'ab'.repeat(32) }] }),
    verdict: 'invalid',
    code: 'DEFINITION_NOT_ACCEPTED',
  },
];
