import assert from 'node:assert/strict';
import fc from 'fast-check';
import { utf8Decode, utf8Encode } from '@chopmark/core';
import { unicodeText } from '../support/json-arbitrary.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

describe('utf8Encode', () => {
  it('writes what TextEncoder writes', () => {
    const encoder = new TextEncoder();
    fc.assert(fc.property(unicodeText, (text) => assert.deepEqual(utf8Encode(text), encoder.encode(text))));
  });

  it('refuses half a pair wherever it stands', () => {
    for (const text of ['\ud800', '\udc00', 'a\ud83d', '\ud83d\ud83d\ude00', '\ude00\ud83d', 'é\ud800x']) {
      assert.throws(() => utf8Encode(text), { code: 'LONE_SURROGATE' });
    }
  });
});

describe('utf8Decode', () => {
  it('reads back what utf8Encode wrote, in pieces longer than one step', () => {
    const long = fc
      .tuple(unicodeText, fc.integer({ min: 1, max: 3000 }))
      .map(([text, times]) => text.repeat(times));
    fc.assert(
      fc.property(long, (text) => assert.equal(utf8Decode(utf8Encode(text)), text)),
      { numRuns: 50 },
    );
  });

  it('agrees with a strict TextDecoder on any bytes', () => {
    const lead = fc.constantFrom(
      0x22,
      0x7f,
      0x80,
      0xbf,
      0xc0,
      0xc1,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
      0xa0,
      0x90,
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(lead, fc.nat(255)), { maxLength: 8 }), (list) => {
        const bytes = Uint8Array.from(list);
        let expected: string | undefined;
        try {
          expected = strict.decode(bytes);
        } catch {
          assert.throws(() => utf8Decode(bytes), { code: 'MALFORMED_UTF8' });
          return;
        }
        assert.equal(utf8Decode(bytes), expected);
      }),
      { numRuns: 2000 },
    );
  });
});
