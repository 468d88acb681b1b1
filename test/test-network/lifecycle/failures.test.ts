import assert from 'node:assert/strict';
import { createHash, createPublicKey, verify, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { common, msp, peer } from '@hyperledger/fabric-protos';
import { defaultDescription } from '../../../test-network/dist/description.js';
import { loadIdentity } from '../../../test-network/dist/identities/identity.js';
import { ensureDefinitions } from '../../../test-network/dist/lifecycle/ensure-definitions.js';
import { signedProposal } from '../../../test-network/dist/lifecycle/proposal.js';
import {
  fingerprintOf,
  registerAuthorities,
} from '../../../test-network/dist/lifecycle/register-authorities.js';
import { prepareNetwork } from '../../../test-network/dist/prepare-network.js';
import type { PreparedNetwork } from '../../../test-network/dist/prepare-network.js';

const packages = new Map(
  ['tax', 'affairs', 'court', 'operator'].map((key) => [
    key,
    { label: 'x', packageId: `x:${key}`, bytes: Buffer.from(key) },
  ]),
);

describe('lifecycle of a network', () => {
  let home: string;
  let network: PreparedNetwork;

  before(async () => {
    home = await mkdtemp(join(tmpdir(), 'chopmark-lifecycle-'));
    network = await prepareNetwork(defaultDescription('embedded', { portBase: 26_600 }), home);
  });

  after(() => rm(home, { recursive: true, force: true }));

  it('says which step fails when no peer answers', async () => {
    await assert.rejects(ensureDefinitions(network, { bundle: '', port: 'chaincode', packages }), {
      code: 'LIFECYCLE_FAILED',
    });
  });

  it('says when a package is missing for an organization', async () => {
    await assert.rejects(ensureDefinitions(network, { bundle: '', port: 'chaincode', packages: new Map() }), {
      code: 'LIFECYCLE_FAILED',
    });
  });

  it('says that roles cannot be granted when no peer answers', async () => {
    await assert.rejects(registerAuthorities(network), { code: 'ROLES_FAILED' });
  });

  it('signs proposals as a peer wants them', async () => {
    const admin = await loadIdentity(network.description, network.layout, 'tax', 'admin');

    const signed = signedProposal(admin, { chaincode: 'cscc', args: ['JoinChain', Uint8Array.of(1, 2)] });

    const bytes = signed.getProposalBytes_asU8();
    assert.ok(verify('sha256', bytes, createPublicKey(admin.certificatePem), signed.getSignature_asU8()));
    const header = common.Header.deserializeBinary(peer.Proposal.deserializeBinary(bytes).getHeader_asU8());
    const channelHeader = common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8());
    const signatureHeader = common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8());
    const id = createHash('sha256')
      .update(signatureHeader.getNonce_asU8())
      .update(signatureHeader.getCreator_asU8());
    assert.equal(channelHeader.getTxId(), id.digest('hex'));
    assert.equal(channelHeader.getChannelId(), '');
    assert.equal(
      msp.SerializedIdentity.deserializeBinary(signatureHeader.getCreator_asU8()).getMspid(),
      'TaxMSP',
    );
  });

  it('names a certificate by the hash of its DER', async () => {
    const { certificatePem } = await loadIdentity(network.description, network.layout, 'tax', 'gateway');

    const { fingerprint256 } = new X509Certificate(certificatePem);
    assert.equal(fingerprintOf(certificatePem), fingerprint256.replaceAll(':', '').toLowerCase());
  });
});
