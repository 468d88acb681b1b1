import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { readTimestampResponse, timestampRequest } from '@chopmark/core/timestamps';
import { EVIDENCE_ERROR_CODES, type EvidenceErrorCode } from '../../../cli/dist/evidence/evidence-error.js';
import { askTsa, tsaAddress } from '../../../cli/dist/evidence/tsa-client.js';
import { CURRENT, TsaAuthority } from '../../support/tsa/authority.js';
import { type Misbehavior, TsaServer } from '../../support/tsa/server.js';

const QUESTION = timestampRequest(
  { hash: 'SHA-256', value: randomBytes(32) },
  { nonce: randomBytes(16), certReq: true },
).der;

describe('tsaAddress', () => {
  const refused = [
    'hello',
    '',
    'ftp://127.0.0.1/',
    'file:///etc/passwd',
    'http://tsa.example/',
    'http://127.0.0.1.example/',
    'https://name:secret@tsa.example/',
    'http://name@127.0.0.1/',
  ];
  for (const text of refused) {
    it(`refuses '${text}'`, () => {
      assert.throws(() => tsaAddress(text, false), { code: 'TSA_ADDRESS_REFUSED' });
    });
  }

  it('takes https anywhere, http on this machine, and elsewhere when told so', () => {
    for (const text of [
      'https://tsa.example/x',
      'http://127.0.0.1:3180/',
      'http://localhost/',
      'http://[::1]:80/',
    ])
      assert.equal(tsaAddress(text, false).href, new URL(text).href);
    assert.equal(tsaAddress('http://tsa.example/', true).host, 'tsa.example');
    assert.throws(() => tsaAddress('ftp://tsa.example/', true), { code: 'TSA_ADDRESS_REFUSED' });
  });
});

describe('askTsa', () => {
  let tsa: TsaServer;
  before(async () => {
    tsa = await TsaServer.start(await TsaAuthority.create('Alpha', CURRENT));
  });
  after(() => tsa.stop());
  afterEach(() => {
    tsa.misbehavior = undefined;
  });
  const ask = (timeoutMs = 20_000): Promise<Uint8Array> => askTsa(new URL(tsa.url), QUESTION, timeoutMs);

  it('brings back what an authority answers', async () => {
    const before = tsa.questions.length;

    const token = readTimestampResponse(await ask());

    assert.equal(token[0], 0x30);
    assert.equal(tsa.questions.length, before + 1);
  });

  const faults: [Misbehavior, EvidenceErrorCode, number?][] = [
    ['redirect', 'TSA_STATUS'],
    ['serverError', 'TSA_STATUS'],
    ['wrongType', 'TSA_ANSWER_TYPE'],
    ['tooLarge', 'TSA_ANSWER_TOO_LARGE'],
    ['endless', 'TSA_ANSWER_TOO_LARGE'],
    ['hangUp', 'TSA_UNREACHABLE'],
    ['silent', 'TSA_TIMEOUT', 100],
  ];
  for (const [misbehavior, code, timeoutMs] of faults) {
    it(`refuses with ${code} an authority that misbehaves: ${misbehavior}`, async () => {
      tsa.misbehavior = misbehavior;

      await assert.rejects(ask(timeoutMs), { name: 'EvidenceError', code });
    });
  }

  it('says so when nobody listens', async () => {
    const gone = await TsaServer.start(tsa.authority);
    const { url } = gone;
    await gone.stop();

    await assert.rejects(askTsa(new URL(url), QUESTION, 20_000), { code: 'TSA_UNREACHABLE' });
  });
});

describe('EVIDENCE_ERROR_CODES', () => {
  it('stand in docs/error-codes.md, and no others do', () => {
    const page = readFileSync(new URL('../../../docs/error-codes.md', import.meta.url), 'utf8');
    const section = /## Keeping evidence\n(?<text>[\s\S]*?)(?=\n## |$)/.exec(page)?.groups?.['text'] ?? '';
    const listed = [...section.matchAll(/^\| `([A-Z_]+)` \|/gm)].map(([, code]) => code);

    assert.deepEqual(listed, [...EVIDENCE_ERROR_CODES]);
  });
});
