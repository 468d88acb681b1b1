/** Tokens and questions go both ways between this code and OpenSSL: two readers that share nothing agree. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  TIMESTAMP_HASHES,
  TimestampError,
  type TimestampHash,
  readTimestampResponse,
  timestampRequest,
  verifyTimestamp,
} from '@chopmark/core/timestamps';
import { findProgram, requireOrSkip } from '../../support/require.js';
import { inDays, TsaAuthority } from '../../support/tsa/authority.js';
import { POLICY, type Stamper, type TokenOptions } from '../../support/tsa/stamper.js';

const MESSAGE = Buffer.from('what was stamped');
const GEN_TIME = new Date('2026-11-20T08:00:00Z');
/** OpenSSL stamps by the machine's clock. */
const STILL_VALID = { notAfter: inDays(3650) };

describe('openssl ts', () => {
  let folder: string;
  let program: string;
  let alpha: TsaAuthority;
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): { ok: boolean; text: string } => {
    const { status, stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
    return { ok: status === 0, text: stdout + stderr };
  };

  before(async function () {
    program = requireOrSkip(this, 'openssl', findProgram(['openssl']), 'install openssl');
    folder = await mkdtemp(join(tmpdir(), 'chopmark-openssl-'));
    alpha = await TsaAuthority.create('Alpha', STILL_VALID);
    await writeFile(file('root.pem'), alpha.pem);
    await writeFile(file('message'), MESSAGE);
  });
  after(async () => {
    if ((folder as string | undefined) !== undefined) await rm(folder, { recursive: true, force: true });
  });

  const verifies = async (token: Buffer, data = 'message', roots = 'root.pem'): Promise<boolean> => {
    await writeFile(file('token.der'), token);
    const { ok, text } = openssl(
      'ts', '-verify', '-token_in', '-in', 'token.der', '-data', data,
      '-CAfile', roots, '-attime', String(GEN_TIME.getTime() / 1000),
    ); // prettier-ignore
    assert.equal(ok, text.includes('Verification: OK'), text);
    return ok;
  };

  it('believes the tokens of the test authority, and refuses what this code refuses', async () => {
    const middle = await TsaAuthority.create('Middle', { issuer: alpha });
    const rsa = await alpha.stamper({ key: 'RSA' });
    const honest: [Stamper, TokenOptions][] = [
      [await alpha.stamper(), { accuracy: { seconds: 1, millis: 2, micros: 3 } }],
      [await alpha.stamper({ key: 'P-384' }), { hash: 'sha512' }],
      [rsa, {}],
      [rsa, { rsa: 'withHash', digest: 'sha512' }],
      [await middle.stamper(), {}],
    ];
    for (const [stamper, options] of honest) {
      const token = stamper.token(MESSAGE, { genTime: GEN_TIME, ...options });

      assert.ok(await verifies(token), `${stamper.kind} ${JSON.stringify(options)}`);
      assert.ok(await ours(token));
    }

    const [[stamper] = [rsa]] = honest;
    const broken = stamper.token(MESSAGE, { genTime: GEN_TIME });
    broken[broken.length - 1] = (broken[broken.length - 1] ?? 0) ^ 1;
    const dishonest: [string, Buffer][] = [
      ['over something else', stamper.token(Buffer.from('x'), { genTime: GEN_TIME })],
      ['without the purpose', (await alpha.stamper({ purposes: [] })).token(MESSAGE, { genTime: GEN_TIME })],
      ['by a stranger', (await (await TsaAuthority.create('Alpha')).stamper()).token(MESSAGE)],
      ['with a broken signature', broken],
    ];
    for (const [what, token] of dishonest) {
      assert.equal(await verifies(token), false, what);
      assert.equal(await ours(token), false, what);
    }
  });

  it('reads the question, and its own answer to it is believed here', async () => {
    for (const [kind, hash] of [
      ['RSA', 'SHA-512'],
      ['P-256', 'SHA-256'],
      ['P-384', 'SHA-384'],
    ] as const) {
      const { question, expected } = await ask(hash);
      assert.match(question, new RegExp(`Hash Algorithm: ${hash.toLowerCase().replace('-', '')}`));
      assert.match(question, new RegExp(`Policy OID: ${POLICY}`));
      assert.match(question, /Certificate required: yes/);

      const token = readTimestampResponse(
        await answer(await alpha.stamper({ ...STILL_VALID, key: kind }), 'sha256'),
      );
      const stamped = await verifyTimestamp(token, MESSAGE, [alpha.profile()], {
        crypto,
        nonce: expected,
        policy: POLICY,
      });

      assert.equal(stamped.hash, hash);
      assert.equal(stamped.accuracyMs, 1_500);
      assert.ok(await verifies(Buffer.from(token)));
    }
  });

  it('names the signer by SHA-1 only when told so: that is refused here', async () => {
    await ask('SHA-256');
    const token = readTimestampResponse(await answer(await alpha.stamper(STILL_VALID), 'sha1'));

    await assert.rejects(verifyTimestamp(token, MESSAGE, [alpha.profile()], { crypto }), {
      code: 'TIMESTAMP_SIGNER_UNBOUND',
    });
  });

  async function ours(token: Uint8Array): Promise<boolean> {
    return verifyTimestamp(token, MESSAGE, [alpha.profile()], { crypto }).then(
      () => true,
      (error: unknown) => {
        assert.ok(error instanceof TimestampError);
        return false;
      },
    );
  }

  /** Writes question.tsq; what OpenSSL reads in it, and the nonce. */
  async function ask(hash: TimestampHash): Promise<{ question: string; expected: string }> {
    assert.ok(TIMESTAMP_HASHES.includes(hash));
    const value = createHash(hash.toLowerCase().replace('-', '')).update(MESSAGE).digest();
    const { der, expected } = timestampRequest(
      { hash, value },
      { nonce: randomBytes(12), certReq: true, policy: POLICY },
    );
    await writeFile(file('question.tsq'), der);
    return { question: openssl('ts', '-query', '-in', 'question.tsq', '-text').text, expected };
  }

  /** OpenSSL's answer to question.tsq. */
  async function answer(stamper: Stamper, essHash: string): Promise<Buffer> {
    const pem = `-----BEGIN CERTIFICATE-----\n${stamper.certificate.toString('base64')}\n-----END CERTIFICATE-----\n`;
    await writeFile(file('signer.pem'), pem);
    await writeFile(file('signer.key'), stamper.key.export({ type: 'pkcs8', format: 'pem' }));
    await writeFile(file('serial'), '01\n');
    const lines = [
      '[tsa]', 'serial = serial', 'crypto_device = builtin', `default_policy = ${POLICY}`, 'digests = sha256, sha384, sha512',
      'signer_digest = sha256', 'accuracy = secs:1, millisecs:500', `ess_cert_id_alg = ${essHash}`,
    ]; // prettier-ignore
    await writeFile(file('tsa.cnf'), `${lines.join('\n')}\n`);
    const { ok, text } = openssl(
      'ts', '-reply', '-config', 'tsa.cnf', '-section', 'tsa', '-queryfile', 'question.tsq',
      '-signer', 'signer.pem', '-inkey', 'signer.key', '-out', 'answer.tsr',
    ); // prettier-ignore
    assert.ok(ok, text);
    return readFile(file('answer.tsr'));
  }
});
