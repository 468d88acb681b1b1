import assert from 'node:assert/strict';
import { networkPortArguments, portsFrom } from '../../../cli/dist/platform/gateway-ports.js';

describe('networkPortArguments', () => {
  for (const [text, want] of [
    [undefined, []],
    ['', []],
    ['18150', ['--port-base', '18150']],
    ['64999', ['--port-base', '64999']],
  ] as const) {
    it(`makes ${JSON.stringify(want)} of ${JSON.stringify(text)}`, () => {
      assert.deepEqual(networkPortArguments({ CHOPMARK_NETWORK_PORT_BASE: text }), want);
    });
  }

  for (const text of ['abc', '0', '-1', '1.5', ' ', '65000', '99999', 'Infinity', '1,2']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => networkPortArguments({ CHOPMARK_NETWORK_PORT_BASE: text }), { code: 'PORT_TAKEN' });
    });
  }
});

describe('portsFrom', () => {
  it('gives the gateways one port after the other, from 8400 unless said', () => {
    assert.deepEqual(portsFrom({}), { tax: 8400, affairs: 8401, court: 8402 });
    assert.deepEqual(portsFrom({ CHOPMARK_PORT: '' }), portsFrom({}));
    assert.deepEqual(portsFrom({ CHOPMARK_PORT: '9000' }), { tax: 9000, affairs: 9001, court: 9002 });
  });

  for (const text of ['abc', '0', '-1', '65534', '1.5']) {
    it(`refuses ${JSON.stringify(text)}`, () => {
      assert.throws(() => portsFrom({ CHOPMARK_PORT: text }), { code: 'PORT_TAKEN' });
    });
  }
});
