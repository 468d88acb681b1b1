import assert from 'node:assert/strict';
import { fingerprintOf, verifyOffline } from '@chopmark/client/verify';
import { bundlesOfBatch, now } from '../cli/verify/support.js';
import { ProofKit } from '../support/proof-kit.js';

const bytes = (value: unknown): Uint8Array =>
  new TextEncoder().encode(typeof value === 'string' ? value : JSON.stringify(value));

describe('verifyOffline', () => {
  let kit: ProofKit;
  let trust: Uint8Array;

  before(async () => {
    kit = await ProofKit.create();
    trust = bytes(kit.profile());
  });

  it('judges a bundle by the platform’s own cryptography', async () => {
    const verdict = await verifyOffline(bytes(kit.batch().bundle(0, { clock: now() })), trust);

    assert.deepEqual([verdict.verdict, verdict.inForce], ['valid', 'yes']);
  });

  it('finds an altered value, and a signature that does not fit', async () => {
    const text = JSON.stringify(kit.batch().bundle(0, { clock: now() }));
    const altered = text.replace('"113.00"', '"913.00"');
    assert.notEqual(altered, text);

    assert.equal((await verifyOffline(bytes(altered), trust)).verdict, 'invalid');
    assert.equal((await verifyOffline(bytes('{}'), trust)).verdict, 'error');
    assert.equal((await verifyOffline(bytes(text), [])).verdict, 'indeterminate');
  });

  it('reads parts that lie beside the bundle', async () => {
    const { '0.json': small = '', ...files } = bundlesOfBatch(kit, 1);
    const parts = (hash: string): Promise<Uint8Array | undefined> => {
      const part = files[`evidence/${hash}.json`];
      return Promise.resolve(part === undefined ? undefined : Buffer.from(part));
    };

    assert.equal((await verifyOffline(bytes(small), trust, { parts })).verdict, 'valid');
    assert.equal((await verifyOffline(bytes(small), trust)).verdict, 'indeterminate');
  });

  it('judges whether a status is fresh by the time that it is told', async () => {
    const bundle = bytes(kit.batch().bundle(0, { clock: now() }));
    const inTenDays = new Date(Date.now() + 10 * 86_400_000);

    assert.equal((await verifyOffline(bundle, trust, { now: inTenDays })).inForce, 'unknown');
  });

  it('prints a fingerprint to compare with paper', () => {
    assert.match(fingerprintOf(trust), /^([0-9a-f]{4} ){15}[0-9a-f]{4}$/);
  });
});
