import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { newInvoiceBody } from '../../cli/dist/platform/sample-invoices.js';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { assertInvariants } from './support/checker.js';
import { FaultWorld } from './support/fault-world.js';
import { History } from './support/history.js';
import { signIn } from './support/senders.js';

const PORT_BASE = { embedded: 26_300, native: 26_400 } as const;
/** At once, while the answer is under way; soon after it; and when everything about it has been forgotten but the row. */
const LATER_MS = [0, 1_000, 5_500];
const TIMES = 100;

interface Heard {
  readonly status: number;
  readonly replayed: boolean;
  readonly id?: string | undefined;
  readonly number?: string | null | undefined;
  readonly code?: string | undefined;
}

/** E11: one request a hundred times, at both processes, at once and later: one effect, and everybody hears of that one. */
for (const kind of NETWORKS) {
  describe(`requests sent again on the ${kind} network`, function () {
    this.timeout(600_000);
    let world: FaultWorld;
    let token: string;
    const history = new History();

    before(async function () {
      requireNetwork(this, kind);
      world = await FaultWorld.create(kind, PORT_BASE[kind]);
      token = await signIn(world, 'issuer');
    });

    after(async () => {
      await (world as FaultWorld | undefined)?.destroy();
    });

    async function post(key: string, reference: string, remark: string, place: number): Promise<Heard> {
      const answer = await fetch(`${world.gateways[place % world.gateways.length]?.url ?? ''}/v1/invoices`, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${token}`,
          'idempotency-key': key,
          prefer: 'wait=20',
        },
        body: JSON.stringify({ ...newInvoiceBody(), reference, remark }),
      });
      const body = (await answer.json()) as {
        id?: string;
        number?: string | null;
        code?: string;
        invoice?: { id: string };
      };
      return {
        status: answer.status,
        replayed: answer.headers.get('idempotency-replayed') === 'true',
        id: body.invoice?.id ?? body.id,
        number: body.number,
        code: body.code,
      };
    }

    it('has one effect of a request that is sent a hundred times', async () => {
      const { key, reference } = history.invoke();
      const heard: Heard[] = [];
      for (const pause of LATER_MS) {
        await delay(pause);
        const wave = Array.from({ length: TIMES }, (_, place) => post(key, reference, 'same', place));
        heard.push(...(await Promise.all(wave)));
      }

      // The door may turn some away while all come at once (429, 503): that is no answer to the request.
      const answered = heard.filter(({ status }) => status === 201 || status === 202);
      const others = heard.filter(({ status }) => ![201, 202, 409, 429, 503].includes(status));
      assert.deepEqual(others, []);
      assert.ok(
        answered.length > TIMES,
        JSON.stringify(heard.map(({ status, code }) => `${status} ${code}`)),
      );
      assert.equal(new Set(answered.map(({ id }) => id)).size, 1, 'one invoice');
      const numbers = new Set(answered.flatMap(({ number }) => number ?? []));
      assert.equal(numbers.size, 1, 'one number');
      assert.equal(answered.filter(({ replayed }) => !replayed).length, 1, 'one first answer');
      const [number] = numbers;
      const id = answered[0]?.id ?? '';
      history.complete(key, { outcome: 'acknowledged', heard: '201', id, ...(number ? { number } : {}) });
    });

    it('refuses the key with another body, and the reference with another key, a hundred times each', async () => {
      const { key, reference } = history.invoke();
      const first = await post(key, reference, 'first', 0);
      assert.equal(first.status, 201, JSON.stringify(first));
      history.complete(key, {
        outcome: 'acknowledged',
        heard: '201',
        id: first.id ?? '',
        number: first.number ?? '',
      });

      for (let time = 0; time < TIMES; time += 1) {
        const otherBody = await post(key, reference, 'other', time);
        assert.deepEqual([otherBody.status, otherBody.code], [422, 'IDEMPOTENCY_KEY_REUSED']);
        const otherKey = await post(`${key}-${time}`, reference, 'first', time);
        assert.deepEqual([otherKey.status, otherKey.code], [409, 'REFERENCE_USED']);
      }
    });

    it('has issued nothing else', async () => {
      const counts = await assertInvariants(world, history);

      assert.equal(counts.acknowledged, 2);
    });
  });
}
