import assert from 'node:assert/strict';
import { LEDGER_CONTRACT, LedgerError, type LedgerFunctionName } from '@chopmark/core';
import {
  anchorOf,
  entriesOf,
  fenceOf,
  ledgerWithSeries,
  OPEN_SERIES,
  PEOPLE,
  SERIES,
} from '../support/chaincode-world.js';
import type { Proposal } from '../support/chaincode-proposal.js';
import { assertRefused, type LedgerStub } from '../support/ledger-stub.js';

type Person = keyof typeof PEOPLE;

const MEMBERS: readonly Person[] = [
  ...(['admin', 'registrar', 'issuer', 'client'] as const),
  ...(['affairsAdmin', 'affairsClient', 'courtClient', 'operatorClient'] as const),
];

const ENTRIES = entriesOf(1, 3);
const { fingerprint } = PEOPLE.issuer;

/** Who may call what, over the tax namespace, with arguments that are in order. */
const RIGHTS: Record<
  LedgerFunctionName,
  { readonly args: Proposal['args']; readonly allowed: readonly Person[] }
> = {
  grantRoles: { args: [PEOPLE.client.fingerprint, 'anchor'], allowed: ['admin'] },
  revokeRoles: { args: [fingerprint], allowed: ['admin'] },
  openSeries: { args: ['invoices-2', 'invoice', 'sha256-p256', '25002'], allowed: ['registrar'] },
  closeSeries: { args: [SERIES], allowed: ['registrar'] },
  anchor: { args: anchorOf(1, ENTRIES).args, allowed: ['issuer'] },
  fence: { args: fenceOf(1).args, allowed: ['issuer'] },
  tick: { args: [], allowed: MEMBERS },
  attest: { args: [SERIES, 1, ENTRIES.bytes], allowed: MEMBERS },
  getSeries: { args: [SERIES], allowed: MEMBERS },
  getHead: { args: [SERIES], allowed: MEMBERS },
  getBatch: { args: [SERIES, 1], allowed: MEMBERS },
  getClock: { args: [], allowed: MEMBERS },
  getRoles: { args: [fingerprint], allowed: MEMBERS },
  version: { args: [], allowed: MEMBERS },
};

describe('rights', () => {
  let ledger: LedgerStub;

  before(async () => {
    ledger = await ledgerWithSeries();
  });

  for (const name of Object.keys(LEDGER_CONTRACT.functions) as LedgerFunctionName[]) {
    const { args, allowed } = RIGHTS[name];
    for (const person of Object.keys(PEOPLE) as Person[]) {
      const proposal: Proposal = { as: PEOPLE[person], function: name, args: args! };
      if (allowed.includes(person)) {
        it(`${name} lets ${person} through`, async () => {
          const simulation = await ledger.simulate(proposal);

          const code = simulation.status === 200 ? 'none' : LedgerError.fromWire(simulation.message)?.code;
          assert.ok(['none', 'BATCH_NOT_FOUND', 'CLOCK_NOT_SET'].includes(String(code)), simulation.message);
        });
      } else {
        it(`${name} refuses ${person}`, async () => {
          await assertRefused(ledger, proposal, 'NOT_PERMITTED');
        });
      }
    }
  }

  it('end with the revocation of the roles', async () => {
    const own = await ledgerWithSeries();
    for (const person of [PEOPLE.issuer, PEOPLE.registrar]) {
      await own.submit({ as: PEOPLE.admin, function: 'revokeRoles', args: [person.fingerprint] });
    }

    await assertRefused(own, anchorOf(1, ENTRIES), 'NOT_PERMITTED');
    await assertRefused(own, fenceOf(1), 'NOT_PERMITTED');
    await assertRefused(
      own,
      { as: PEOPLE.registrar, function: 'closeSeries', args: [SERIES] },
      'NOT_PERMITTED',
    );
    await assertRefused(
      own,
      { ...OPEN_SERIES, args: ['b', 'invoice', 'sha256-p256', '25002'] },
      'NOT_PERMITTED',
    );
  });

  it('do not pass to the same certificate under another MSP', async () => {
    for (const mspId of ['AffairsMSP', 'CourtMSP', 'OperatorMSP', 'taxmsp', '']) {
      await assertRefused(
        ledger,
        { ...anchorOf(1, ENTRIES), as: { ...PEOPLE.issuer, mspId } },
        'NOT_PERMITTED',
      );
    }
  });

  it('of one authority are none in the namespace of another', async () => {
    const grant: Proposal = { as: PEOPLE.admin, function: 'grantRoles', args: [fingerprint, 'anchor'] };

    await assertRefused(ledger, { ...grant, namespace: 'affairs' }, 'NOT_PERMITTED');
    await assertRefused(ledger, { ...grant, namespace: 'court' }, 'NOT_PERMITTED');
    await assertRefused(ledger, { ...anchorOf(1, ENTRIES), namespace: 'affairs' }, 'NOT_PERMITTED');
  });

  it('belong to nobody in a definition without an authority', async () => {
    for (const namespace of ['treasury', 'Tax', 'constructor', '__proto__', 'tax ']) {
      await assertRefused(ledger, { as: PEOPLE.admin, namespace, function: 'version' }, 'NOT_PERMITTED');
    }
  });
});
