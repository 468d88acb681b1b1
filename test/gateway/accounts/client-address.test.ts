import assert from 'node:assert/strict';
import { clientAddress } from '../../../gateway/dist/requests/client-address.js';
import { shanghaiDay } from '../../../gateway/dist/requests/shanghai-day.js';

describe('clientAddress', () => {
  for (const [ip, address] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['::1', '0:0:0:0::/64'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:DB8:0001:0002::9', '2001:db8:1:2::/64'],
    ['2001:db8::1:2:3:4:5', '2001:db8:0:1::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    [undefined, ''],
  ] as const) {
    it(`counts ${ip ?? 'nothing'} as ${address}`, () => {
      assert.equal(clientAddress({ ip }), address);
    });
  }
});

describe('shanghaiDay', () => {
  for (const [instant, day] of [
    ['2026-11-22T15:59:59.999Z', '2026-11-22'],
    ['2026-11-22T16:00:00.000Z', '2026-11-23'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
    ['2028-02-28T16:00:00.000Z', '2028-02-29'],
  ] as const) {
    it(`of ${instant} is ${day}`, () => {
      assert.equal(shanghaiDay(new Date(instant)), day);
    });
  }
});
