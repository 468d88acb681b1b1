import assert from 'node:assert/strict';
import { ROLES, type Account, type Role } from '../../../gateway/dist/accounts/account.js';
import { Access } from '../../../gateway/dist/rights/access.js';
import { CONDITIONS, holds, type Condition } from '../../../gateway/dist/rights/condition.js';
import type { Right } from '../../../gateway/dist/rights/right.js';
import { RIGHTS, rightOf } from '../../../gateway/dist/rights/table.js';
import { BUYER, SELLER } from '../../support/gateway/people.js';

const accountWith = (...roles: Role[]): Account => ({
  id: 'acc_mine',
  name: 'mine',
  roles,
  organization: { id: 'org_mine', kind: 'taxpayer', ...SELLER, isHost: false, suspendedAt: null },
  suspendedAt: null,
});

const READING: Right = {
  at: ['tax'],
  who: { auditor: 'any', issuer: 'sold', receiver: 'bought' },
  of: 'invoice',
};
const SOLD = { sellerTaxId: SELLER.taxId, buyerTaxId: BUYER.taxId };
const BOUGHT = { sellerTaxId: BUYER.taxId, buyerTaxId: SELLER.taxId };

describe('Access', () => {
  for (const [roles, sold, bought, unlimited] of [
    [['auditor'], true, true, true],
    [['issuer'], true, false, false],
    [['receiver'], false, true, false],
    [['issuer', 'receiver'], true, true, false],
    [['issuer', 'auditor'], true, true, true],
    [['taxOfficer'], false, false, false],
    [[], false, false, false],
  ] as const) {
    it(`of ${roles.join(' and ') || 'nobody'} is the sum of what the roles may`, () => {
      const access = new Access(READING, accountWith(...roles));

      assert.deepEqual(
        [access.allows(SOLD), access.allows(BOUGHT), access.isUnlimited],
        [sold, bought, unlimited],
      );
      assert.equal(access.isGranted, sold || bought);
    });
  }

  it('of an account without organization is to nothing that belongs to one', () => {
    const homeless: Account = { id: 'acc_x', name: 'x', roles: ['issuer', 'receiver'], suspendedAt: null };

    const access = new Access(READING, homeless);

    assert.equal(access.allows({ ...SOLD, sellerTaxId: undefined }), false);
    assert.equal(access.allows(SOLD), false);
  });

  it('without an account is to nothing, whatever the row says', () => {
    for (const right of [READING, { ...READING, who: 'anyone' } as const]) {
      assert.equal(new Access(right, undefined).allows(SOLD), false);
    }
  });

  it('refuses another’s thing and nobody’s alike', () => {
    const access = new Access(READING, accountWith('issuer'));

    assert.throws(() => access.require(BOUGHT, (thing) => thing), { code: 'INVOICE_NOT_FOUND' });
    assert.throws(() => access.require(undefined, () => SOLD), { code: 'INVOICE_NOT_FOUND' });
    assert.equal(
      access.require(SOLD, (thing) => thing),
      SOLD,
    );
  });

  it('lets no answer leave about a thing of which nobody asked whose it is', () => {
    assert.throws(() => new Access(READING, accountWith('auditor')).assertAsked(), /invoice/);
    const asked = new Access(READING, accountWith('issuer'));
    asked.allows(BOUGHT);
    asked.assertAsked();
    new Access({ at: ['tax'], who: 'anyone' }, undefined).assertAsked();
  });
});

describe('conditions', () => {
  it('say no when what they compare is missing', () => {
    const bare = { id: '', name: '', roles: [], suspendedAt: null };
    for (const condition of Object.keys(CONDITIONS) as Condition[]) {
      assert.equal(holds(condition, accountWith(), {}), condition === 'any', condition);
      assert.equal(holds(condition, bare, {}), condition === 'any', condition);
    }
  });
});

describe('the rights table', () => {
  it('has no row for what nobody wrote', () => {
    assert.throws(() => rightOf('GET /v1/secrets'), /no row/);
    assert.throws(() => rightOf('toString'), /no row/);
  });

  it('names roles that exist, gateways, and a thing wherever a condition needs one', () => {
    for (const [key, right] of Object.entries<Right>(RIGHTS)) {
      assert.ok(right.at.length > 0, key);
      if (right.who === 'anyone') continue;
      for (const [role, condition] of Object.entries<Condition>(right.who)) {
        assert.ok(role === 'everyAccount' || (ROLES as readonly string[]).includes(role), key);
        assert.ok(condition === 'any' || condition === 'hosted' || right.of !== undefined, key);
      }
    }
  });
});
