import assert from 'node:assert/strict';

import { PostgresPrincipals } from '../../../gateway/dist/sessions/principals.js';
import { AccessWorld } from '../../support/gateway/access-world.js';
import { NOW, type TestGateway } from '../../support/gateway-app.js';

describe('PostgresPrincipals', function () {
  this.timeout(180_000);
  let world: AccessWorld;
  let gateway: TestGateway;
  let principals: PostgresPrincipals;

  before(async () => {
    world = await AccessWorld.create();
  });
  after(() => world.end());
  beforeEach(async () => {
    gateway = await world.gateway();
    principals = new PostgresPrincipals(world.db, () => NOW);
  });

  it('gives each of many who ask at once its own account', async () => {
    const issuer = gateway.accountId('issuer');
    const auditor = gateway.accountId('auditor');
    const sessions = {
      issuer: await world.openSession(gateway, 'issuer'),
      auditor: await world.openSession(gateway, 'auditor'),
    };

    const found = await Promise.all([
      principals.ofSession(sessions.issuer, issuer),
      principals.ofSession(sessions.auditor, auditor),
      principals.ofSession(sessions.issuer, issuer),
      principals.ofSession(sessions.issuer, auditor),
      principals.ofSession('ses_nobody', issuer),
    ]);

    assert.deepEqual(
      found.map((principal) => principal?.account.id),
      [issuer, auditor, issuer, undefined, undefined],
    );
    assert.ok(found[0]?.isOpen);
  });

  it('knows of an end that came while others were being looked up', async () => {
    const issuer = gateway.accountId('issuer');
    const session = await world.openSession(gateway, 'issuer');
    const earlier = principals.ofSession(session, issuer);
    await world.db
      .updateTable('session')
      .set({ ended_at: NOW, ended_by: 'signOut' })
      .where('id', '=', session)
      .execute();

    const [, later] = await Promise.all([earlier, principals.ofSession(session, issuer)]);

    assert.equal(later?.isOpen, false);
  });
});
