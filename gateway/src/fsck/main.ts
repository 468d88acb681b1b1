/**
 * `fsck` of one gateway as a process, with the gateway's own environment: the report as JSON on stdout, how far it is on
 * stderr. Exit code 0: nothing wrong; 4: findings; 1: it could not be told.
 *
 *   node gateway/dist/fsck/main.js                     looks
 *   node gateway/dist/fsck/main.js --repair            takes up batches that a restored database lacks
 *   node gateway/dist/fsck/main.js --lost              lists, too, what a repair found nowhere, by number and hash
 *   node gateway/dist/fsck/main.js --refuse-altered    ends documents that were damaged before they got a number
 *
 * @module
 */
import { parseArgs } from 'node:util';

import { AuditLog } from '../audit/audit-log.js';
import { ErasureJournal } from '../privacy/erasure-journal.js';
import { runTool } from '../tool-process.js';
import { refuseAltered } from './check-waiting.js';
import { fsck } from './fsck.js';
import { listLost } from './lost-documents.js';
import { repair } from './repair.js';

const FINDINGS = 4;

await runTool('chopmark-fsck', async ({ config, db, vault, ledger, progress }) => {
  const { values } = parseArgs({
    options: {
      repair: { type: 'boolean' },
      'refuse-altered': { type: 'boolean' },
      lost: { type: 'boolean' },
    },
  });
  const audit = new AuditLog(db, config.organization, () => new Date());
  const erasures = { audit, journal: new ErasureJournal(config.dataFolder) };
  const context = {
    db,
    vault,
    ledger,
    issueChannel: config.issueChannel,
    isTimestamped: config.timestamps !== undefined,
    erasures,
    progress,
  };
  const repaired = values.repair === true ? await repair(context) : undefined;
  const refused = values['refuse-altered'] === true ? await refuseAltered(context) : undefined;
  const report = await fsck(context);
  return {
    answer: {
      ...report,
      ...(values.lost === true && { lostDocuments: await listLost(db, erasures.journal) }),
      ...(repaired && { repaired }),
      ...(refused && { refused }),
    },
    exitCode: report.findings.length > 0 ? FINDINGS : 0,
  };
});
