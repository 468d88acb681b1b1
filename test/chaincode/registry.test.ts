import assert from 'node:assert/strict';
import { canonicalJson } from '@chopmark/core';
import { identityOf } from '../support/chaincode-identities.js';
import {
  ledgerWithRoles,
  ledgerWithSeries,
  OPEN_SERIES,
  PEOPLE,
  PREFIX,
  SERIES,
  sha256,
} from '../support/chaincode-world.js';
import { assertRefused, keysOf, LedgerStub } from '../support/ledger-stub.js';

const TIME = new Date('2026-03-01T08:09:10.123Z');
const grant = (certificate: string, roles: string) => ({
  as: PEOPLE.admin,
  function: 'grantRoles',
  args: [certificate, roles],
});
const revoke = (certificate: string) => ({ as: PEOPLE.admin, function: 'revokeRoles', args: [certificate] });
const open = (series: string, kind: string, suite: string, prefix: string) => ({
  ...OPEN_SERIES,
  args: [series, kind, suite, prefix],
});
const close = { as: PEOPLE.registrar, function: 'closeSeries', args: [SERIES] };

describe('grantRoles', () => {
  it('writes the role record and answers it', async () => {
    const ledger = new LedgerStub();
    const { fingerprint } = PEOPLE.issuer;

    const simulation = await ledger.simulate({ ...grant(fingerprint, 'anchor,registry'), time: TIME });

    const record = {
      certificate: fingerprint,
      granted: '2026-03-01T08:09:10.123Z',
      mspId: 'TaxMSP',
      revoked: null,
      roles: ['anchor', 'registry'],
      type: 'chopmark/role/1',
    };
    assert.equal(simulation.payload, canonicalJson(record));
    assert.deepEqual(keysOf(simulation.writes), [`role/${fingerprint}`]);
    assert.equal([...simulation.writes.values()][0]?.toString(), simulation.payload);
  });

  for (const roles of [
    '',
    'registry,anchor',
    'anchor,anchor',
    'anchor,',
    ' anchor',
    'admin',
    'ANCHOR',
    'anchor,registry,tax',
  ]) {
    it(`refuses the roles '${roles}'`, async () => {
      await assertRefused(new LedgerStub(), grant(PEOPLE.issuer.fingerprint, roles), 'MALFORMED_ARGUMENT');
    });
  }

  for (const certificate of [
    '',
    '00',
    PEOPLE.issuer.fingerprint.toUpperCase(),
    `${PEOPLE.issuer.fingerprint}\n`,
    '\0'.repeat(64),
  ]) {
    it(`refuses the certificate ${JSON.stringify(certificate.slice(0, 8))} of ${certificate.length} characters`, async () => {
      await assertRefused(new LedgerStub(), grant(certificate, 'anchor'), 'MALFORMED_ARGUMENT');
    });
  }

  it('refuses a certificate that has roles', async () => {
    const ledger = await ledgerWithRoles();

    await assertRefused(ledger, grant(PEOPLE.issuer.fingerprint, 'registry'), 'ROLE_EXISTS');
  });

  it('refuses a certificate whose roles were revoked: a revocation is for good', async () => {
    const ledger = await ledgerWithRoles();
    await ledger.submit(revoke(PEOPLE.issuer.fingerprint));

    await assertRefused(ledger, grant(PEOPLE.issuer.fingerprint, 'anchor'), 'ROLE_EXISTS');
  });
});

describe('revokeRoles', () => {
  it('dates the end of the roles and keeps the rest of the record', async () => {
    const ledger = await ledgerWithRoles();
    const before = JSON.parse(
      (await ledger.simulate({ as: PEOPLE.client, function: 'getRoles', args: [PEOPLE.issuer.fingerprint] }))
        .payload,
    ) as object;

    const record = await ledger.submit({ ...revoke(PEOPLE.issuer.fingerprint), time: TIME });

    assert.deepEqual(record, { ...before, revoked: '2026-03-01T08:09:10.123Z' });
  });

  it('refuses a certificate without roles', async () => {
    await assertRefused(await ledgerWithRoles(), revoke(PEOPLE.client.fingerprint), 'ROLE_NOT_FOUND');
  });

  it('refuses a second revocation', async () => {
    const ledger = await ledgerWithRoles();
    await ledger.submit(revoke(PEOPLE.issuer.fingerprint));

    await assertRefused(ledger, revoke(PEOPLE.issuer.fingerprint), 'ROLE_REVOKED');
  });

  it('refuses a malformed certificate', async () => {
    await assertRefused(await ledgerWithRoles(), revoke('x'), 'MALFORMED_ARGUMENT');
  });
});

describe('openSeries', () => {
  it('writes the series, its prefix and its head', async () => {
    const ledger = await ledgerWithRoles();

    const simulation = await ledger.simulate({ ...OPEN_SERIES, time: TIME });

    const series = {
      authority: 'TaxMSP',
      closed: false,
      kind: 'invoice',
      namespace: 'tax',
      prefix: PREFIX,
      series: SERIES,
      suite: 'sha256-p256',
      time: '2026-03-01T08:09:10.123Z',
      txId: simulation.txId,
      type: 'chopmark/series/1',
    };
    const last = sha256(canonicalJson(series)).toString('hex');
    assert.equal(simulation.payload, canonicalJson(series));
    assert.deepEqual(
      [...simulation.writes.values()].map((bytes) => bytes?.toString()),
      [
        canonicalJson(series),
        canonicalJson({ kind: 'invoice', prefix: PREFIX, series: SERIES, type: 'chopmark/prefix/1' }),
        canonicalJson({ batch: 0, fences: 0, last, next: 1, series: SERIES, type: 'chopmark/head/1' }),
      ],
    );
    assert.deepEqual(keysOf(simulation.writes), [
      `series/${SERIES}`,
      `prefix/invoice/${PREFIX}`,
      `head/${SERIES}`,
    ]);
  });

  const refused = [
    {
      why: 'a name with a capital',
      args: ['Invoices', 'invoice', 'sha256-p256', PREFIX],
      code: 'MALFORMED_ARGUMENT',
    },
    {
      why: 'a name that starts with -',
      args: ['-a', 'invoice', 'sha256-p256', PREFIX],
      code: 'MALFORMED_ARGUMENT',
    },
    { why: 'an empty name', args: ['', 'invoice', 'sha256-p256', PREFIX], code: 'MALFORMED_ARGUMENT' },
    {
      why: 'a name of 41 characters',
      args: ['a'.repeat(41), 'invoice', 'sha256-p256', PREFIX],
      code: 'MALFORMED_ARGUMENT',
    },
    {
      why: 'a name with the separator of keys',
      args: ['a\0b', 'invoice', 'sha256-p256', PREFIX],
      code: 'MALFORMED_ARGUMENT',
    },
    { why: 'an empty kind', args: [SERIES, '', 'sha256-p256', PREFIX], code: 'MALFORMED_ARGUMENT' },
    {
      why: 'a prefix with the separator of keys',
      args: [SERIES, 'invoice', 'sha256-p256', '25001\0'],
      code: 'MALFORMED_ARGUMENT',
    },
    { why: 'an empty prefix', args: [SERIES, 'invoice', 'sha256-p256', ''], code: 'MALFORMED_ARGUMENT' },
    { why: 'a kind of nobody', args: [SERIES, 'poem', 'sha256-p256', PREFIX], code: 'KIND_NOT_ALLOWED' },
    {
      why: 'a prefix of a real region',
      args: [SERIES, 'invoice', 'sha256-p256', '25441'],
      code: 'PREFIX_NOT_ALLOWED',
    },
    {
      why: 'a prefix that is too long',
      args: [SERIES, 'invoice', 'sha256-p256', '250011'],
      code: 'PREFIX_NOT_ALLOWED',
    },
    {
      why: 'a suite that the contract lacks',
      args: [SERIES, 'invoice', 'sm3-sm2', PREFIX],
      code: 'SUITE_NOT_SUPPORTED',
    },
    {
      why: 'a suite that nobody knows',
      args: [SERIES, 'invoice', 'md5', PREFIX],
      code: 'SUITE_NOT_SUPPORTED',
    },
  ];
  for (const { why, args, code } of refused) {
    it(`refuses ${why}`, async () => {
      await assertRefused(await ledgerWithRoles(), { ...OPEN_SERIES, args }, code);
    });
  }

  it('refuses a name that is taken', async () => {
    await assertRefused(
      await ledgerWithSeries(),
      open(SERIES, 'invoice', 'sha256-p256', '25002'),
      'SERIES_EXISTS',
    );
  });

  it('refuses a prefix that is taken', async () => {
    await assertRefused(
      await ledgerWithSeries(),
      open('invoices-2', 'invoice', 'sha256-p256', PREFIX),
      'PREFIX_TAKEN',
    );
  });

  it('refuses the prefix of a closed series: a number is given out once', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(close);

    await assertRefused(ledger, open('invoices-2', 'invoice', 'sha256-p256', PREFIX), 'PREFIX_TAKEN');
  });

  it('lets only one of two series with one prefix through when both are endorsed at once', async () => {
    const ledger = await ledgerWithRoles();
    const one = await ledger.simulate(OPEN_SERIES);
    const other = await ledger.simulate(open('invoices-2', 'invoice', 'sha256-p256', PREFIX));

    assert.deepEqual(ledger.commit(one, other), [0, 11]);
  });

  it('keeps the series of one namespace from another', async () => {
    const ledger = await ledgerWithSeries();
    const affairsRegistrar = identityOf('AffairsMSP', 'client');
    await ledger.submit({
      as: PEOPLE.affairsAdmin,
      namespace: 'affairs',
      function: 'grantRoles',
      args: [affairsRegistrar.fingerprint, 'registry'],
    });

    await assertRefused(
      ledger,
      { ...OPEN_SERIES, as: affairsRegistrar, namespace: 'affairs' },
      'KIND_NOT_ALLOWED',
    );
    await assertRefused(
      ledger,
      { as: PEOPLE.courtClient, namespace: 'affairs', function: 'getSeries', args: [SERIES] },
      'SERIES_NOT_FOUND',
    );
  });
});

describe('closeSeries', () => {
  it('sets the flag and nothing else', async () => {
    const ledger = await ledgerWithRoles();
    const opened = await ledger.submit(OPEN_SERIES);

    const closed = await ledger.submit(close);

    assert.deepEqual(closed, { ...opened, closed: true });
  });

  it('refuses a series that is not there', async () => {
    await assertRefused(await ledgerWithRoles(), close, 'SERIES_NOT_FOUND');
  });

  it('refuses a second time', async () => {
    const ledger = await ledgerWithSeries();
    await ledger.submit(close);

    await assertRefused(ledger, close, 'SERIES_CLOSED');
  });

  it('refuses a malformed name', async () => {
    await assertRefused(await ledgerWithRoles(), { ...close, args: ['A'] }, 'MALFORMED_ARGUMENT');
  });
});
