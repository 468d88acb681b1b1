/** Who signed the statement: certificates, roles, forms of signatures. */
import * as x509 from '@peculiar/x509';
import { type Identity, TestAuthority } from '../../../../support/test-authority.js';
import { atMessage, base64, bent, withStatement, world } from '../../../../core/verify/cases/world.js';
import { type VerifierCase, good, rows } from '../case.js';

type Stranger =
  | 'early'
  | 'noRole'
  | 'capital'
  | 'keyAgreement'
  | 'authority'
  | 'critical'
  | 'attributes'
  | 'below'
  | 'belowForeign'
  | 'longChain'
  | 'future';

/** Filled by `createStrangers` before the first case is made. */
const strangers = {} as Record<Stranger, Identity> & { intermediate: TestAuthority; short: TestAuthority };

/** People whom the verifier's own cases do not know. */
export async function createStrangers(): Promise<void> {
  const { CourtMSP } = world.kit.authorities;
  const intermediate = await TestAuthority.create('CourtMSP', CourtMSP);
  const short = await TestAuthority.create('CourtMSP', CourtMSP, 0);
  const foreign = await TestAuthority.create('CourtMSP', await TestAuthority.create('CourtMSP'));
  Object.assign(strangers, {
    intermediate,
    short,
    early: await CourtMSP.issue('peer', { notBefore: new Date('2025-01-01T00:00:00Z') }),
    future: await CourtMSP.issue('peer', { notBefore: new Date('2027-01-01T00:00:00Z') }),
    noRole: await CourtMSP.issue('peer', { units: [] }),
    capital: await CourtMSP.issue('peer', { units: ['Peer'] }),
    keyAgreement: await CourtMSP.issue('peer', {
      extensions: [new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyAgreement, true)],
    }),
    authority: await CourtMSP.issue('peer', {
      extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
    }),
    critical: await CourtMSP.issue('peer', {
      extensions: [new x509.Extension('1.2.3.4', true, Buffer.of(5, 0))],
    }),
    attributes: await CourtMSP.issue('peer', {
      extensions: [new x509.Extension('1.2.3.4.5.6.7.8.1', false, Buffer.from('{"attrs":{}}'))],
    }),
    below: await intermediate.issue('peer'),
    belowForeign: await foreign.issue('peer'),
    longChain: await (await TestAuthority.create('CourtMSP', short)).issue('peer'),
  });
}

const third = (who: () => Identity) => () => bent({ signers: [...world.kit.signers(2), who()] });
const stranger = (name: Stranger): (() => unknown) => third(() => strangers[name]);

/** The court's peer signs, but its certificate's text is bent before it is signed. */
const withPem = (change: (pem: string) => string): (() => unknown) =>
  third(() => ({
    ...world.kit.peers.CourtMSP,
    certificatePem: change(world.kit.peers.CourtMSP.certificatePem),
  }));

const withSignature = (signature: (before: Buffer) => Uint8Array) => () =>
  withStatement((s) => ({
    ...s,
    endorsements: s.endorsements.map((one, at) =>
      at === 2 ? { ...one, signature: base64(signature(Buffer.from(one.signature, 'base64'))) } : one,
    ),
  }));

const withCourt = (change: object): Partial<VerifierCase> => ({
  profiles: () => [
    world.kit.profile({
      organizations: world.kit
        .profile()
        .organizations.map((one) => (one.mspId === 'CourtMSP' ? { ...one, ...change } : one)),
    }),
  ],
});

/** Intermediates are made after this table was, so they are named late. */
const withIntermediate = (name: 'intermediate' | 'short'): Partial<VerifierCase> => ({
  profiles: () => withCourt({ intermediates: [strangers[name].rootPem] }).profiles?.() ?? [],
});

export const endorsers: readonly VerifierCase[] = [
  ...good([
    ['all four organizations signed', () => bent({ signers: world.kit.signers(4) })],
    [
      'the authority itself did not sign, three others did',
      () => bent({ signers: world.kit.signers(4).slice(1) }),
    ],
    [
      'two peers of one organization signed beside two others',
      () => bent({ signers: [...world.kit.signers(), world.strangers.secondPeer] }),
    ],
    [
      'a signature stands twice beside enough others',
      () => withStatement((s) => ({ ...s, endorsements: [...s.endorsements, s.endorsements[0]] })),
    ],
    [
      'signatures stand in another order',
      () => withStatement((s) => ({ ...s, endorsements: s.endorsements.toReversed() })),
    ],
    ['a signer’s certificate has expired since', third(() => world.strangers.expired)],
    ['a signer’s certificate carries attributes of fabric-ca', stranger('attributes')],
    [
      'a signer is certified by an intermediate of the profile',
      stranger('below'),
      withIntermediate('intermediate'),
    ],
    ['the client who asked is of no organization of the profile', () => bent({}), withCourt({})],
    [
      'a fourth signer is of an unknown organization',
      () => bent({ signers: [...world.kit.signers(), world.strangers.otherMsp] }),
    ],
  ]),
  ...rows('invalid', 'ENDORSER_NOT_TRUSTED', [
    ['a signer is certified by an intermediate that the profile does not name', stranger('below')],
    ['a signer is certified by an intermediate of a stranger of the same name', stranger('belowForeign')],
    ['an authority that may have none below it has one', stranger('longChain'), withIntermediate('short')],
    ['a signer’s certificate began before its authority', stranger('early')],
    ['a signer’s key may not sign', stranger('keyAgreement')],
    ['a signer is an authority', stranger('authority')],
    [
      'three claim what one may claim',
      () => {
        const { TaxMSP } = world.kit.peers;
        return bent({ signers: ['TaxMSP', 'AffairsMSP', 'CourtMSP'].map((mspId) => ({ ...TaxMSP, mspId })) });
      },
    ],
    [
      'a fourth signer has no right to the name that it claims, beside three good ones',
      () =>
        bent({ signers: [...world.kit.signers(), { ...world.kit.peers.CourtMSP, mspId: 'OperatorMSP' }] }),
    ],
  ]),
  ...rows('invalid', 'ENDORSER_NOT_PEER', [
    ['a signer’s certificate names no role', stranger('noRole')],
    ['a signer’s role is written in capitals', stranger('capital')],
  ]),
  ...rows('indeterminate', 'SIGNERS_TOO_FEW', [
    [
      'an organization’s name is written in other letters',
      third(() => ({ ...world.kit.peers.CourtMSP, mspId: 'courtMSP' })),
    ],
    [
      'an organization’s name ends in a zero',
      third(() => ({ ...world.kit.peers.CourtMSP, mspId: 'CourtMSP\0' })),
    ],
    [
      'an organization’s name has a letter that looks alike',
      third(() => ({ ...world.kit.peers.CourtMSP, mspId: 'CourtMSР' })),
    ],
    [
      'all three are peers of one organization',
      () => bent({ signers: [world.kit.peers.TaxMSP, world.strangers.secondPeer, world.kit.peers.TaxMSP] }),
    ],
    [
      'four are needed and three signed',
      () => bent({}),
      { profiles: () => [world.kit.profile({ signers: 4 })] },
    ],
  ]),
  ...rows('invalid', 'ENDORSER_MALFORMED', [
    ['a signer’s certificate has an unknown critical extension', stranger('critical')],
    ['text stands before a signer’s certificate', withPem((pem) => `hello\n${pem}`)],
    ['a signer has two certificates', withPem((pem) => pem + pem)],
    [
      'a signer’s certificate is labelled otherwise',
      withPem((pem) => pem.replaceAll('CERTIFICATE', 'PUBLIC KEY')),
    ],
    [
      'a signer’s certificate has a byte more',
      withPem((pem) => rewrapped(pem, (der) => Buffer.concat([der, Buffer.of(0)]))),
    ],
    ['a signer’s certificate is cut off', withPem((pem) => rewrapped(pem, (der) => der.subarray(0, -1)))],
    ['a signer’s certificate is empty', withPem(() => '')],
    ['a signer’s certificate is no PEM', withPem(() => 'hello')],
    [
      'a signer has an unknown field',
      () =>
        bent({
          bytes: (name, bytes) =>
            name === 'Endorser' ? Buffer.concat([bytes, Buffer.of(0x1a, 1, 0x61)]) : bytes,
        }),
    ],
    [
      'a signer names no organization',
      () =>
        atMessage('Endorser', (m: { setMspid(id: string): void }) => {
          m.setMspid('');
        }),
      { verdict: 'indeterminate', code: 'SIGNERS_TOO_FEW' },
    ],
  ]),
  ...rows('invalid', 'ENDORSEMENT_SIGNATURE_INVALID', [
    ['a signature is zero and zero', withSignature(() => Buffer.from('3006020100020100', 'hex'))],
    ['a signature is one and one', withSignature(() => Buffer.from('3006020101020101', 'hex'))],
    ['a signature has a number with a leading zero', withSignature(paddedNumber)],
    [
      'a signature has a length that is not minimal',
      withSignature((before) => Buffer.concat([Buffer.of(0x30, 0x81), before.subarray(1)])),
    ],
    ['a signature is raw instead of DER', withSignature((before) => before.subarray(4, 68))],
    [
      'a signature is that of another signer',
      () =>
        withStatement((s) => ({
          ...s,
          endorsements: s.endorsements.map((one, at) => ({
            ...one,
            signature: s.endorsements[(at + 1) % 3]!.signature,
          })),
        })),
    ],
    [
      'one of four signatures is broken',
      () => {
        const bundle = bent({ signers: world.kit.signers(4) });
        const endorsements = bundle.statement!.endorsements.map((one, at) =>
          at === 3 ? { ...one, signature: base64(Buffer.from('3006020101020101', 'hex')) } : one,
        );
        return { ...bundle, statement: { ...bundle.statement, endorsements } };
      },
    ],
  ]),
  ...rows('error', 'BUNDLE_UNREADABLE', [
    [
      'there are seventeen signatures',
      () => withStatement((s) => ({ ...s, endorsements: new Array<unknown>(17).fill(s.endorsements[0]) })),
    ],
    [
      'signatures are no list',
      () => withStatement((s) => ({ ...s, endorsements: { 0: s.endorsements[0], length: 1 } })),
    ],
    [
      'a signature is missing',
      () => withStatement((s) => ({ ...s, endorsements: [{ endorser: s.endorsements[0]!.endorser }] })),
    ],
    [
      'an endorsement has an unknown member',
      () => withStatement((s) => ({ ...s, endorsements: [{ ...s.endorsements[0], mspId: 'TaxMSP' }] })),
    ],
  ]),
];

/** The first number with a zero byte in front that DER forbids. */
function paddedNumber(before: Buffer): Buffer {
  const length = before[3] ?? 0;
  const first = Buffer.concat([Buffer.of(2, length + 1, 0), before.subarray(4, 4 + length)]);
  const rest = before.subarray(4 + length);
  return Buffer.concat([Buffer.of(0x30, first.length + rest.length), first, rest]);
}

function rewrapped(pem: string, change: (der: Buffer) => Uint8Array): string {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');
  return `-----BEGIN CERTIFICATE-----\n${base64(change(der))}\n-----END CERTIFICATE-----\n`;
}
