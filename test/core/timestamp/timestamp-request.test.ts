import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readTimestampResponse, timestampRequest } from '@chopmark/core/timestamps';
import { TsaAuthority } from '../../support/tsa/authority.js';
import { element, integer, sequence, utf8 } from '../../support/tsa/der.js';
import { readQuestion, rejection } from '../../support/tsa/stamper.js';

const value = createHash('sha256').update('x').digest();

describe('timestampRequest', () => {
  it('asks for a hash, with a nonce of one form', () => {
    const nonce = Buffer.from('ff00000000000001', 'hex');

    const { der, expected } = timestampRequest(
      { hash: 'SHA-256', value },
      { nonce, certReq: true, policy: '1.2.3' },
    );

    assert.deepEqual(readQuestion(Buffer.from(der)), {
      hash: 'sha256',
      imprint: value,
      policy: '1.2.3',
      nonce: Buffer.from('7f00000000000001', 'hex'),
      certReq: true,
    });
    assert.equal(expected, '7f00000000000001');
    assert.equal(nonce[0], 0xff, 'what was given is not changed');
  });

  it('leaves out what is not asked for', () => {
    const { der } = timestampRequest({ hash: 'SHA-512', value }, { nonce: Buffer.alloc(8), certReq: false });

    const question = readQuestion(Buffer.from(der));

    assert.equal(question.hash, 'sha512');
    assert.equal(question.policy, undefined);
    assert.equal(question.certReq, false);
  });
});

describe('readTimestampResponse', () => {
  it('takes out the exact bytes of the token, granted or granted with changes', async () => {
    const stamper = await (await TsaAuthority.create('Alpha')).stamper();
    const token = stamper.token(Buffer.from('x'));

    for (const status of [0, 1]) {
      const response = sequence(sequence(integer(status), sequence(utf8('gladly'))), token);

      assert.deepEqual(Buffer.from(readTimestampResponse(response)), token);
    }
  });

  it('repeats the authority’s reason', () => {
    assert.throws(() => readTimestampResponse(rejection('not today', 14)), {
      code: 'TIMESTAMP_REJECTED',
      message: 'not today; timeNotAvailable',
    });
    assert.throws(() => readTimestampResponse(rejection('', 30)), { code: 'TIMESTAMP_REJECTED' });
    assert.throws(() => readTimestampResponse(sequence(sequence(integer(5)))), {
      code: 'TIMESTAMP_REJECTED',
      message: 'status 5',
    });
  });

  const broken: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html>')],
    ['a grant without a token', sequence(sequence(integer(0)))],
    ['more than an answer', sequence(sequence(integer(0)), sequence(), sequence())],
    ['a token in place of an answer', element(0x30, integer(0))],
    ['more than an answer can be', element(0x30, Buffer.alloc(70_000))],
  ];
  for (const [what, response] of broken) {
    it(`refuses ${what}`, () => {
      assert.throws(() => readTimestampResponse(response), { code: 'TIMESTAMP_MALFORMED' });
    });
  }
});
