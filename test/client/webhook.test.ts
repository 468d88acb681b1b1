import assert from 'node:assert/strict';
import { verifyWebhook } from '@chopmark/client';
import { Webhook } from 'standardwebhooks';

const SECRET = `whsec_${Buffer.from('a secret of thirty-two bytes....').toString('base64')}`;
const OTHER = `whsec_${Buffer.from('another one of thirty-two bytes.').toString('base64')}`;
const NOW = new Date('2026-11-22T03:04:05.000Z');
const BODY =
  '{"type":"invoice.anchored","timestamp":"2026-11-22T03:04:05.000Z","data":{"id":"inv_1","x":"验"}}';

/** As another implementation of the standard signs. */
function headersOf(secret = SECRET, at = NOW): Record<string, string> {
  return {
    'webhook-id': 'evt_1',
    'webhook-timestamp': String(at.getTime() / 1000),
    'webhook-signature': new Webhook(secret).sign('evt_1', at, BODY),
  };
}

describe('verifyWebhook', () => {
  it('takes what another implementation signed, in any form of headers and body', async () => {
    const expected = {
      id: 'evt_1',
      type: 'invoice.anchored',
      timestamp: NOW.toISOString(),
      data: { id: 'inv_1', x: '验' },
    };
    for (const headers of [headersOf(), new Headers(headersOf()), { ...headersOf(), Host: 'a' }])
      assert.deepEqual(await verifyWebhook(BODY, headers, SECRET, { now: NOW }), expected);
    assert.deepEqual(
      await verifyWebhook(new TextEncoder().encode(BODY), headersOf(), SECRET, { now: NOW }),
      expected,
    );
  });

  it('takes any of several signatures and secrets while one is being rotated', async () => {
    const both = `v1a,AAAA ${headersOf(OTHER)['webhook-signature']} ${headersOf()['webhook-signature']}`;
    const headers = { ...headersOf(), 'webhook-signature': both };

    assert.equal((await verifyWebhook(BODY, headers, SECRET, { now: NOW })).id, 'evt_1');
    assert.equal((await verifyWebhook(BODY, headersOf(), [OTHER, SECRET], { now: NOW })).id, 'evt_1');
  });

  const minutes = (count: number): Date => new Date(NOW.getTime() + count * 60_000);
  for (const [what, body, headers, now] of [
    ['another body', BODY.replace('inv_1', 'inv_2'), headersOf(), NOW],
    ['another id', BODY, { ...headersOf(), 'webhook-id': 'evt_2' }, NOW],
    ['another secret', BODY, headersOf(OTHER), NOW],
    ['an old one', BODY, headersOf(), minutes(6)],
    ['one of the future', BODY, headersOf(), minutes(-6)],
    ['no signature', BODY, { ...headersOf(), 'webhook-signature': '' }, NOW],
    ['a time that is none', BODY, { ...headersOf(), 'webhook-timestamp': 'now' }, NOW],
    ['what is no base64', BODY, { ...headersOf(), 'webhook-signature': 'v1,***' }, NOW],
  ] as const) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(verifyWebhook(body, headers, SECRET, { now }), { code: 'WEBHOOK_INVALID' });
    });
  }
});
