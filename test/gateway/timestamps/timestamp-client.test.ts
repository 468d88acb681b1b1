import assert from 'node:assert/strict';

import { verifyTimestamp } from '@chopmark/core/timestamps';

import { TimestampClient } from '../../../gateway/dist/timestamps/timestamp-client.js';
import { CURRENT, inDays, TsaAuthority } from '../../support/tsa/authority.js';
import { type Misbehavior, TsaServer } from '../../support/tsa/server.js';

const MESSAGE = Buffer.from('what was anchored');
const never = new AbortController().signal;

/** Against an authority of our own, over HTTP. */
describe('TimestampClient', () => {
  let tsa: TsaServer;
  let client: TimestampClient;

  before(async () => {
    tsa = await TsaServer.start(await TsaAuthority.create('Alpha', CURRENT));
    client = new TimestampClient({ url: tsa.url, authorities: () => [tsa.profile] });
  });
  beforeEach(() => {
    tsa.misbehavior = undefined;
    tsa.options = {};
  });
  after(() => tsa.stop());

  it('brings a token over the message, with a fresh nonce each time', async () => {
    const tokens = [await client.stamp(MESSAGE, never), await client.stamp(MESSAGE, never)];

    for (const token of tokens) {
      const { authority, hash } = await verifyTimestamp(token, MESSAGE, [tsa.profile], { crypto });
      assert.deepEqual([authority, hash], ['Alpha', 'SHA-256']);
    }
    const [one, other] = tsa.questions.slice(-2);
    assert.ok(one?.nonce && other?.nonce && !one.nonce.equals(other.nonce));
    assert.ok(one.certReq);
  });

  it('believes the authorities of the moment: a profile may be replaced', async () => {
    const authorities = [[], [tsa.profile]];
    const changing = new TimestampClient({ url: tsa.url, authorities: () => authorities.shift() ?? [] });

    await assert.rejects(changing.stamp(MESSAGE, never), { code: 'TIMESTAMP_AUTHORITY_UNKNOWN' });
    await changing.stamp(MESSAGE, never);
  });

  const silenced: readonly Misbehavior[] = [
    'wrongType',
    'tooLarge',
    'endless',
    'redirect',
    'serverError',
    'hangUp',
  ];
  for (const misbehavior of silenced) {
    it(`calls an authority unavailable that misbehaves: ${misbehavior}`, async () => {
      tsa.misbehavior = misbehavior;

      await assert.rejects(client.stamp(MESSAGE, never), { name: 'UnavailableError' });
    });
  }

  const refused: readonly [Misbehavior, string][] = [
    ['wrongImprint', 'TIMESTAMP_IMPRINT_MISMATCH'],
    ['wrongNonce', 'TIMESTAMP_NONCE_MISMATCH'],
    ['noNonce', 'TIMESTAMP_NONCE_MISMATCH'],
    ['expired', 'TIMESTAMP_CERTIFICATE_OUTDATED'],
    ['wrongPurpose', 'TIMESTAMP_PURPOSE_WRONG'],
    ['otherRoot', 'TIMESTAMP_AUTHORITY_UNKNOWN'],
    ['noCertificates', 'TIMESTAMP_SIGNER_UNBOUND'],
    ['brokenSignature', 'TIMESTAMP_SIGNATURE_INVALID'],
    ['rejection', 'TIMESTAMP_REJECTED'],
    ['garbage', 'TIMESTAMP_MALFORMED'],
  ];
  for (const [misbehavior, code] of refused) {
    it(`refuses with ${code} the answer of one that misbehaves: ${misbehavior}`, async () => {
      tsa.misbehavior = misbehavior;

      await assert.rejects(client.stamp(MESSAGE, never), { code });
    });
  }

  for (const days of [-0.1, 0.1]) {
    it(`refuses a token dated ${days} days from now`, async () => {
      tsa.options = { genTime: inDays(days) };

      await assert.rejects(client.stamp(MESSAGE, never), { name: 'UnavailableError' });
    });
  }

  it('does not wait for ever', async () => {
    tsa.misbehavior = 'silent';
    const hurried = new TimestampClient({ url: tsa.url, authorities: () => [tsa.profile], patienceMs: 50 });

    await assert.rejects(hurried.stamp(MESSAGE, never), { name: 'UnavailableError' });
  });

  it('ends with the signal while nobody answers', async () => {
    tsa.misbehavior = 'silent';
    const stop = new AbortController();
    const asked = client.stamp(MESSAGE, stop.signal);

    stop.abort();

    await assert.rejects(asked, { name: 'UnavailableError' });
  });

  it('calls it unavailable when nobody listens', async () => {
    const gone = await TsaServer.start(tsa.authority);
    const { url } = gone;
    await gone.stop();
    const lonely = new TimestampClient({ url, authorities: () => [tsa.profile] });

    await assert.rejects(lonely.stamp(MESSAGE, never), { name: 'UnavailableError' });
  });
});
