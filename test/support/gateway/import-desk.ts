/**
 * A desk that takes imports, in a world of its own for each test.
 *
 * @module
 */
import assert from 'node:assert/strict';
import type {
  BatchLine,
  LineResult,
  OperationView,
  RequestKey,
} from '../../../gateway/dist/invoices/invoice-desk.js';
import { DeskWorld, eventually, type LiveDesk, newInvoice } from './desk-world.js';

export const KEY: RequestKey = {
  scope: 'issuer POST /v1/invoice-batches',
  key: 'b-1',
  bodyHash: 'aa'.repeat(32),
};
export const PROBLEM = { pointer: '/totalNet', code: 'TOTAL_MISMATCH', detail: 'does not add up' };

export const lines = (from: number, to: number): BatchLine[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({ line: from + at, invoice: newInvoice() }));

export class ImportDesk {
  world!: DeskWorld;
  live!: LiveDesk;

  /** For the suite that calls it. */
  static ofSuite(): ImportDesk {
    const imports = new ImportDesk();
    beforeEach(async function () {
      this.timeout(120_000);
      imports.world = await DeskWorld.create();
      imports.live = imports.world.open();
    });
    afterEach(() => imports.world.end());
    return imports;
  }

  async open(key?: RequestKey): Promise<OperationView> {
    const opened = await this.live.desk.openBatch('issuer', key);
    assert.ok(opened.outcome !== 'keyReused');
    return opened.operation;
  }

  async finished(id: string): Promise<OperationView> {
    let view: OperationView | undefined;
    await eventually(async () => {
      view = await this.live.desk.operation(id);
      assert.notEqual(view?.state, 'running');
    });
    return view!;
  }

  async resultsOf(id: string): Promise<LineResult[]> {
    const results: LineResult[] = [];
    for await (const result of this.live.desk.results(id)) results.push(result);
    return results;
  }
}
