/**
 * The drill of docs/evidence-that-lasts.md: it is 2040, every certificate in a full bundle has ended, and a root was
 * replaced. What still holds, and what does not, is told exactly.
 */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createTimestamps, evidenceAge } from '@chopmark/core/timestamps';
import { type Bundle, type TrustProfile, type Verdict, verifyBundle } from '@chopmark/core/verify';
import { ChannelKit, type FullBatch } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { CLOCK } from '../../support/proof-kit.js';
import { TestAuthority } from '../../support/test-authority.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { type Stamping, stamped } from '../../support/tsa/stamp-bundle.js';

const THEN = new Date('2040-01-01T00:00:00Z');
const STAMPED = new Date('2026-11-20T08:01:00Z');

describe('evidence in 2040', () => {
  let channel: ChannelKit;
  let batch: FullBatch;
  let alpha: TsaAuthority;
  let beta: TsaAuthority;
  let gamma: TsaAuthority;
  let first: Stamping;
  /** SHA-256 in 2027, SHA-512 in 2035. */
  let renewals: Stamping[];

  before(async () => {
    channel = await ChannelKit.create();
    batch = channel.batch();
    alpha = await TsaAuthority.create('Alpha');
    beta = await TsaAuthority.create('Beta', { key: 'P-384' });
    gamma = await TsaAuthority.create('Gamma', {
      notBefore: new Date('2034-01-01T00:00:00Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    });
    const short = await alpha.stamper({ notAfter: new Date('2028-01-01T00:00:00Z') });
    const late = await gamma.stamper({
      key: 'P-384',
      notBefore: new Date('2034-01-01T00:00:00Z'),
      notAfter: new Date('2050-01-01T00:00:00Z'),
    });
    first = { over: 'header', by: short, genTime: STAMPED };
    renewals = [
      { over: 'evidence', by: await beta.stamper(), genTime: new Date('2027-12-01T00:00:00Z') },
      {
        over: 'evidence',
        by: late,
        genTime: new Date('2035-06-01T00:00:00Z'),
        hash: 'sha512',
        digest: 'sha512',
      },
    ];
  });

  const withTokens = (...stampings: readonly Stamping[]): Bundle =>
    stamped(batch.full(), batch.record['root'] as string, ...stampings);
  const profile = (more: Partial<TrustProfile> = {}): TrustProfile =>
    channel.kit.profile({
      timestampAuthorities: [alpha.profile(), beta.profile(), gamma.profile()],
      ...more,
    });
  const timestamps = () => Promise.resolve(createTimestamps(crypto));
  const judge = (bundle: Bundle, trust: TrustProfile = profile()): Promise<Verdict> =>
    verifyBundle(bundle, [trust], { crypto: nodeCrypto, now: THEN, timestamps });
  const answers = ({ findings }: Verdict): Record<string, string> =>
    Object.fromEntries(findings.map(({ question, code }) => [question, code]));
  const noteCodes = ({ notes }: Verdict): string[] => notes.map(({ code }) => code);
  const timeOf = ({ findings }: Verdict): string =>
    findings.find(({ question }) => question === 'time')?.detail ?? '';
  /** CourtMSP's old root is gone from the profile, or stands beside the new one. */
  async function courtReplaced(keepsOld: boolean): Promise<TrustProfile> {
    const { rootPem } = await TestAuthority.create('CourtMSP');
    const organizations = profile().organizations.map((one) =>
      one.mspId === 'CourtMSP' ? { ...one, roots: keepsOld ? [...one.roots, rootPem] : [rootPem] } : one,
    );
    return profile({ organizations });
  }

  it('renewed in time, holds in everything but the present', async () => {
    const verdict = await judge(withTokens(first, ...renewals));

    assert.equal(verdict.verdict, 'valid');
    assert.equal(verdict.inForce, 'unknown');
    assert.equal(verdict.asOf, CLOCK);
    assert.deepEqual(answers(verdict), {
      content: 'CONTENT_MATCHES',
      batch: 'BATCH_CONTAINS',
      transaction: 'TRANSACTION_ENDORSED',
      ordering: 'BLOCK_ORDERED',
      validity: 'STATEMENT_SIGNED',
      issuer: 'ISSUER_ENTITLED',
      status: 'STATUS_TOO_OLD',
      time: 'TIME_STAMPED',
    });
    assert.match(timeOf(verdict), /^existed by 2026-11-20T08:01:00\.000Z by Alpha, over the block header;/);
    assert.ok(noteCodes(verdict).includes('CERTIFICATE_EXPIRED'));
    assert.ok(!noteCodes(verdict).includes('TIMESTAMP_AGED'));
  });

  it('renewed in time, is due again when the last token ages', async () => {
    const age = await evidenceAge(withTokens(first, ...renewals), [profile()], {
      crypto: nodeCrypto,
      timestamps,
    });

    assert.equal(new Date(age.due?.by ?? 0).toISOString(), '2035-12-31T00:00:00.000Z');
    assert.match(age.due?.because ?? '', /ECDSA P-384 SHA-512 is planned with no longer/);
    assert.equal(age.configurationBlocks, 3);
    assert.deepEqual([...new Set(age.certificates.map(({ part }) => part))].sort(), [
      'block',
      'statement',
      'transaction',
    ]);
    assert.deepEqual(
      age.timestamps.map(({ stamp }) => stamp?.hash),
      ['SHA-256', 'SHA-256', 'SHA-512'],
    );
  });

  it('stamped once and never again, says that the stamp has aged', async () => {
    const verdict = await judge(withTokens(first));

    assert.equal(verdict.verdict, 'valid');
    assert.equal(answers(verdict)['time'], 'TIME_STAMPED');
    assert.ok(noteCodes(verdict).includes('TIMESTAMP_AGED'));
  });

  it('never stamped, rests on the organizations’ word alone', async () => {
    const verdict = await judge(batch.full());

    assert.equal(verdict.verdict, 'valid');
    assert.equal(answers(verdict)['time'], 'TIME_ATTESTED');
    assert.ok(noteCodes(verdict).includes('CERTIFICATE_EXPIRED'));
  });

  it('with a root replaced and the old one kept in the profile, holds', async () => {
    const verdict = await judge(withTokens(first, ...renewals), await courtReplaced(true));

    assert.equal(verdict.verdict, 'valid');
    assert.equal(answers(verdict)['time'], 'TIME_STAMPED');
  });

  it('with a root replaced and the old one forgotten, says which answer is lost and which remain', async () => {
    const trust = await courtReplaced(false);
    const renewed = await judge(withTokens(first, ...renewals), trust);
    const bare = await judge(batch.full(), trust);

    assert.equal(renewed.verdict, 'indeterminate');
    assert.deepEqual(answers(renewed), {
      content: 'CONTENT_MATCHES',
      batch: 'BATCH_CONTAINS',
      transaction: 'TRANSACTION_ENDORSED',
      ordering: 'BLOCK_ORDERED',
      validity: 'SIGNERS_TOO_FEW',
      issuer: 'ISSUER_ENTITLED',
      status: 'STATUS_NOT_CHECKED',
      time: 'TIME_STAMPED',
    });
    assert.equal(timeOf(renewed), 'existed by 2026-11-20T08:01:00.000Z by Alpha, over the block header');
    assert.ok(noteCodes(renewed).includes('ORGANIZATIONS_CHANGED'), 'the archived configuration tells why');
    assert.ok(noteCodes(renewed).includes('SIGNER_NOT_COUNTED'));
    assert.equal(answers(bare)['time'], 'TIME_NOT_CHECKED');
    assert.equal(
      (await judge(batch.bundle(), trust)).verdict,
      'invalid',
      'a compact bundle archives no root',
    );
  });

  it('with the first authority forgotten, falls back to what held its token', async () => {
    const trust = profile({ timestampAuthorities: [beta.profile(), gamma.profile()] });

    const verdict = await judge(withTokens(first, ...renewals), trust);

    assert.equal(verdict.verdict, 'valid');
    assert.match(timeOf(verdict), /^existed by 2027-12-01T00:00:00\.000Z by Beta, over the evidence;/);
    assert.ok(noteCodes(verdict).includes('TIMESTAMP_NOT_COUNTED'));
  });

  it('does not take a header’s token for another block’s', async () => {
    const other = channel.batch(undefined, { block: 13, position: 3 }).full();
    const { timestamps: tokens = [] } = withTokens(first);

    const verdict = await judge({ ...other, timestamps: tokens });

    assert.equal(answers(verdict)['time'], 'TIMESTAMP_FOREIGN');
    assert.equal(verdict.verdict, 'invalid');
  });
});
