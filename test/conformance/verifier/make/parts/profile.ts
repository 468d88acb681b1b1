/** Trust profiles: several, signed, broken, of look-alikes; versions of the rules; revoked signers; age of a status. */
import { trustBytes, type TrustProfile } from '@chopmark/core/verify';
import { TestAuthority, signLowS, type Identity } from '../../../../support/test-authority.js';
import { OTHER_NETWORK, bent, tax, world } from '../../../../core/verify/cases/world.js';
import { type VerifierCase, good, rows } from '../case.js';

const DIGEST = 'ab'.repeat(32);
const honest = (): unknown => world.batch.bundle();

const people = {} as {
  admin: Identity;
  foreignAdmin: Identity;
  /** Authorities of the same names by somebody else. */
  namesakes: Readonly<Record<string, string>>;
  noTax: string;
  foreignList: string;
  emptyList: string;
};

/** Whoever signs or forges profiles. */
export async function createProfilePeople(): Promise<void> {
  const { TaxMSP, CourtMSP } = world.kit.authorities;
  const namesakes: Record<string, string> = {};
  for (const { mspId } of world.kit.profile().organizations)
    namesakes[mspId] = (await TestAuthority.create(mspId)).rootPem;
  Object.assign(people, {
    admin: await TaxMSP.issue('admin'),
    foreignAdmin: await (await TestAuthority.create('TaxMSP')).issue('admin'),
    namesakes,
    noTax: await TaxMSP.revocationList([world.kit.peers.TaxMSP]),
    foreignList: await CourtMSP.revocationList([]),
    emptyList: await TaxMSP.revocationList([]),
  });
}

const profiles = (...changes: Partial<TrustProfile>[]): Partial<VerifierCase> => ({
  profiles: () => changes.map((change) => world.kit.profile(change)),
});

/** The profile as a file whose JSON is bent; its types no longer hold. */
const files = (change: (profile: Record<string, unknown>) => unknown): Partial<VerifierCase> => ({
  trustFiles: () => [change(JSON.parse(JSON.stringify(world.kit.profile())) as Record<string, unknown>)],
});

const definitions = (...list: [block: number, position: number][]): Partial<VerifierCase> => ({
  profiles: tax({ definitions: list.map(([block, position]) => ({ block, position, bundle: DIGEST })) }),
});

function signedBy(
  signer: () => Identity,
  change: (signature: Buffer) => Uint8Array = (same) => same,
): Partial<VerifierCase> {
  return {
    profiles: () => {
      const profile = world.kit.profile();
      const signature = Buffer.from(change(signLowS(signer().privateKey, trustBytes(profile))));
      return [
        {
          ...profile,
          signatures: [
            {
              mspId: 'TaxMSP',
              certificate: signer().certificatePem,
              signature: signature.toString('base64'),
            },
          ],
        },
      ];
    },
  };
}

const withTax = (change: () => object): Partial<VerifierCase> => ({
  profiles: () => [
    world.kit.profile({
      organizations: world.kit
        .profile()
        .organizations.map((one) => (one.mspId === 'TaxMSP' ? { ...one, ...change() } : one)),
    }),
  ],
});

/** The rules that answered were taken out; later ones are accepted. */
const withLaterRules = (): TrustProfile['namespaces'] =>
  world.kit.profile().namespaces.map((one) => ({
    ...one,
    definitions: one.definitions.map((definition) => ({ ...definition, block: definition.block + 1 })),
  }));

const namesakes = (): TrustProfile['organizations'] =>
  world.kit.profile().organizations.map((one) => ({ ...one, roots: [people.namesakes[one.mspId] ?? ''] }));

export const profile: readonly VerifierCase[] = [
  ...good([
    [
      'profiles of two networks are given, the other one first',
      honest,
      profiles({ network: OTHER_NETWORK }, {}),
    ],
    ['the profile is signed by an admin', honest, signedBy(() => people.admin)],
    ['the profile is of a development network', honest, profiles({ embedded: true })],
    ['a revocation list names nobody', honest, withTax(() => ({ revocationLists: [people.emptyList] }))],
    [
      'one signer is enough and one signed',
      () => bent({ signers: world.kit.signers(1) }),
      profiles({ signers: 1 }),
    ],
  ]),
  ...good([['the same profile is given twice', honest, profiles({}, {})]]),
  ...rows('indeterminate', 'SIGNERS_TOO_FEW', [
    ['of two profiles of the network the second asks for more', honest, profiles({}, { signers: 4 })],
    ['of two profiles of the network the first asks for more', honest, profiles({ signers: 4 }, {})],
  ]),
  ...rows('invalid', 'DEFINITION_NOT_ACCEPTED', [
    [
      'of two profiles of the network the second revokes the rules',
      honest,
      { profiles: () => [world.kit.profile(), world.kit.profile({ namespaces: withLaterRules() })] },
    ],
  ]),
  ...rows('invalid', 'ENDORSER_NOT_TRUSTED', [
    [
      'the profile is of look-alikes: names and MSP ids are the same, the roots are not',
      honest,
      { profiles: () => [world.kit.profile({ organizations: namesakes() })] },
    ],
  ]),
  ...rows('indeterminate', 'SIGNERS_TOO_FEW', [
    ['one of three signers is revoked', honest, withTax(() => ({ revocationLists: [people.noTax] }))],
    [
      'the profile calls organizations by the right names but other MSP ids',
      honest,
      {
        profiles: () => [
          world.kit.profile({
            organizations: world.kit
              .profile()
              .organizations.map((one) => ({ ...one, mspId: `X${one.mspId}` })),
          }),
        ],
      },
    ],
  ]),
  ...good([
    [
      'one of four signers is revoked',
      () => bent({ signers: world.kit.signers(4) }),
      withTax(() => ({ revocationLists: [people.noTax] })),
    ],
  ]),
  ...rows('error', 'PROFILE_SIGNATURE_INVALID', [
    [
      'the profile is signed by an admin of a stranger of the same name',
      honest,
      signedBy(() => people.foreignAdmin),
    ],
    ['the profile is signed by a client', honest, signedBy(() => world.kit.client)],
    ['the profile is signed by a peer', honest, signedBy(() => world.kit.peers.TaxMSP)],
    [
      'the profile was changed after it was signed',
      honest,
      {
        profiles: () =>
          (signedBy(() => people.admin).profiles?.() ?? []).map((one) => ({ ...one, signers: 1 })),
      },
    ],
    [
      'the signature of the profile is no signature',
      honest,
      signedBy(
        () => people.admin,
        () => Buffer.of(0),
      ),
    ],
    [
      'the signature of the profile names an organization that is not in it',
      honest,
      {
        profiles: () =>
          (signedBy(() => people.admin).profiles?.() ?? []).map((one) => ({
            ...one,
            signatures: one.signatures.map((s) => ({ ...s, mspId: 'XMSP' })),
          })),
      },
    ],
  ]),
  ...rows('error', 'PROFILE_REVOCATION_LIST_INVALID', [
    ['a revocation list is not readable', honest, withTax(() => ({ revocationLists: ['nothing'] }))],
    [
      'a revocation list is signed by another organization',
      honest,
      withTax(() => ({ revocationLists: [people.foreignList] })),
    ],
  ]),
  ...rows('error', 'PROFILE_UNREADABLE', [
    ['the profile is empty', honest, { trustFiles: () => [''] }],
    ['the profile is a bundle', honest, { trustFiles: () => [world.batch.bundle()] }],
    ['the profile has an unknown member', honest, files((one) => ({ ...one, note: 'x' }))],
    ['the profile lacks its organizations', honest, files((one) => ({ ...one, organizations: undefined }))],
    ['the profile has no organizations', honest, files((one) => ({ ...one, organizations: [] }))],
    [
      'the profile names an organization twice',
      honest,
      files((one) => ({
        ...one,
        organizations: [...(one['organizations'] as unknown[]), (one['organizations'] as unknown[])[0]],
      })),
    ],
    [
      'the profile needs more signers than there are organizations',
      honest,
      files((one) => ({ ...one, signers: 5 })),
    ],
    ['the profile needs no signers', honest, files((one) => ({ ...one, signers: 0 }))],
    ['the profile’s network is in capitals', honest, files((one) => ({ ...one, network: 'CD'.repeat(32) }))],
    ['the profile is of a later version', honest, files((one) => ({ ...one, format: 'chopmark/trust/2' }))],
    [
      'the profile’s prefixes repeat a group',
      honest,
      files((one) => ({
        ...one,
        namespaces: [
          {
            namespace: 'tax',
            authority: 'TaxMSP',
            kinds: [{ kind: 'invoice', prefixes: '^(([0-9])+)+$' }],
            definitions: [],
          },
        ],
      })),
    ],
    [
      'the profile’s prefixes are not anchored',
      honest,
      files((one) => ({
        ...one,
        namespaces: [
          {
            namespace: 'tax',
            authority: 'TaxMSP',
            kinds: [{ kind: 'invoice', prefixes: '[0-9]' }],
            definitions: [],
          },
        ],
      })),
    ],
    [
      'the profile’s prefixes are no expression',
      honest,
      files((one) => ({
        ...one,
        namespaces: [
          {
            namespace: 'tax',
            authority: 'TaxMSP',
            kinds: [{ kind: 'invoice', prefixes: '^[9-0]$' }],
            definitions: [],
          },
        ],
      })),
    ],
    [
      'a root of the profile is a peer’s certificate',
      honest,
      withTax(() => ({ roots: [world.kit.peers.TaxMSP.certificatePem] })),
    ],
    ['a root of the profile is no certificate', honest, withTax(() => ({ roots: ['nothing'] }))],
    ['the second profile is broken', honest, { trustFiles: () => [world.kit.profile(), 'x'] }],
    [
      'the profile names a member twice',
      honest,
      {
        trustFiles: () => [
          JSON.stringify(world.kit.profile()).replace('"signers":3', '"signers":3,"signers":1'),
        ],
      },
    ],
  ]),
];

export const definition: readonly VerifierCase[] = [
  ...good([
    ['two versions of the rules are accepted, this is the older one', honest, definitions([5, 0], [9, 2])],
    ['two versions of the rules are accepted, this is the newer one', honest, definitions([1, 0], [5, 0])],
  ]),
  ...rows('invalid', 'DEFINITION_NOT_ACCEPTED', [
    ['a version before and one after it are accepted', honest, definitions([4, 9], [6, 0])],
    ['the version at the next position of the block is accepted', honest, definitions([5, 1])],
  ]),
  ...rows('indeterminate', 'DEFINITION_UNKNOWN', [
    ['only the version before it is accepted', honest, definitions([4, 0])],
  ]),
];

const at = (now: string): Partial<VerifierCase> => ({ now: new Date(now) });

export const status: readonly VerifierCase[] = [
  ...good([
    ['the statement is exactly as old as the profile allows', honest, at('2026-11-21T08:00:00.999Z')],
    ['the ledger’s clock is ahead by exactly what is tolerated', honest, at('2026-11-20T07:55:00Z')],
    ['another document of the statement has events', () => bent({ states: [{ type: 'x' }, null, null] })],
  ]),
  ...rows('valid', 'STATUS_TOO_OLD', [
    ['the statement is a second older than the profile allows', honest, at('2026-11-21T08:00:01Z')],
    ['a hundred years have gone by', honest, at('2126-11-20T08:00:00Z')],
  ]),
  ...rows('valid', 'TIME_AHEAD', [
    ['the verifier’s clock stands in 1970', honest, at('1970-01-01T00:00:00Z')],
  ]),
];
