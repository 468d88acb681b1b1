/** Attempts to have a time or a status told that nobody vouched for. */
import 'reflect-metadata';
import assert from 'node:assert/strict';
import { createTimestamps } from '@chopmark/core/timestamps';
import { type BundleFile, type Finding, type Verdict, verifyBundle } from '@chopmark/core/verify';
import { ChannelKit, type FullBatch } from '../../support/channel-kit/channel-kit.js';
import { nodeCrypto } from '../../support/node-crypto.js';
import { NOW } from '../../support/proof-kit.js';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { stamped } from '../../support/tsa/stamp-bundle.js';

describe('a time that nobody vouched for', () => {
  let channel: ChannelKit;
  let batch: FullBatch;
  let authority: TsaAuthority;
  let bundle: BundleFile;

  before(async () => {
    channel = await ChannelKit.create();
    batch = channel.batch();
    authority = await TsaAuthority.create('Alpha');
    const genTime = new Date('2026-11-20T08:01:00Z');
    bundle = stamped(batch.full(), '', { over: 'header', by: await authority.stamper(), genTime });
  });

  async function judge(file: BundleFile, now = NOW): Promise<{ verdict: Verdict; time: Finding }> {
    const profile = channel.kit.profile({ timestampAuthorities: [authority.profile()] });
    const verdict = await verifyBundle(file, [profile], {
      crypto: nodeCrypto,
      now,
      timestamps: () => Promise.resolve(createTimestamps(crypto)),
    });
    const time = verdict.findings.find(({ question }) => question === 'time');
    assert.ok(time);
    return { verdict, time };
  }

  it('is told of the honest bundle: its block was stamped', async () => {
    const { verdict, time } = await judge(bundle);

    assert.equal(verdict.verdict, 'valid');
    assert.equal(time.code, 'TIME_STAMPED');
  });

  it('is not told of a forged document beside a stamped block', async () => {
    const { document } = bundle;
    const required = { ...document.header.required, totalGross: '999.00' };
    const forged = { ...bundle, document: { ...document, header: { ...document.header, required } } };

    const { verdict, time } = await judge(forged);

    assert.equal(verdict.verdict, 'invalid');
    assert.notEqual(time.outcome, 'pass');
  });

  it('is not told of a document that stands elsewhere than its path says', async () => {
    const { time } = await judge({ ...bundle, batch: { ...bundle.batch, path: [] } });

    assert.notEqual(time.outcome, 'pass');
  });

  it('is not told by a clock that tells no time', async () => {
    const { verdict, time } = await judge(batch.bundle(), new Date(NaN));

    assert.equal(verdict.inForce, 'unknown');
    assert.equal(time.code, 'TIME_AHEAD');
  });

  it('does not make a bundle in force whose statement is from the past or the future', async () => {
    for (const clock of ['2026-11-19T08:09:59Z', '2026-11-20T08:15:01Z', '2027-11-20T08:00:00Z']) {
      const { verdict } = await judge(batch.bundle(1, { clock }));

      assert.equal(verdict.verdict, 'valid', clock);
      assert.equal(verdict.inForce, 'unknown', clock);
    }
  });

  it('is refused when it is on no calendar, though some engines read it', async () => {
    for (const clock of ['2026-02-30T08:00:00Z', '2026-11-20T24:00:00Z', '2026-11-31T08:00:00Z']) {
      const { verdict } = await judge(batch.bundle(1, { clock }));

      assert.equal(verdict.verdict, 'invalid', clock);
      assert.ok(verdict.findings.some(({ code }) => code === 'STATEMENT_ANSWER_MALFORMED'));
    }
  });
});
