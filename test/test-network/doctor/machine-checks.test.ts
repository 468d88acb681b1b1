import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clockCheck,
  diskCheck,
  interfaceCheck,
  loopbackCheck,
  memoryCheck,
} from '../../../test-network/dist/doctor/machine-checks.js';

const GIGABYTE = 1024 ** 3;
const LOOPBACK = { family: 'IPv4', internal: true } as const;

describe('doctor', () => {
  it('wants more memory for real Fabric', () => {
    assert.deepEqual(
      [GIGABYTE - 1, GIGABYTE, 2 * GIGABYTE].map((free) => [
        memoryCheck('embedded', free).ok,
        memoryCheck('native', free).ok,
      ]),
      [
        [false, false],
        [true, false],
        [true, true],
      ],
    );
  });

  it('looks at the disk of a folder that is not made yet', async () => {
    const { check, detail } = await diskCheck(join(tmpdir(), 'not', 'made', 'yet'));

    assert.equal(check, 'disk');
    assert.match(detail, /^\d+ MB free/);
  });

  it('says of a place without figures that there are none, and no figure', async () => {
    // A file system without files, on every Linux.
    const found = await diskCheck('/proc/not/made/yet');

    assert.equal(found.ok, false);
    assert.match(found.detail, /\/proc\/not\/made\/yet does not tell how much room/);
    assert.doesNotMatch(found.detail, /\d MB/);
    assert.match(found.cure ?? '', /on a disk/);
  });

  it('finds a clock behind the network that was made', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000);

    const behind = await clockCheck(tomorrow);

    assert.equal(behind.ok, false);
    assert.match(behind.cure ?? '', /timedatectl/);
  });

  it('finds the loopback interface of this machine', async () => {
    const found = await loopbackCheck();

    assert.equal(found.ok, true, JSON.stringify(found));
  });

  it('wants an IPv4 address besides loopback, and says how to make one', () => {
    const alone = interfaceCheck({ lo: [LOOPBACK] as never });
    const six = interfaceCheck({ eth0: [{ family: 'IPv6', internal: false }] as never });
    const four = interfaceCheck({
      lo: [LOOPBACK] as never,
      eth0: [{ family: 'IPv4', internal: false }] as never,
    });

    assert.deepEqual([alone.ok, six.ok, four.ok], [false, false, true]);
    assert.match(alone.cure ?? '', /ip link add .* type dummy/);
  });
});
