import assert from 'node:assert/strict';

import { BackOff, Bell } from '../../../gateway/dist/pipeline/bell.js';
import { isOwnSeries, prefixOf, seriesOf } from '../../../gateway/dist/pipeline/series-name.js';

const LONG_MS = 60_000;
const quiet = new AbortController().signal;

describe('Bell', () => {
  it('wakes who waits', async () => {
    const bell = new Bell();
    const waiting = bell.wait(LONG_MS, quiet);
    bell.ring();
    await waiting;
  });

  it('wakes the next one when it was rung before', async () => {
    const bell = new Bell();
    bell.ring();
    await bell.wait(LONG_MS, quiet);
  });

  it('ends by the signal, also by one that came before', async () => {
    const stop = new AbortController();
    const waiting = new Bell().wait(LONG_MS, stop.signal);
    stop.abort();
    await waiting;
    await new Bell().wait(LONG_MS, stop.signal);
  });

  it('ends by itself', async () => {
    await new Bell().wait(5, quiet);
  });
});

describe('BackOff', () => {
  it('doubles up to its limit, each time between half and the whole', () => {
    const backOff = new BackOff(100, 800);
    assert.equal(backOff.used, false);
    for (const whole of [100, 200, 400, 800, 800, 800]) {
      const ms = backOff.next();
      assert.ok(ms >= whole / 2 && ms <= whole, `${ms} of ${whole}`);
    }
    assert.equal(backOff.used, true);
    backOff.reset();
    assert.equal(backOff.used, false);
    assert.ok(backOff.next() <= 100);
  });
});

describe('names of series', () => {
  it('follow from the day of issue and the channel', () => {
    assert.equal(seriesOf('2026-11-20', 2), 'inv-26002');
    assert.equal(seriesOf('2009-01-01', 7), 'inv-09007');
    assert.equal(prefixOf('inv-26002'), '26002');
    for (const other of ['inv-2600', 'red-26002', 'inv-26002x', '']) assert.throws(() => prefixOf(other));
  });

  it('tell whose they are', () => {
    assert.equal(isOwnSeries('inv-26002', 2), true);
    for (const other of ['inv-26003', 'inv-26952', 'red-26002', 'inv-126002'])
      assert.equal(isOwnSeries(other, 2), false, other);
  });
});
