import assert from 'node:assert/strict';
import { identityOf } from '../support/chaincode-identities.js';
import { anchorOf, entriesOf, PEOPLE } from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { assertRefused, LedgerStub } from '../support/ledger-stub.js';

const NAMESPACES = [
  { namespace: 'tax', mspId: 'TaxMSP', prefix: 'AUDITTAX2' },
  { namespace: 'affairs', mspId: 'AffairsMSP', prefix: 'AUDITAFFAIRS2' },
  { namespace: 'court', mspId: 'CourtMSP', prefix: 'AUDITCOURT2' },
] as const;

for (const { namespace, mspId, prefix } of NAMESPACES) {
  describe(`audit checkpoints of ${namespace}`, () => {
    const series = `audit-${namespace}-2`;
    const admin = identityOf(mspId, 'admin');
    const gateway = identityOf(mspId, 'client');
    const colleague = identityOf(mspId, 'client');
    const open: Proposal = {
      as: gateway,
      namespace,
      function: 'openSeries',
      args: [series, 'auditCheckpoint', 'sha256-p256', prefix],
    };
    const anchor: Proposal = { ...anchorOf(1, entriesOf(1, 1), series), as: gateway, namespace };
    let ledger: LedgerStub;

    beforeEach(async () => {
      ledger = new LedgerStub();
      const grant = { as: admin, namespace, function: 'grantRoles' } as const;
      await ledger.submit({ ...grant, args: [gateway.fingerprint, 'anchor,registry'] });
    });

    it('are anchored by the gateway of its authority', async () => {
      await ledger.submit(open);
      const record = await ledger.submit(anchor);

      assert.deepEqual(
        [record['kind'], record['namespace'], record['prefix'], record['authority'], record['size']],
        ['auditCheckpoint', namespace, prefix, mspId, 1],
      );
    });

    it('are anchored by nobody else', async () => {
      await assertRefused(ledger, { ...open, as: colleague }, 'NOT_PERMITTED');
      await ledger.submit(open);
      for (const caller of [colleague, admin, PEOPLE.operatorClient, PEOPLE.strangerAdmin])
        await assertRefused(ledger, { ...anchor, as: caller }, 'NOT_PERMITTED');
      for (const other of NAMESPACES.filter((one) => one.namespace !== namespace))
        await assertRefused(ledger, { ...anchor, as: identityOf(other.mspId, 'client') }, 'NOT_PERMITTED');
    });

    it('have numbers of this namespace only', async () => {
      const wrong = NAMESPACES.filter((one) => one.namespace !== namespace).map((one) => one.prefix);
      for (const other of [...wrong, '26002', prefix.slice(0, -1), `${prefix}2`, prefix.toLowerCase()]) {
        const args = [series, 'auditCheckpoint', 'sha256-p256', other];
        await assertRefused(ledger, { ...open, args }, 'PREFIX_NOT_ALLOWED');
      }
    });

    it('share no prefix with another series of the kind', async () => {
      await ledger.submit(open);
      const args = [`${series}-b`, 'auditCheckpoint', 'sha256-p256', prefix];
      await assertRefused(ledger, { ...open, args }, 'PREFIX_TAKEN');
    });

    if (namespace !== 'tax') {
      it('are the only kind', async () => {
        const args = ['inv-26002', 'invoice', 'sha256-p256', '26002'];
        await assertRefused(ledger, { ...open, args }, 'KIND_NOT_ALLOWED');
      });
    }
  });
}
