import assert from 'node:assert/strict';

import fc from 'fast-check';

import type { PipelineStep } from '../../../gateway/dist/pipeline/steps.js';
import { DeskWorld, newInvoice } from '../../support/gateway/desk-world.js';
import type { SubmitFault } from '../../support/gateway/memory-chain.js';

const STEPS: readonly PipelineStep[] = [
  'accept.begin',
  'accept.durable',
  'seal.begin',
  'seal.read',
  'seal.durable',
  'anchor.endorsed',
  'anchor.stored',
  'anchor.submitted',
  'fold.begin',
  'fold.durable',
];

/** One life of a gateway: what it is asked for, how its submits fare, and where it is killed. */
const round = fc.record({
  invoices: fc.integer({ min: 1, max: 6 }),
  step: fc.constantFrom(...STEPS),
  /** Which time the step is reached. */
  occurrence: fc.integer({ min: 1, max: 3 }),
  submits: fc.array(fc.constantFrom<SubmitFault>('ok', 'dropped', 'answerLost'), { maxLength: 3 }),
  /** A foreign envelope takes the id of the next submission. */
  claimed: fc.boolean(),
  /** Another hand fences the next number under a held envelope. */
  fenced: fc.boolean(),
});

/** Long enough for what can be reached to be reached; a step that is not leads to a kill anywhere. */
const PATIENCE_MS = 150;

describe('a gateway killed again and again', () => {
  it('anchors every acknowledged invoice exactly once, without a gap', async function () {
    this.timeout(300_000);
    const seed = Number(process.env['CHOPMARK_SEED'] ?? 20261120);
    await fc.assert(
      fc.asyncProperty(fc.array(round, { minLength: 2, maxLength: 4 }), async (rounds) => {
        const world = await DeskWorld.create();
        try {
          const acknowledged: string[] = [];
          for (const { invoices, step, occurrence, submits, claimed, fenced } of rounds) {
            let left = occurrence;
            let reached: () => void = () => undefined;
            const there = new Promise<void>((resolve) => (reached = resolve));
            const live = world.open({
              atStep: (at) => {
                if (at !== step || --left > 0) return Promise.resolve();
                reached();
                return new Promise<never>(() => undefined);
              },
            });
            const faults = [...submits];
            let toClaim = claimed;
            let toFence = fenced;
            world.chain.faults.submit = (txId) => {
              if (toClaim) world.chain.claim(txId);
              toClaim = false;
              return faults.shift() ?? 'ok';
            };
            world.chain.faults.endorse = () => {
              if (!toFence) return;
              toFence = false;
              const [last] = world.chain.batches('inv-26002').slice(-1);
              if (last !== undefined)
                void world.chain.transact('fence', 'inv-26002', last.batch + 1).catch(() => undefined);
            };
            for (let at = 0; at < invoices; at++) {
              live.desk.accept(newInvoice()).then(
                (outcome) => {
                  assert.equal(outcome.outcome, 'accepted');
                  acknowledged.push(outcome.invoice.id);
                },
                () => undefined,
              );
            }
            await Promise.race([there, new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
            await world.kill(live);
          }
          world.chain.faults.submit = () => 'ok';
          const last = world.open();

          await world.assertAllAnchoredOnce(last.desk, acknowledged);
        } finally {
          await world.end();
        }
      }),
      { seed, numRuns: Number(process.env['CHOPMARK_KILL_ROUNDS'] ?? 8), endOnFailure: true },
    );
  });
});
