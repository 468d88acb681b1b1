import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { LEDGER_CONTRACT } from '@chopmark/core';

const SCRIPT = fileURLToPath(new URL('../support/chaincode-script.ts', import.meta.url));

/** Name and outcome of each call, as another process on another kind of machine has them. */
async function callsIn(
  env: Record<string, string>,
  wrongByMs: number,
): Promise<[string, { status: number; message: string }][]> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--import=tsx', SCRIPT, String(wrongByMs)],
    {
      env: { PATH: process.env['PATH'] ?? '', ...env },
      maxBuffer: 1e8,
    },
  );
  return stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as [string, { status: number; message: string }]);
}

describe('endorsers', () => {
  it('with other zones, languages, organizations and clocks agree on every byte', async () => {
    const here = {
      TZ: 'Asia/Shanghai',
      LANG: 'zh_CN.UTF-8',
      LC_ALL: 'zh_CN.UTF-8',
      CORE_PEER_LOCALMSPID: 'TaxMSP',
    };
    const there = {
      TZ: 'America/St_Johns',
      LANG: 'tr_TR.UTF-8',
      LC_ALL: 'tr_TR.UTF-8',
      CORE_PEER_LOCALMSPID: 'CourtMSP',
    };

    const [one, other] = await Promise.all([callsIn(here, -4000), callsIn(there, 4000)]);

    assert.deepEqual(one, other);
    assert.deepEqual(new Set(one.map(([name]) => name)), new Set(Object.keys(LEDGER_CONTRACT.functions)));
    const refusals = one
      .filter(([, { status }]) => status !== 200)
      .map(([, { message }]) => message.split(' ')[0]);
    assert.deepEqual(refusals, ['[BATCH_CONFLICT]', '[BATCH_ANCHORED]']);
  });
});
