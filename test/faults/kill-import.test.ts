import assert from 'node:assert/strict';
import { readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { NETWORKS, requireNetwork } from '../support/networks.js';
import { until } from '../support/platform.js';
import { Caller } from './support/caller.js';
import { assertInvariants } from './support/checker.js';
import { FaultWorld } from './support/fault-world.js';
import { History } from './support/history.js';
import { finished, type ImportFile, importFile, resultsOf, sendPatiently } from './support/import-files.js';
import type { Draw } from './support/senders.js';
import { drawing, FEW_ROUNDS, SEED } from './support/settings.js';

const PORT_BASE = { embedded: 26_700, native: 26_800 } as const;
const FORMATS = ['ndjson', 'csv', 'xlsx'] as const;
const LINES = 3_500;
/** Longer than an import of so many takes from its first byte to its last number. */
const MOMENT_MS = 2_000;

/**
 * SIGKILL at any moment of an import (upload, checking, issuing, sealing), of one process or of all. Its sender asks again
 * until it hears of an operation; nobody does anything else for it.
 */
for (const kind of NETWORKS) {
  describe(`kill -9 during imports, ${FEW_ROUNDS} rounds on the ${kind} network (seed ${SEED})`, function () {
    this.timeout(300_000 + FEW_ROUNDS * 300_000);
    let world: FaultWorld;
    let draw: Draw;

    before(async function () {
      requireNetwork(this, kind);
      draw = drawing();
      world = await FaultWorld.create(kind, PORT_BASE[kind]);
    });

    after(async () => {
      await (world as FaultWorld | undefined)?.destroy();
    });

    it('issues each line exactly once or reports it, and goes on by itself', async () => {
      const issuer = await Caller.as(world, 'issuer');
      let kills = 0;
      for (let round = 0; round < FEW_ROUNDS; round += 1) {
        const format = FORMATS[round % FORMATS.length] ?? 'ndjson';
        const file = importFile(format, `round${round}`, LINES);
        const sent = sendPatiently(issuer, file);
        for (let left = 1 + draw(3); left > 0; left -= 1) {
          await delay(draw(MOMENT_MS));
          const isAll = draw(3) === 0;
          const one = draw(world.gateways.length);
          const victims = world.gateways.filter((_, at) => isAll || at === one);
          for (const victim of victims) victim.kill();
          for (const victim of victims) await victim.gone();
          for (const victim of victims) await victim.start();
          kills += victims.length;
        }
        await assertWholeImport(issuer, (await sent).id, file);
      }

      const counts = await assertInvariants(world, new History());
      console.error(
        `      ${JSON.stringify({ ...counts, imports: FEW_ROUNDS, lines: FEW_ROUNDS * LINES, kills })}`,
      );
    });

    async function assertWholeImport(issuer: Caller, id: string, file: ImportFile): Promise<void> {
      const operation = await finished(issuer, id);
      const results = await resultsOf(issuer, id);
      const story = `${file.name}: ${JSON.stringify(operation)}`;

      assert.equal(operation.state, 'partlyFailed', story);
      assert.deepEqual(
        results.map(({ state, invoice, errors }) =>
          state === 'anchored' ? invoice?.reference : `${state} ${errors?.map(({ code }) => code).join()}`,
        ),
        file.expected,
        story,
      );
      const numbers = new Set(results.flatMap(({ invoice }) => invoice?.number ?? []));
      assert.equal(numbers.size, operation['anchored'], story);
      assert.deepEqual(
        [operation['total'], operation['refused']],
        [file.expected.length, file.expected.length - numbers.size],
        story,
      );
    }

    it('leaves no file of an import behind', async () => {
      const folder = join(world.home.gatewayData('tax'), 'imports');
      const old = new Date(Date.now() - 2 * 3_600_000);
      for (const name of await readdir(folder)) await utimes(join(folder, name), old, old);
      await world.killGateways();
      await world.startGateways();

      await until(120_000, async () => (await readdir(folder)).length === 0);
    });
  });
}
