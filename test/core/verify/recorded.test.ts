import assert from 'node:assert/strict';
import { msp } from '@hyperledger/fabric-protos';
import {
  CHAINCODE_ACTION,
  CHAINCODE_HEADER_EXTENSION,
  CHAINCODE_INVOCATION_SPEC,
  CHAINCODE_PROPOSAL_PAYLOAD,
  CHANNEL_HEADER,
  HEADER,
  PROPOSAL,
  PROPOSAL_RESPONSE_PAYLOAD,
  SERIALIZED_IDENTITY,
  SIGNATURE_HEADER,
  SIGNED_PROPOSAL,
} from '../../../core/dist/fabric-proof/messages.js';
import { hasRole, parseIdentity } from '../../../core/dist/fabric-proof/identity.js';
import { parseReads } from '../../../core/dist/fabric-proof/read-set.js';
import { parseStatement } from '../../../core/dist/fabric-proof/statement.js';
import { readMessage } from '../../../core/dist/protobuf/message.js';
import { assertP256Signature } from '../../../core/dist/x509/p256-signature.js';
import { statementBytesOf } from '../../../core/dist/bundle/part-bytes.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { sha256 } from '../../support/proof-kit.js';
import { RECORDED, recordedStatement } from '../../support/recorded-fabric.js';

const bytesOf = (text: string): Uint8Array => Buffer.from(text, 'base64');

/** What real peers of Fabric v3.1.5 signed is canonical, and its signatures are of the form that we demand. */
describe('statements recorded from real Fabric', () => {
  for (const { name, chaincode, signedProposal } of RECORDED.statements) {
    const { responsePayload: payload, endorsements } = statementBytesOf(recordedStatement(name));

    it(`reads and verifies: ${name}`, async () => {
      const signed = readMessage(SIGNED_PROPOSAL, bytesOf(signedProposal));
      const proposal = readMessage(PROPOSAL, signed.proposalBytes);
      const header = readMessage(HEADER, proposal.header);
      const channelHeader = readMessage(CHANNEL_HEADER, header.channelHeader);
      const { creator, nonce } = readMessage(SIGNATURE_HEADER, header.signatureHeader);
      const { input } = readMessage(CHAINCODE_PROPOSAL_PAYLOAD, proposal.payload);
      const spec = readMessage(CHAINCODE_INVOCATION_SPEC, input).chaincodeSpec;
      assert.equal(channelHeader.txId, sha256(nonce, creator).toString('hex'));
      assert.equal(
        readMessage(CHAINCODE_HEADER_EXTENSION, channelHeader.extension).chaincodeId?.name,
        chaincode,
      );
      assert.equal(spec?.chaincodeId?.name, chaincode);

      const response = readMessage(PROPOSAL_RESPONSE_PAYLOAD, payload);
      const action = readMessage(CHAINCODE_ACTION, response.extension);
      assert.deepEqual(
        Buffer.from(response.proposalHash),
        sha256(header.channelHeader, header.signatureHeader, proposal.payload),
      );
      assert.equal(action.response?.status, 200);
      assert.equal(action.response.message, '', 'an honest answer carries no message');
      if (chaincode !== 'qscc')
        assert.deepEqual([...parseReads(action.results).keys()], ['_lifecycle', chaincode]);

      assert.ok(endorsements.length > 0);
      for (const { endorser, signature } of endorsements) {
        const { certificate, mspId } = parseIdentity(endorser);
        assert.equal(mspId, msp.SerializedIdentity.deserializeBinary(endorser).getMspid());
        assert.equal(readMessage(SERIALIZED_IDENTITY, endorser).mspId, mspId);
        assert.ok(hasRole(certificate, 'peer'));
        assertP256Signature(signature);
        assert.ok(
          await nodeCrypto.verifyP256(certificate.publicKey, Buffer.concat([payload, endorser]), signature),
        );
      }
      const client = parseIdentity(creator).certificate;
      assert.ok(await nodeCrypto.verifyP256(client.publicKey, signed.proposalBytes, signed.signature));
    });

    it(`is no attestation: ${name}`, () => {
      assert.throws(
        () =>
          parseStatement(
            { signedProposal: bytesOf(signedProposal), responsePayload: payload, endorsements },
            (data) => sha256(data),
          ),
        { code: 'STATEMENT_NOT_ATTEST' },
      );
    });
  }
});
