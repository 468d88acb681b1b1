/** Attempts to let one organization speak for several. */
import assert from 'node:assert/strict';
import { type TrustProfile, type Verdict, verifyBundle } from '@chopmark/core/verify';
import { ChannelKit } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { type MspId, NOW, type ProofBatch, ProofKit } from '../../support/proof-kit.js';
import { type Identity, TestAuthority } from '../../support/test-authority.js';

const codesOf = ({ findings }: Verdict): string[] => findings.map(({ code }) => code);

/** The kit's profile with more authorities for one organization. */
function withAuthorities(
  kit: ProofKit,
  of: MspId,
  more: { readonly roots?: readonly string[]; readonly intermediates?: readonly string[] },
): TrustProfile {
  return kit.profile({
    organizations: kit.profile().organizations.map((one) =>
      one.mspId === of
        ? {
            ...one,
            roots: [...one.roots, ...(more.roots ?? [])],
            intermediates: [...one.intermediates, ...(more.intermediates ?? [])],
          }
        : one,
    ),
  });
}

describe('one organization that speaks for several', () => {
  let kit: ProofKit;
  let batch: ProofBatch;
  /** A peer that the authority of AffairsMSP certified, under the name of CourtMSP. */
  let borrowed: Identity;

  before(async () => {
    kit = await ProofKit.create();
    batch = kit.batch();
    borrowed = { ...(await kit.authorities.AffairsMSP.issue('peer')), mspId: 'CourtMSP' };
  });

  const judge = (signers: readonly Identity[], profile: TrustProfile): Promise<Verdict> =>
    verifyBundle(batch.bundle(1, { signers }), [profile], { crypto: nodeCrypto, now: NOW });

  it('is refused when a profile names its root for another organization too', async () => {
    const profile = withAuthorities(kit, 'CourtMSP', { roots: [kit.authorities.AffairsMSP.rootPem] });

    const verdict = await judge([...kit.signers(2), borrowed], profile);

    assert.equal(verdict.verdict, 'invalid');
    assert.ok(codesOf(verdict).includes('ENDORSER_NOT_TRUSTED'));
  });

  it('is refused when its root stands among the intermediates of another', async () => {
    const profile = withAuthorities(kit, 'CourtMSP', {
      intermediates: [kit.authorities.AffairsMSP.rootPem],
      roots: [kit.authorities.AffairsMSP.rootPem],
    });

    assert.equal((await judge([...kit.signers(2), borrowed], profile)).verdict, 'invalid');
  });

  it('is refused as the sender of a transaction of the authority', async () => {
    const channel = await ChannelKit.create();
    const { AffairsMSP } = channel.kit.authorities;
    const sender = { ...(await AffairsMSP.issue('client')), mspId: 'TaxMSP' };
    const profile = withAuthorities(channel.kit, 'TaxMSP', { roots: [AffairsMSP.rootPem] });
    const bundle = channel.batch().full(1, { transaction: { client: sender } });

    const verdict = await verifyBundle(bundle, [profile], { crypto: nodeCrypto, now: NOW });

    assert.equal(verdict.verdict, 'invalid');
    assert.ok(codesOf(verdict).includes('TRANSACTION_CREATOR_NOT_TRUSTED'));
  });

  it('is nobody’s harm when two organizations have authorities of their own below a common root', async () => {
    const common = await TestAuthority.create('NationalRoot');
    const below = {
      AffairsMSP: await TestAuthority.create('AffairsMSP', common),
      CourtMSP: await TestAuthority.create('CourtMSP', common),
    };
    const profile = kit.profile({
      organizations: kit
        .profile()
        .organizations.map((one) =>
          one.mspId === 'AffairsMSP' || one.mspId === 'CourtMSP'
            ? { ...one, roots: [common.rootPem], intermediates: [below[one.mspId].rootPem] }
            : one,
        ),
    });
    const affairs = { ...(await below.AffairsMSP.issue('peer')), mspId: 'AffairsMSP' };
    const court = { ...(await below.CourtMSP.issue('peer')), mspId: 'CourtMSP' };

    assert.equal((await judge([kit.peers.TaxMSP, affairs, court], profile)).verdict, 'valid');

    const impostor = { ...affairs, mspId: 'CourtMSP' };
    assert.equal((await judge([kit.peers.TaxMSP, affairs, impostor], profile)).verdict, 'invalid');
  });

  it('counts for nothing under a name that only looks like another’s', async () => {
    // the second letter is Cyrillic
    const lookalike = { ...kit.peers.OperatorMSP, mspId: 'C\u043eurtMSP' };

    const verdict = await judge([...kit.signers(2), lookalike], kit.profile());

    assert.equal(verdict.verdict, 'indeterminate');
    assert.ok(codesOf(verdict).includes('SIGNERS_TOO_FEW'));
    assert.deepEqual(verdict.signers, ['TaxMSP', 'AffairsMSP']);
  });
});
