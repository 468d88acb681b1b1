/** One call by whatever build of the SDK is given. */
import type { Chopmark, NewInvoice } from '@chopmark/client';
import { invoiceBody } from '../gateway/invoice-bodies.js';
import { json, ScriptedFetch } from './scripted-fetch.js';

export async function issueByScript(Client: typeof Chopmark): Promise<string> {
  const script = new ScriptedFetch(
    new TypeError('fetch failed'),
    json({ id: 'inv_1', number: '26002000000000000001', state: 'anchored', operationId: 'op_1' }, 201),
  );
  const chopmark = new Client({
    baseUrl: 'http://gateway.test',
    credentials: { token: 'a' },
    fetch: script.fetch,
    retry: { firstMs: 1, limitMs: 1 },
  });
  return (await chopmark.invoices.issueAndWait(invoiceBody() as unknown as NewInvoice)).number;
}
