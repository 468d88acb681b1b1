import 'reflect-metadata';
import assert from 'node:assert/strict';
import * as x509 from '@peculiar/x509';
import { type TimestampAuthority, type Timestamps, createTimestamps } from '@chopmark/core/timestamps';
import {
  type Bundle,
  type BundleFile,
  FINDING_CODES,
  type Finding,
  type FindingCode,
  type TrustProfile,
  type Verdict,
  type VerifierOptions,
  detachParts,
  verifyBundle,
} from '@chopmark/core/verify';
import { nodeCrypto } from '../../support/node-crypto.js';
import { CLOCK, NOW, type ProofBatch, ProofKit, sha256 } from '../../support/proof-kit.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { type Stamping, stamped } from '../../support/tsa/stamp-bundle.js';
import type { Stamper } from '../../support/tsa/stamper.js';

/** Before the statement's own clock. */
const FIRST = new Date('2026-11-20T07:59:10Z');
const LATER = new Date('2026-11-20T08:05:00Z');
const AFTER_EXPIRY = new Date('2029-01-01T00:00:00Z');

describe('the question of time', () => {
  let kit: ProofKit;
  let batch: ProofBatch;
  let alpha: TsaAuthority;
  let beta: TsaAuthority;
  let stamper: Stamper;
  /** Its certificate ends in 2028. */
  let short: Stamper;
  const seen = new Set<string>();

  before(async () => {
    kit = await ProofKit.create();
    batch = kit.batch();
    alpha = await TsaAuthority.create('Alpha');
    beta = await TsaAuthority.create('Beta');
    stamper = await alpha.stamper();
    short = await alpha.stamper({ notAfter: new Date('2028-01-01T00:00:00Z') });
  });

  const authorities = (): TimestampAuthority[] => [alpha.profile(), beta.profile()];
  const load = (): Promise<Timestamps> => Promise.resolve(createTimestamps(crypto));
  const withTokens = (...stampings: readonly Stamping[]): Bundle =>
    stamped(batch.bundle(), rootOf(batch), ...stampings);

  async function judge(
    bundle: BundleFile,
    options: VerifierOptions & { readonly now?: Date; readonly profile?: Partial<TrustProfile> } = {},
  ): Promise<{ time: Finding; verdict: Verdict }> {
    const { now = NOW, profile, ...more } = options;
    const trust = kit.profile({ timestampAuthorities: authorities(), ...profile });
    const verdict = await verifyBundle(bundle, [trust], {
      crypto: nodeCrypto,
      now,
      timestamps: load,
      ...more,
    });
    const time = verdict.findings.find(({ question }) => question === 'time');
    assert.ok(time);
    seen.add(time.code);
    return { time, verdict };
  }

  const notes = ({ notes: all }: Verdict): string[] =>
    all.map(({ code }) => code).filter((code) => code.startsWith('TIMESTAMP'));

  describe('passes', () => {
    it('by a token over the root, which says since when better than the statement', async () => {
      const { time, verdict } = await judge(withTokens({ over: 'root', by: stamper, genTime: FIRST }));

      assert.equal(time.code, 'TIME_STAMPED');
      assert.equal(
        time.detail,
        `existed by 2026-11-20T07:59:10.000Z by Alpha, over the batch root; recorded at the latest by ${CLOCK}`,
      );
      assert.equal(verdict.verdict, 'valid');
      assert.deepEqual(notes(verdict), []);
    });

    it('by the earliest of several tokens, accuracy counted in', async () => {
      const { time } = await judge(
        withTokens(
          { over: 'root', by: stamper, genTime: FIRST, accuracy: { seconds: 90 } },
          {
            over: 'root',
            by: await beta.stamper({ key: 'P-384' }),
            genTime: new Date('2026-11-20T08:00:00Z'),
          },
          { over: 'evidence', by: stamper, genTime: LATER, hash: 'sha512' },
        ),
      );

      assert.match(time.detail, /^existed by 2026-11-20T08:00:00\.000Z by Beta, over the batch root;/);
    });

    it('by a token over the evidence alone', async () => {
      const { time } = await judge(withTokens({ over: 'evidence', by: stamper, genTime: LATER }));

      assert.match(time.detail, /^existed by 2026-11-20T08:05:00\.000Z by Alpha, over the evidence;/);
    });

    it('by the same tokens beside the bundle', async () => {
      const bundle = withTokens(
        { over: 'root', by: stamper, genTime: FIRST },
        { over: 'evidence', by: stamper, genTime: LATER },
      );
      const { bundle: small, parts } = detachParts(bundle, sha256);

      const { time } = await judge(small, { parts: (hash) => Promise.resolve(parts.get(hash)) });

      assert.equal(time.code, 'TIME_STAMPED');
      assert.equal(small.timestamps?.slice(0, 7), 'sha256:');
    });

    it('although nobody vouches for the statement: the root was there', async () => {
      const { time, verdict } = await judge(withTokens({ over: 'root', by: stamper, genTime: FIRST }), {
        profile: { signers: 4 },
      });

      assert.equal(verdict.verdict, 'indeterminate');
      assert.equal(time.detail, 'existed by 2026-11-20T07:59:10.000Z by Alpha, over the batch root');
    });

    it('but never says that a document is in force', async () => {
      const old = stamped(batch.bundle(1, { clock: '2026-10-20T08:00:00Z' }), rootOf(batch), {
        over: 'evidence',
        by: stamper,
        genTime: LATER,
      });

      const { time, verdict } = await judge(old);

      assert.equal(time.code, 'TIME_STAMPED');
      assert.equal(verdict.inForce, 'unknown');
      assert.equal(verdict.asOf, '2026-10-20T08:00:00Z');
    });

    it('by a token, while a statement from the future still dates nothing', async () => {
      const { time, verdict } = await judge(withTokens({ over: 'root', by: stamper, genTime: FIRST }), {
        now: new Date('2026-11-20T07:59:20Z'),
      });
      const late = stamped(batch.bundle(1, { clock: '2026-11-20T09:00:00Z' }), rootOf(batch), {
        over: 'root',
        by: stamper,
        genTime: FIRST,
      });
      const ahead = await judge(late);

      assert.equal(time.code, 'TIME_STAMPED');
      assert.equal(verdict.inForce, 'yes', 'a minute is no doubt');
      assert.equal(ahead.time.code, 'TIME_STAMPED');
      assert.equal(ahead.verdict.inForce, 'unknown');
      assert.equal(codeOf(ahead.verdict, 'status'), 'STATUS_NOT_CHECKED');
    });
  });

  describe('fails', () => {
    const cases: [string, FindingCode, () => Promise<Bundle> | Bundle][] = [
      [
        'for a token over another root',
        'TIMESTAMP_FOREIGN',
        () => withTokens({ over: 'root', by: stamper, genTime: FIRST, message: Buffer.alloc(32) }),
      ],
      [
        'for a token over other evidence',
        'TIMESTAMP_FOREIGN',
        () => ({
          ...batch.bundle(1, { clock: '2026-11-20T08:00:01Z' }),
          timestamps: withTokens({ over: 'evidence', by: stamper, genTime: LATER }).timestamps ?? [],
        }),
      ],
      [
        'for a renewal whose earlier token was taken away',
        'TIMESTAMP_FOREIGN',
        () => {
          const { timestamps = [], ...bundle } = withTokens(
            { over: 'root', by: stamper, genTime: FIRST },
            { over: 'evidence', by: stamper, genTime: LATER },
          );
          return { ...bundle, timestamps: timestamps.slice(1) };
        },
      ],
      [
        'for a signature that does not verify',
        'TIMESTAMP_INVALID',
        () => bentToken(withTokens({ over: 'root', by: stamper, genTime: FIRST })),
      ],
      [
        'for a certificate for something else',
        'TIMESTAMP_INVALID',
        async () =>
          withTokens({
            over: 'root',
            by: await alpha.stamper({ purposes: ['1.3.6.1.5.5.7.3.3'] }),
            genTime: FIRST,
          }),
      ],
      [
        'for a certificate that had ended',
        'TIMESTAMP_INVALID',
        () => withTokens({ over: 'root', by: short, genTime: AFTER_EXPIRY }),
      ],
      [
        'for a renewal dated before what it renews',
        'TIMESTAMP_INVALID',
        () =>
          withTokens(
            { over: 'root', by: stamper, genTime: LATER },
            { over: 'evidence', by: stamper, genTime: FIRST },
          ),
      ],
    ];
    for (const [what, code, bundle] of cases) {
      it(what, async () => {
        const { time, verdict } = await judge(await bundle());

        assert.equal(time.code, code, time.detail);
        assert.equal(verdict.verdict, 'invalid');
        assert.equal(verdict.inForce, 'unknown');
      });
    }

    it('even when another token holds', async () => {
      const { time } = await judge(
        withTokens(
          { over: 'root', by: stamper, genTime: FIRST },
          { over: 'root', by: stamper, genTime: FIRST, message: Buffer.alloc(32) },
        ),
      );

      assert.equal(time.code, 'TIMESTAMP_FOREIGN');
    });

    it('not for clocks of two authorities that differ by a little', async () => {
      const { time } = await judge(
        withTokens(
          { over: 'root', by: stamper, genTime: new Date('2026-11-20T08:05:02Z') },
          { over: 'evidence', by: await beta.stamper(), genTime: LATER },
        ),
      );

      assert.equal(time.code, 'TIME_STAMPED');
    });
  });

  describe('stays open, where nothing else says a time,', () => {
    const unbelieved = { profile: { signers: 4 } };
    const cases: [string, FindingCode, () => Promise<Bundle> | Bundle, object?][] = [
      [
        'for an authority that the profile does not name',
        'TIMESTAMP_AUTHORITY_UNKNOWN',
        async () =>
          withTokens({
            over: 'root',
            by: await (await TsaAuthority.create('Gamma')).stamper(),
            genTime: FIRST,
          }),
      ],
      [
        'for SHA-1',
        'TIMESTAMP_ALGORITHM_UNKNOWN',
        () => withTokens({ over: 'root', by: stamper, genTime: FIRST, digest: 'sha1' }),
      ],
      [
        'for a token over a block that is not there',
        'TIMESTAMP_NOT_BOUND',
        () => withTokens({ over: 'header', by: stamper, genTime: FIRST, message: Buffer.from('header') }),
      ],
      [
        'for a token from the future',
        'TIME_AHEAD',
        () => withTokens({ over: 'root', by: stamper, genTime: new Date('2026-11-20T09:00:00Z') }),
      ],
      [
        'without what reads timestamps',
        'TIMESTAMP_READER_MISSING',
        () => withTokens({ over: 'root', by: stamper, genTime: FIRST }),
        { timestamps: undefined },
      ],
      [
        'when what reads timestamps cannot be loaded',
        'TIMESTAMP_READER_MISSING',
        () => withTokens({ over: 'root', by: stamper, genTime: FIRST }),
        { timestamps: () => Promise.reject(new Error('offline')) },
      ],
      [
        'when the tokens lie somewhere else',
        'TIMESTAMP_PART_MISSING',
        () => ({ ...batch.bundle(), timestamps: `sha256:${'ab'.repeat(32)}` as never }),
      ],
    ];
    for (const [what, code, bundle, options] of cases) {
      it(what, async () => {
        const { time, verdict } = await judge(await bundle(), { ...unbelieved, ...options });
        const believed = await judge(await bundle(), { ...options });

        assert.equal(time.code, code, time.detail);
        assert.equal(verdict.verdict, 'indeterminate');
        assert.equal(believed.verdict.verdict, 'valid', 'it says nothing against the document');
        assert.equal(believed.time.code, 'TIME_ATTESTED');
        if (code !== 'TIME_AHEAD') assert.deepEqual(notes(believed.verdict), ['TIMESTAMP_NOT_COUNTED']);
      });
    }

    it('for an authority whose certificate was revoked', async () => {
      const { keyCompromise: reason } = x509.X509CrlReason;
      const entry = { certificate: stamper.certificate, at: new Date('2027-01-01T00:00:00Z'), reason };
      const revoked = [
        alpha.profile({ revocationLists: [await alpha.revocationList([entry])] }),
        beta.profile(),
      ];
      const alone = withTokens({ over: 'root', by: stamper, genTime: FIRST });
      const renewed = withTokens(
        { over: 'root', by: stamper, genTime: FIRST },
        { over: 'evidence', by: await beta.stamper(), genTime: LATER },
      );

      const { time } = await judge(alone, { profile: { signers: 4, timestampAuthorities: revoked } });
      const held = await judge(renewed, { profile: { signers: 4, timestampAuthorities: revoked } });

      assert.equal(time.code, 'TIMESTAMP_AUTHORITY_REVOKED');
      assert.match(held.time.detail, /^existed by 2026-11-20T07:59:10/, 'the renewal came before the loss');
    });
  });

  describe('notes', () => {
    it('a certificate that expired since, unless a later token came before', async () => {
      const alone = withTokens({ over: 'root', by: short, genTime: FIRST });
      const renewal = { over: 'evidence', by: await beta.stamper() } as const;
      const inTime = stamped(alone, '', { ...renewal, genTime: new Date('2027-12-31T00:00:00Z') });
      const tooLate = stamped(alone, '', { ...renewal, genTime: new Date('2028-01-02T00:00:00Z') });

      const before = await judge(alone);
      const after = await judge(alone, { now: AFTER_EXPIRY });
      const held = await judge(inTime, { now: AFTER_EXPIRY });
      const late = await judge(tooLate, { now: AFTER_EXPIRY });

      assert.deepEqual(
        [before, held].map(({ verdict }) => notes(verdict)),
        [[], []],
      );
      assert.deepEqual(
        [after, late].map(({ verdict }) => notes(verdict)),
        [['TIMESTAMP_AGED'], ['TIMESTAMP_AGED']],
      );
      assert.deepEqual(
        [before, after, held, late].map(({ time }) => time.outcome),
        ['pass', 'pass', 'pass', 'pass'],
      );
    });
  });

  it('asks for the reader only when there are timestamps, and once for many bundles', async () => {
    const { createVerifier } = await import('@chopmark/core/verify');
    let asked = 0;
    const timestamps = (): Promise<Timestamps> => {
      asked += 1;
      return load();
    };
    const trust = kit.profile({ timestampAuthorities: authorities() });
    const verifier = createVerifier([trust], nodeCrypto, { timestamps });

    await verifier.verify(batch.bundle(), NOW);
    assert.equal(asked, 0);
    for (const index of [0, 1, 2]) {
      const bundle = stamped(batch.bundle(index), rootOf(batch), {
        over: 'root',
        by: stamper,
        genTime: FIRST,
      });
      assert.equal((await verifier.verify(bundle, NOW)).verdict, 'valid');
    }

    assert.equal(asked, 1);
  });

  it('makes a profile unusable whose authority does not hold together', async () => {
    const list = await beta.revocationList([]);
    const { verdict } = await judge(withTokens({ over: 'root', by: stamper, genTime: FIRST }), {
      profile: { timestampAuthorities: [alpha.profile({ revocationLists: [list] })] },
    });

    assert.equal(verdict.verdict, 'error');
    assert.equal(codeOf(verdict, 'issuer'), 'PROFILE_REVOCATION_LIST_INVALID');
  });

  after('every code of a timestamp has been seen', () => {
    const codes = Object.keys(FINDING_CODES).filter((code) => /^TIME(STAMP)?_/.test(code));

    assert.deepEqual(
      codes.filter((code) => !seen.has(code)),
      [],
    );
  });
});

function codeOf({ findings }: Verdict, asked: string): string | undefined {
  return findings.find(({ question }) => question === asked)?.code;
}

function bentToken(bundle: Bundle): Bundle {
  return {
    ...bundle,
    timestamps: (bundle.timestamps ?? []).map(({ over, token }) => {
      const bytes = Buffer.from(token, 'base64');
      bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
      return { over, token: bytes.toString('base64') };
    }),
  };
}

function rootOf({ record }: ProofBatch): string {
  return record['root'] as string;
}
