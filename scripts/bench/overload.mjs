/**
 * Ten times as many clients as keep the gateway busy, each coming back when it was told to; before and after them as many
 * as it can serve. In the end every invoice that was taken must be on the ledger, and no other.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { press, reportLoad } from './load.mjs';
import { report, spread } from './report.mjs';

/** As many as the gateway lets in at once by default. */
const CLIENTS = Number(process.env.BENCH_CLIENTS ?? 1024);
const TIMES = 10;
const PAGE = 100;
const SETTLE_TRIES = 60;

export async function benchOverload(platform) {
  const before = new Set(await anchoredIds(platform));
  const peak = await press(platform, { clients: CLIENTS });
  reportLoad('before overload', CLIENTS, peak);
  const crowd = await press(platform, { clients: CLIENTS * TIMES });
  reportLoad(`${TIMES} × overload`, CLIENTS * TIMES, crowd);
  const after = await press(platform, { clients: CLIENTS });
  reportLoad('after overload', CLIENTS, after);
  report(
    `goodput at ${TIMES} × overload`,
    `${Math.round((crowd.perSecond / peak.perSecond) * 100)} % of that before`,
    `${Math.round((after.perSecond / peak.perSecond) * 100)} % afterwards`,
  );
  if (crowd.refusals.length > 0) report('refusals', `${crowd.refusals.length}`, ...spread(crowd.refusals));
  const taken = [peak, crowd, after].flatMap((phase) => phase.taken);
  const { lost, unasked } = await compare(platform, before, taken);
  report(
    'taken invoices',
    `${taken.length}`,
    `${lost} not on the ledger`,
    `${unasked} that nobody was told of`,
  );
  if (lost + unasked > 0) throw new Error('what was taken and what is on the ledger differ');
}

/** What was taken last may still be on its way. */
async function compare(platform, before, taken) {
  const wanted = new Set(taken);
  for (let tries = SETTLE_TRIES; ; tries -= 1) {
    const found = (await anchoredIds(platform)).filter((id) => !before.has(id));
    const result = {
      lost: wanted.size - found.filter((id) => wanted.has(id)).length,
      unasked: found.filter((id) => !wanted.has(id)).length,
    };
    if (result.lost === 0 || tries === 0) return result;
    await delay(1000);
  }
}

async function anchoredIds(platform) {
  const token = await platform.signIn();
  const ids = [];
  let cursor = '';
  do {
    const { body } = await platform.call('GET', `/v1/invoices?state=anchored&limit=${PAGE}${cursor}`, {
      token,
    });
    ids.push(...body.items.map(({ id }) => id));
    cursor = body.nextCursor === null ? undefined : `&cursor=${encodeURIComponent(body.nextCursor)}`;
  } while (cursor !== undefined);
  return ids;
}
