import assert from 'node:assert/strict';

import { AccessTokens } from '../../../gateway/dist/sessions/access-token.js';
import { VerifiedTokens } from '../../../gateway/dist/sessions/verified-tokens.js';
import { SIGNING_KEY } from '../../support/gateway-app.js';

const subject = { accountId: 'acc_1', sessionId: 'ses_1', exp: 100 };

describe('VerifiedTokens', () => {
  it('finds a token until the second in which it expires', () => {
    const tokens = new VerifiedTokens();
    tokens.remember('one', subject);

    assert.deepEqual(tokens.find('one', 99), subject);
    assert.equal(tokens.find('other', 99), undefined);
    assert.equal(tokens.find('one', 100), undefined);
    assert.equal(tokens.find('one', 99), undefined, 'it was forgotten');
  });

  it('keeps no more than it may: the one that has been there longest goes', () => {
    const tokens = new VerifiedTokens(2);
    for (const token of ['one', 'two', 'three']) tokens.remember(token, subject);

    assert.deepEqual(
      ['one', 'two', 'three'].map((token) => tokens.find(token, 1) !== undefined),
      [false, true, true],
    );
  });
});

describe('AccessTokens.verify', () => {
  let now: Date;
  const tokens = new AccessTokens({
    key: SIGNING_KEY,
    issuer: 'chopmark:tax',
    lifeSeconds: 60,
    now: () => now,
  });
  const issue = (): string =>
    tokens.issue({ accountId: 'acc_1', sessionId: 'ses_1', notAfter: new Date('2027-01-01T00:00:00Z') })
      .accessToken;

  beforeEach(() => {
    now = new Date('2026-11-22T00:00:00Z');
  });

  it('says the same the second time', () => {
    const token = issue();

    assert.deepEqual(tokens.verify(token), tokens.verify(token));
  });

  it('refuses a changed signature also after the right one was seen', () => {
    const token = issue();
    tokens.verify(token);
    const [head, payload, signature = ''] = token.split('.');
    const changed = `${head}.${payload}.${signature[0] === 'A' ? 'B' : 'A'}${signature.slice(1)}`;

    assert.throws(() => tokens.verify(changed), { code: 'TOKEN_INVALID' });
    assert.throws(() => tokens.verify(changed), { code: 'TOKEN_INVALID' });
  });

  it('refuses a token that was seen, from the second in which it expires', () => {
    const token = issue();
    tokens.verify(token);
    now = new Date('2026-11-22T00:01:00Z');

    assert.throws(() => tokens.verify(token), { code: 'TOKEN_EXPIRED' });
  });
});
