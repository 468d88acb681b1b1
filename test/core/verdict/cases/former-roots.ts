/** Roots that the channel had and that the profile no longer names: known by the archived configurations alone. */
import type { Bundle, TrustProfile } from '@chopmark/core/verify';
import { type FullCase, bent, full, on } from './full-world.js';

/** The kit's profile after an organization replaced its root and the old one was forgotten. */
const forgotten = (mspId: string) => (): TrustProfile[] => {
  const { kit } = full.channel;
  const organizations = kit
    .profile()
    .organizations.map((one) => (one.mspId === mspId ? { ...one, roots: [full.former.rootPem] } : one));
  return [kit.profile({ organizations })];
};

const fourSigned = (): Bundle => bent({ statement: { signers: full.channel.kit.signers(4) } });
const onSecond = (): Bundle => on(full.former.channel);

export const formerRoots: readonly FullCase[] = [
  {
    when: 'the root of one of four signers is forgotten',
    code: 'STATEMENT_SIGNED',
    verdict: 'valid',
    profiles: forgotten('CourtMSP'),
    bundle: fourSigned,
  },
  {
    when: 'the root of one of three signers is forgotten',
    code: 'SIGNERS_TOO_FEW',
    verdict: 'indeterminate',
    profiles: forgotten('CourtMSP'),
    bundle: () => full.batch.full(),
  },
  {
    when: 'the root of one of two endorsers of the transaction is forgotten',
    code: 'TRANSACTION_ENDORSERS_NOT_COUNTED',
    profiles: forgotten('AffairsMSP'),
    bundle: fourSigned,
  },
  {
    when: 'the root of the sender is forgotten',
    code: 'TRANSACTION_CREATOR_FORMER',
    profiles: () => [full.former.channel.kit.profile()],
    bundle: onSecond,
  },
  {
    when: 'the root of the sender is kept in the profile',
    code: 'TRANSACTION_ENDORSED',
    profiles: () => {
      const profile = full.former.channel.kit.profile();
      const organizations = profile.organizations.map((one) =>
        one.mspId === 'TaxMSP' ? { ...one, roots: [...one.roots, full.former.rootPem] } : one,
      );
      return [{ ...profile, organizations }];
    },
    bundle: onSecond,
  },
  {
    when: 'the root of a signer is forgotten and no configuration names it',
    code: 'ENDORSER_NOT_TRUSTED',
    profiles: forgotten('CourtMSP'),
    bundle: () => full.batch.bundle(1),
  },
  {
    when: 'the root of a signer is forgotten and the configuration that names it does not hold',
    code: 'ENDORSER_NOT_TRUSTED',
    profiles: forgotten('CourtMSP'),
    bundle: () => {
      const { configuration = [], ...rest } = full.batch.full();
      const [genesis, ...later] = configuration;
      return { ...rest, configuration: [genesis!, ...later.reverse()] };
    },
  },
  {
    when: 'a signer of the organization leads to a root that neither profile nor channel ever named',
    code: 'ENDORSER_NOT_TRUSTED',
    bundle: () => {
      const [tax, affairs] = full.channel.kit.signers(2);
      return bent({ statement: { signers: [tax!, affairs!, full.strangers.foreignPeer] } });
    },
  },
];
