/** RFC 3161 timestamps: what they are over, by whom, when, and what is wrong with them. */
import 'reflect-metadata';
import * as x509 from '@peculiar/x509';
import type { Bundle, BundleTimestamp, TrustProfile } from '@chopmark/core/verify';
import { full } from '../../../../core/verdict/cases/full-world.js';
import { TsaAuthority } from '../../../../support/tsa/authority.js';
import { messageOf, stamped, type Stamping } from '../../../../support/tsa/stamp-bundle.js';
import type { Stamper, TokenPart } from '../../../../support/tsa/stamper.js';
import { type Row, rows, type VerifierCase } from '../case.js';

const FIRST = new Date('2026-11-20T07:59:10Z');
const LATER = new Date('2026-11-20T08:05:00Z');
const BEFORE_BOTH = new Date('2026-11-20T07:00:00Z');
const AHEAD = new Date('2026-11-20T09:00:00Z');
const IN_2029 = new Date('2029-01-01T00:00:00Z');
const END_OF_SHORT = new Date('2028-01-01T00:00:00Z');

/** Filled by `createStampers`. */
const tsa = {} as {
  alpha: TsaAuthority;
  beta: TsaAuthority;
  unknown: TsaAuthority;
  stampers: Readonly<Record<'alpha' | 'beta' | 'unknown' | 'short' | 'codeSigner' | 'lost', Stamper>>;
  /** Alpha's list that names `lost`, whose key was lost on that day. */
  lostList: string;
};

/** @returns The profile that the cases share. */
export async function createStampers(): Promise<TrustProfile> {
  const alpha = await TsaAuthority.create('Alpha');
  const beta = await TsaAuthority.create('Beta');
  const unknown = await TsaAuthority.create('Unknown');
  const lost = await alpha.stamper();
  Object.assign(tsa, {
    alpha,
    beta,
    unknown,
    stampers: {
      alpha: await alpha.stamper(),
      beta: await beta.stamper(),
      unknown: await unknown.stamper(),
      short: await alpha.stamper({ notAfter: END_OF_SHORT }),
      codeSigner: await alpha.stamper({ purposes: ['1.3.6.1.5.5.7.3.3'] }),
      lost,
    },
    lostList: await alpha.revocationList([
      { certificate: lost.certificate, at: FIRST, reason: x509.X509CrlReason.keyCompromise },
    ]),
  });
  return profile();
}

const profile = (alpha = {}): TrustProfile =>
  full.channel.kit.profile({ timestampAuthorities: [tsa.alpha.profile(alpha), tsa.beta.profile()] });
const profiles = { profiles: () => [profile()] };

type By = keyof typeof tsa.stampers;
type Token = Omit<Stamping, 'by'> & { readonly by?: By };

const root = (): string => full.batch.record['root'] as string;
const stampings = (tokens: readonly Token[]): Stamping[] =>
  tokens.map(({ by = 'alpha', ...token }) => ({ genTime: FIRST, ...token, by: tsa.stampers[by] }));

/** A bundle with these tokens, in this order: a full one when it needs the block. */
const stampedBundle =
  (...tokens: readonly Token[]): (() => Bundle) =>
  () => {
    const isFull = tokens.some(({ over }) => over === 'header');
    return stamped(isFull ? full.batch.full() : full.batch.bundle(1), root(), ...stampings(tokens));
  };

/** A compact bundle whose statement is not believed: only a token can say a time. */
const doubted =
  (...tokens: readonly Token[]): (() => Bundle) =>
  () =>
    stamped(full.batch.bundle(1, { signers: full.channel.kit.signers(2) }), root(), ...stampings(tokens));

/** A token that is changed when it is made: everything around it is hashed and signed as it then stands. */
const bentToken = (name: TokenPart, bend: (der: Buffer) => Buffer): (() => Bundle) =>
  stampedBundle({ over: 'root', bend: (part, der) => (part === name ? bend(der) : der) });

/** The tokens changed after they were made. */
const changed =
  (change: (timestamps: readonly BundleTimestamp[]) => unknown, ...tokens: readonly Token[]) =>
  (): unknown => {
    const bundle = stampedBundle(...tokens)();
    return { ...bundle, timestamps: change(bundle.timestamps ?? []) };
  };

const onBytes =
  (change: (der: Buffer) => Buffer) =>
  (timestamps: readonly BundleTimestamp[]): BundleTimestamp[] =>
    timestamps.map(({ over, token }) => ({
      over,
      token: change(Buffer.from(token, 'base64')).toString('base64'),
    }));

const lastTurned = (der: Buffer): Buffer =>
  Buffer.concat([der.subarray(0, -1), Buffer.of((der.at(-1) ?? 0) ^ 1)]);

const judged = (list: readonly Row[]): Row[] =>
  list.map(([when, bundle, more]): Row => [when, bundle, { ...profiles, ...more }]);

export const timestamps: readonly VerifierCase[] = [
  ...rows(
    'valid',
    'TIME_STAMPED',
    judged([
      ['a token is over the batch root', stampedBundle({ over: 'root' })],
      ['a token is over the header of the block', stampedBundle({ over: 'header' })],
      ['a token is over the evidence', stampedBundle({ over: 'evidence', genTime: LATER })],
      [
        'root, header and evidence have a token each',
        stampedBundle({ over: 'root' }, { over: 'header' }, { over: 'evidence', genTime: LATER }),
      ],
      ['the hash of a token is SHA-384', stampedBundle({ over: 'root', hash: 'sha384' })],
      [
        'the hash of a token is SHA-512, and so is that of its signature',
        stampedBundle({ over: 'root', hash: 'sha512', digest: 'sha512' }),
      ],
      [
        'a token has a fraction of a second and an accuracy',
        stampedBundle({
          over: 'root',
          genTime: new Date('2026-11-20T07:59:10.250Z'),
          accuracy: { seconds: 1, millis: 500 },
        }),
      ],
      [
        'a second token is of an authority that the profile does not name',
        stampedBundle({ over: 'root' }, { over: 'root', by: 'unknown' }),
      ],
    ]),
  ).map((one): VerifierCase => ({ inForce: 'yes', ...one })),
  ...rows(
    'valid',
    'TIME_STAMPED',
    judged([
      [
        'years later the first token was renewed before its certificate ended',
        stampedBundle(
          { over: 'root', by: 'short' },
          { over: 'evidence', by: 'beta', genTime: new Date('2027-12-01T00:00:00Z') },
        ),
        { now: IN_2029 },
      ],
      [
        'years later the first token was never renewed',
        stampedBundle({ over: 'root', by: 'short' }),
        { now: IN_2029 },
      ],
      [
        'a key was lost, and a token of another authority held what it had stamped before',
        stampedBundle(
          { over: 'root', by: 'lost', genTime: BEFORE_BOTH },
          { over: 'evidence', by: 'beta', genTime: new Date('2026-11-20T07:59:00Z') },
        ),
        { profiles: () => [profile({ revocationLists: [tsa.lostList] })], inForce: 'yes' },
      ],
    ]),
  ),
  ...rows(
    'valid',
    'TIME_ATTESTED',
    judged([
      [
        'the only token is of an authority that the profile does not name',
        stampedBundle({ over: 'root', by: 'unknown' }),
      ],
      ['the list of tokens is empty', changed(() => [], { over: 'root' })],
      [
        'the profile names no authority',
        stampedBundle({ over: 'root' }),
        { profiles: () => [full.channel.kit.profile()] },
      ],
    ]),
  ).map((one): VerifierCase => ({ inForce: 'yes', ...one })),
  ...rows(
    'indeterminate',
    'TIME_STAMPED',
    judged([['the statement is not believed, the token is', doubted({ over: 'root' })]]),
  ),
  ...rows(
    'indeterminate',
    'TIMESTAMP_AUTHORITY_UNKNOWN',
    judged([['nobody else says a time', doubted({ over: 'root', by: 'unknown' })]]),
  ),
  ...rows(
    'indeterminate',
    'TIMESTAMP_AUTHORITY_REVOKED',
    judged([
      [
        'the key of the authority was lost, and no later token held it',
        doubted({ over: 'root', by: 'lost', genTime: BEFORE_BOTH }),
        { profiles: () => [profile({ revocationLists: [tsa.lostList] })] },
      ],
    ]),
  ),
  ...rows(
    'indeterminate',
    'TIMESTAMP_ALGORITHM_UNKNOWN',
    judged([
      ['the hash of the token is SHA-1', doubted({ over: 'root', hash: 'sha1' })],
      ['the signature of the token is made with SHA-1', doubted({ over: 'root', digest: 'sha1' })],
    ]),
  ),
  ...rows(
    'indeterminate',
    'TIMESTAMP_NOT_BOUND',
    judged([
      [
        'the token is over the header of a block that is not in the bundle',
        doubted({ over: 'header', message: Buffer.from('some header') }),
      ],
    ]),
  ),
  ...rows(
    'indeterminate',
    'TIMESTAMP_PART_MISSING',
    judged([
      [
        'the tokens lie in a file that is missing',
        () => ({ ...doubted({ over: 'root' })(), timestamps: `sha256:${'00'.repeat(32)}` }),
      ],
    ]),
  ),
  ...rows(
    'indeterminate',
    'TIME_AHEAD',
    judged([['the token is of an hour that has not come', doubted({ over: 'root', genTime: AHEAD })]]),
  ),
  ...rows(
    'invalid',
    'TIMESTAMP_FOREIGN',
    judged([
      ['the token is over another root', stampedBundle({ over: 'root', message: Buffer.alloc(32, 7) })],
      [
        'the token is over the root as hexadecimal text',
        () => stampedBundle({ over: 'root', message: Buffer.from(root()) })(),
      ],
      [
        'the token over the root says that it is over the header',
        changed(([one, other]) => [{ ...one, over: 'header' }, other], { over: 'root' }, { over: 'header' }),
      ],
      [
        'the token over the evidence does not cover the token before it',
        () => {
          const bare = full.batch.bundle(1);
          return stampedBundle(
            { over: 'root' },
            { over: 'evidence', genTime: LATER, message: messageOf(bare, 'evidence', root()) },
          )();
        },
      ],
      [
        'tokens were exchanged behind one that covers both',
        changed(
          ([one, other, ...rest]) => [other, one, ...rest],
          { over: 'root' },
          { over: 'header' },
          { over: 'evidence', genTime: LATER },
        ),
      ],
    ]),
  ),
  ...rows(
    'invalid',
    'TIMESTAMP_INVALID',
    judged([
      ['a bit of the signature of the token is another', changed(onBytes(lastTurned), { over: 'root' })],
      [
        'the token is no DER',
        changed(
          onBytes(() => Buffer.from('hello')),
          { over: 'root' },
        ),
      ],
      [
        'a byte stands behind the token',
        changed(
          onBytes((der) => Buffer.concat([der, Buffer.of(0)])),
          { over: 'root' },
        ),
      ],
      ['the certificate of the token is for signing code', stampedBundle({ over: 'root', by: 'codeSigner' })],
      [
        'the certificate of the token had ended',
        stampedBundle({ over: 'root', by: 'short', genTime: IN_2029 }),
        { now: IN_2029 },
      ],
      ['the token brings no certificate', stampedBundle({ over: 'root', certificates: [] })],
      ['the token is signed by nobody', bentToken('signerInfos', () => Buffer.from('3100', 'hex'))],
      [
        'the token is signed twice',
        bentToken('signerInfos', (der) => {
          const one = der.subarray(4);
          const length = 2 * one.length;
          return Buffer.concat([Buffer.of(0x31, 0x82, length >> 8, length & 0xff), one, one]);
        }),
      ],
      [
        'a token over others is dated before one of them',
        stampedBundle({ over: 'root', genTime: LATER }, { over: 'evidence', genTime: BEFORE_BOTH }),
      ],
    ]),
  ),
  ...rows(
    'error',
    'BUNDLE_UNREADABLE',
    judged([
      [
        'a token is over something unheard of',
        changed((all) => all.map((one) => ({ ...one, over: 'all' })), { over: 'root' }),
      ],
      [
        'a token is no base64',
        changed((all) => all.map((one) => ({ ...one, token: '=' })), { over: 'root' }),
      ],
      [
        'there are more tokens than may be',
        changed(([one]) => Array.from({ length: 33 }, () => one), { over: 'root' }),
      ],
    ]),
  ),
];
