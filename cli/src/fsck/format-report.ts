/** The report of fsck for people. */

/** What `gateway/dist/fsck/main.js` prints. */
export interface FsckAnswer {
  readonly channel: string;
  readonly blocks: number;
  readonly batches: number;
  readonly documents: number;
  readonly lost: number;
  readonly findings: readonly { readonly code: string; readonly subject: string; readonly detail: string }[];
  readonly repaired?: {
    readonly batches: number;
    readonly found: number;
    readonly lost: readonly { readonly series: string; readonly sequence: number }[];
    readonly erasedAgain?: readonly string[];
    readonly notOnLedger?: readonly NotOnLedger[];
  };
  readonly lostDocuments?: readonly {
    readonly number: string;
    readonly documentHash: string;
    readonly erasedAt?: string;
  }[];
  readonly notOnLedger?: readonly NotOnLedger[];
  readonly refused?: readonly string[];
}

interface NotOnLedger {
  readonly tables: readonly string[];
  readonly is: string;
  readonly do: string;
}

const SHOWN = 100;

export function formatReport(report: FsckAnswer): string {
  const { channel, blocks, batches, documents, lost, findings } = report;
  return [
    ...repairLines(report),
    `Read ${blocks} blocks of ${channel}, ${batches} batches, and hashed ${documents} documents again.`,
    ...(lost > 0 ? [`${lost} documents stand on the ledger and are lost here (table lost_document).`] : []),
    ...(report.lostDocuments ?? []).map(
      ({ number, documentHash, erasedAt }) =>
        `  lost: ${number}  ${documentHash}${erasedAt === undefined ? '' : `  erased on ${erasedAt}`}`,
    ),
    findings.length === 0 ? 'Nothing is wrong.' : `${findings.length} findings:`,
    ...findings.slice(0, SHOWN).map(({ code, subject, detail }) => `  ${code}  ${subject}\n    ${detail}`),
    ...(findings.length > SHOWN ? [`  … and ${findings.length - SHOWN} more; --json prints all.`] : []),
    ...notOnLedgerLines(report.notOnLedger ?? report.repaired?.notOnLedger ?? []),
    '',
  ].join('\n');
}

function repairLines({ repaired, refused }: FsckAnswer): string[] {
  const lines: string[] = [];
  if (repaired !== undefined) {
    lines.push(
      `Took up ${repaired.batches} batches: ${repaired.found} documents found, ${repaired.lost.length} lost.`,
      ...repaired.lost
        .slice(0, SHOWN)
        .map(({ series, sequence }) => `  lost: ${series}, sequence ${sequence}`),
    );
  }
  if (repaired?.erasedAgain !== undefined && repaired.erasedAgain.length > 0)
    lines.push('Erased again what had come back:', ...repaired.erasedAgain.map((id) => `  ${id}`));
  if (refused !== undefined)
    lines.push(`Ended ${refused.length} damaged documents.`, ...refused.map((id) => `  ${id}`));
  return lines;
}

function notOnLedgerLines(lists: readonly NotOnLedger[]): string[] {
  if (lists.length === 0) return [];
  return [
    'This database is older than the ledger. No repair brings back what stands in no block:',
    ...lists.flatMap((one) => [`  ${one.tables.join(', ')}: ${one.is}`, `    → ${one.do}`]),
  ];
}
