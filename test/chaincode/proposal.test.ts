import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { identityOf, pemOf } from '../support/chaincode-identities.js';
import { entriesOf, ledgerWithSeries, PEOPLE, SERIES } from '../support/chaincode-world.js';
import { assertRefused, LedgerStub } from '../support/ledger-stub.js';
import { parseCallerCertificate } from '../../chaincode/dist/certificate.js';
import { callerFrom } from '../../chaincode/dist/caller.js';
import { namespaceFrom } from '../../chaincode/dist/namespace.js';
import { transactionTime } from '../../chaincode/dist/transaction-time.js';

const derOf = (pem: string): Buffer => Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64');

describe('parseCallerCertificate', () => {
  const { pem, fingerprint } = identityOf('TaxMSP', 'client');

  it('gives the SHA-256 of the DER form and the organizational units', () => {
    assert.deepEqual(parseCallerCertificate(Buffer.from(pem)), { fingerprint, units: ['client'] });
    assert.equal(createHash('sha256').update(derOf(pem)).digest('hex'), fingerprint);
  });

  it('gives every unit as it is, whatever it contains', () => {
    const units = ['client', 'OU=admin\nOU=peer', '陈 + admin'];

    assert.deepEqual(parseCallerCertificate(Buffer.from(identityOf('TaxMSP', ...units).pem)).units, units);
    assert.deepEqual(parseCallerCertificate(Buffer.from(identityOf('TaxMSP').pem)).units, []);
  });

  it('takes PEM with CRLF and without a last line end', () => {
    assert.equal(parseCallerCertificate(Buffer.from(pem.replaceAll('\n', '\r\n'))).fingerprint, fingerprint);
    assert.equal(parseCallerCertificate(Buffer.from(pem.trimEnd())).fingerprint, fingerprint);
  });

  const der = derOf(pem);
  const admin = identityOf('TaxMSP', 'admin').pem;
  const nonCanonical = pemOf(der).replace(
    /([A-Za-z0-9+/])(=*)(\n-----END)/,
    (_, last: string, pad: string, end: string) =>
      pad === '' ? `${last}====${end}` : `${String.fromCharCode(last.charCodeAt(0) + 1)}${pad}${end}`,
  );
  const malformed: readonly [string, string | Buffer][] = [
    ['nothing', ''],
    ['DER without armor', der],
    ['two certificates', pem + admin],
    ['a block that only Fabric would read before an admin', pemOf(der, 'X') + admin],
    ['an admin before a block of another label', admin + pemOf(der, 'X')],
    ['text before the block', `x\n${pem}`],
    ['text after the block', `${pem}x`],
    ['a PEM header inside the block', pem.replace('-----\n', '-----\nProc-Type: 4\n\n')],
    ['a trusted certificate of OpenSSL', pemOf(der, 'TRUSTED CERTIFICATE')],
    ['another label', pemOf(der, 'PUBLIC KEY')],
    ['bytes after the certificate', pemOf(Buffer.concat([der, Buffer.from([0])]))],
    ['a certificate cut off', pemOf(der.subarray(0, -1))],
    ['base64 with spare bits', nonCanonical],
    ['no certificate', pemOf(Buffer.from('hello'))],
  ];
  for (const [why, bytes] of malformed) {
    it(`refuses ${why}`, () => {
      assert.throws(() => parseCallerCertificate(Buffer.from(bytes)), { code: 'NOT_PERMITTED' });
    });
  }

  it('refuses, through the whole contract, two certificates of one organization', async () => {
    const ledger = await ledgerWithSeries();
    const as = { ...PEOPLE.client, pem: pemOf(derOf(PEOPLE.client.pem), 'X') + PEOPLE.admin.pem };

    const simulation = await ledger.simulate({
      as,
      function: 'grantRoles',
      args: [PEOPLE.client.fingerprint, 'anchor'],
    });

    assert.equal(simulation.status, 500);
    assert.equal(simulation.writes.size, 0);
  });
});

describe('callerFrom', () => {
  for (const [units, unit] of [
    [['client'], 'client'],
    [['department-7', 'admin'], 'admin'],
    [['peer'], 'peer'],
    [[], undefined],
    [['Admin'], undefined],
    [['admin', 'client'], undefined],
    [['client', 'peer'], undefined],
  ] as const) {
    it(`takes [${units.join(', ')}] for ${String(unit)}`, () => {
      const { mspId, pem } = identityOf('TaxMSP', ...units);

      assert.equal(callerFrom({ mspid: mspId, idBytes: Buffer.from(pem) }).unit, unit);
    });
  }
});

describe('namespaceFrom', () => {
  const bytes = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
  const TAX = '12 03 746178';

  it('reads the name of the chaincode', () => {
    assert.equal(namespaceFrom(bytes(`12 05 ${TAX}`)), 'tax');
    assert.equal(namespaceFrom(bytes('12 07 12 05 636f757274')), 'court');
  });

  it('reads it beside path and version', () => {
    assert.equal(namespaceFrom(bytes(`12 0b 0a 01 70 ${TAX} 1a 01 31`)), 'tax');
  });

  const malformed: readonly [string, string][] = [
    ['nothing', ''],
    ['no name', '12 00'],
    ['a path only', '12 03 0a 01 70'],
    ['two chaincode ids', `12 05 ${TAX} 12 05 ${TAX}`],
    ['two names', `12 0a ${TAX} ${TAX}`],
    ['a field that Fabric does not know', `12 05 ${TAX} 1a 01 31`],
    ['an unknown field inside', `12 08 ${TAX} 22 01 31`],
    ['fields in descending order', `12 08 ${TAX} 0a 01 70`],
    ['a number in place of bytes', '10 05'],
    ['a length that is not minimal', `12 85 00 ${TAX}`],
    ['a length of three bytes', `12 85 80 00 ${TAX}`],
    ['a length beyond the end', `12 06 ${TAX}`],
    ['a name beyond the end', '12 05 12 04 746178'],
    ['a tag without a length', '12'],
    ['a byte too many', `12 05 ${TAX} 00`],
  ];
  for (const [why, hex] of malformed) {
    it(`refuses ${why}`, () => {
      assert.throws(() => namespaceFrom(bytes(hex)), { code: 'MALFORMED_ARGUMENT' });
    });
  }

  it('refuses names of nobody', () => {
    assert.throws(() => namespaceFrom(bytes('12 05 12 03 546178')), { code: 'NOT_PERMITTED' });
    assert.throws(() => namespaceFrom(bytes('12 02 12 00')), { code: 'NOT_PERMITTED' });
    assert.throws(() => namespaceFrom(Buffer.concat([bytes('12 83 01 12 80 01'), Buffer.alloc(128, 0x61)])), {
      code: 'NOT_PERMITTED',
    });
  });

  it('decides through the whole contract, not the name in the call', async () => {
    const ledger = await ledgerWithSeries();
    const query = { as: PEOPLE.client, function: 'getSeries', args: [SERIES] };

    await assertRefused(ledger, { ...query, extension: bytes('12 05 12 03 746179') }, 'NOT_PERMITTED');
    await assertRefused(ledger, { ...query, extension: bytes(`12 0a ${TAX} ${TAX}`) }, 'MALFORMED_ARGUMENT');
  });
});

describe('transactionTime', () => {
  const at = (seconds: number, nanos: number) => ({
    getTxTimestamp: () => ({ seconds: { toNumber: () => seconds }, nanos }),
  });

  it('is cut to the millisecond', () => {
    assert.deepEqual(transactionTime(at(1_772_352_550, 123_999_999)), {
      instant: '2026-03-01T08:09:10.123Z',
      ms: 1_772_352_550_123,
    });
    assert.equal(transactionTime(at(253_402_300_799, 0)).instant, '9999-12-31T23:59:59.000Z');
  });

  for (const [seconds, nanos] of [
    [0, 0],
    [253_402_300_800, 0],
    [2 ** 63, 0],
    [1, -1],
    [1, 1e9],
    [NaN, 0],
  ] as const) {
    it(`refuses ${seconds} s and ${nanos} ns`, () => {
      assert.throws(() => transactionTime(at(seconds, nanos)), { code: 'MALFORMED_ARGUMENT' });
    });
  }
});

describe('the dispatcher', () => {
  const call = (name: string, ...args: string[]) => ({ as: PEOPLE.client, function: name, args });

  for (const [why, proposal] of [
    ['an unknown function', call('putState', 'a', 'b')],
    ['a method of the base class', call('aroundTransaction', 'a', 'b')],
    ['another contract', call('other:version')],
    ['an argument too few', call('getBatch', SERIES)],
    ['an argument too many', call('version', 'x')],
    ['entries without a root', call('anchor', SERIES, '1', '1', entriesOf(1, 1).bytes.toString('latin1'))],
  ] as const) {
    it(`fails ${why} without a write`, async () => {
      const simulation = await new LedgerStub().simulate(proposal);

      assert.equal(simulation.status, 500);
      assert.equal(simulation.writes.size, 0);
    });
  }

  it('takes the contract by its name as well', async () => {
    const simulation = await new LedgerStub().simulate(call('LedgerContract:version'));

    assert.equal(simulation.status, 200);
  });
});
