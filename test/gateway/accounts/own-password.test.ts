import assert from 'node:assert/strict';
import { AdministrationDesk, NEW_PASSWORD } from '../../support/gateway/administration-desk.js';
import { placesOf } from '../../support/gateway/answer.js';
import { SELLER } from '../../support/gateway/people.js';
import { PASSWORD } from '../../support/gateway-app.js';

describe('PUT /v1/me/password', function () {
  this.timeout(180_000);
  const desk = new AdministrationDesk();

  const change = (currentPassword: string, newPassword: string) =>
    desk.gateway.send('put', '/v1/me/password', 'issuer').send({ currentPassword, newPassword });
  const signIn = (password: string) => desk.signIn('issuer', password);

  it('counts at once and ends every session but the one that asks', async () => {
    const other = await desk.world.token(desk.gateway, 'issuer');
    await desk.world.told();

    await change(PASSWORD, NEW_PASSWORD).expect(204);

    await desk.gateway.send('get', '/v1/me', 'issuer').expect(200);
    const elsewhere = await desk.gateway.send('get', '/v1/me').set('Authorization', `Bearer ${other}`);
    assert.equal(elsewhere.body.code, 'SESSION_ENDED');
    assert.equal((await signIn(PASSWORD)).status, 401);
    assert.equal((await signIn(NEW_PASSWORD)).status, 201);
    const [record] = await desk.world.told();
    assert.deepEqual([record?.action, record?.details], ['password.changed', { sessions: 1 }]);
  });

  it('asks for the one that counts now, and counts guesses', async () => {
    for (let count = 0; count < 5; count += 1) {
      const { status, body } = await change('a wrong guess', NEW_PASSWORD);
      assert.deepEqual([status, body.code], [422, 'CURRENT_PASSWORD_WRONG']);
    }

    assert.equal((await change(PASSWORD, NEW_PASSWORD)).body.code, 'TOO_MANY_ATTEMPTS');
    await desk.world.db.deleteFrom('attempt').execute();
    assert.equal((await signIn(PASSWORD)).status, 201, 'it was not changed');
  });

  it('takes none that everybody guesses, or that names the account or its organization', async () => {
    for (const password of ['Password123456789', `${SELLER.taxId}!`, 'issuerissuerissuer']) {
      const { status, body } = await change(PASSWORD, password);
      assert.deepEqual([status, placesOf(body.errors)], [422, ['/newPassword GUESSABLE_PASSWORD']]);
    }
    assert.deepEqual(placesOf((await change(PASSWORD, 'short')).body.errors), ['/newPassword TOO_SHORT']);
  });
});
