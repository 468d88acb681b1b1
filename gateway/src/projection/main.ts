/**
 * The projection of one gateway made anew from block 0, as a process with the gateway's own environment: the report as
 * JSON on stdout, how far it is on stderr. Exit code 0: it is the same, or was replaced; 4: it differs, or the chain
 * contradicts the database; 1: it could not be told.
 *
 *   node gateway/dist/projection/main.js             compares
 *   node gateway/dist/projection/main.js --replace   puts the new one in the place of one that differs
 *
 * @module
 */
import { parseArgs } from 'node:util';

import { HaltError } from '../pipeline/halt.js';
import { isOwnSeries } from '../pipeline/series-name.js';
import { runTool } from '../tool-process.js';
import { rebuildProjection, type RebuildReport } from './rebuild.js';

const DIFFERENT = 4;

await runTool('chopmark-projection', async ({ db, ledger, config, progress }) => {
  const { values } = parseArgs({ options: { replace: { type: 'boolean' } } });
  const isOwn = (series: string): boolean => isOwnSeries(series, config.issueChannel);
  try {
    const report = await rebuildProjection({ db, ledger, isOwn, progress }, values.replace);
    return { answer: report, exitCode: isAsItShould(report) ? 0 : DIFFERENT };
  } catch (error) {
    if (!(error instanceof HaltError)) throw error;
    return { answer: { halt: { code: error.code, detail: error.message } }, exitCode: DIFFERENT };
  }
});

function isAsItShould({ different, replaced }: RebuildReport): boolean {
  return different === 0 || replaced;
}
