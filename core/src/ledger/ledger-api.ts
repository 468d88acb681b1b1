/**
 * The contract as its callers see it: names, functions, argument order. The contract is tested
 * against this table, the gateway calls by it.
 *
 * @module
 */

/** `text` is UTF-8, numbers decimal without leading zeros; `bytes` are 32-byte hashes without separators. */
export interface LedgerParameter {
  readonly name: string;
  readonly form: 'text' | 'bytes';
}

export interface LedgerFunction {
  /** A transaction is submitted and writes; a query is evaluated or endorsed and writes nothing. */
  readonly use: 'transaction' | 'query';
  readonly parameters: readonly LedgerParameter[];
}

const text = (...names: readonly string[]): LedgerParameter[] =>
  names.map((name) => ({ name, form: 'text' }));
const bytes = (name: string): LedgerParameter => ({ name, form: 'bytes' });

export const LEDGER_CONTRACT = {
  name: 'LedgerContract',
  functions: {
    grantRoles: { use: 'transaction', parameters: text('certificate', 'roles') },
    revokeRoles: { use: 'transaction', parameters: text('certificate') },
    openSeries: { use: 'transaction', parameters: text('series', 'kind', 'suite', 'prefix') },
    closeSeries: { use: 'transaction', parameters: text('series') },
    anchor: {
      use: 'transaction',
      parameters: [...text('series', 'batch', 'first', 'root'), bytes('entries')],
    },
    fence: { use: 'transaction', parameters: text('series', 'batch') },
    tick: { use: 'transaction', parameters: [] },
    attest: { use: 'query', parameters: [...text('series', 'batch'), bytes('hashes')] },
    getSeries: { use: 'query', parameters: text('series') },
    getHead: { use: 'query', parameters: text('series') },
    getBatch: { use: 'query', parameters: text('series', 'batch') },
    getClock: { use: 'query', parameters: [] },
    getRoles: { use: 'query', parameters: text('certificate') },
    version: { use: 'query', parameters: [] },
  },
} as const satisfies { readonly name: string; readonly functions: Readonly<Record<string, LedgerFunction>> };

export type LedgerFunctionName = keyof typeof LEDGER_CONTRACT.functions;

/** Names of chaincode events. Payloads: `BatchAnchoredEvent`, `BatchFencedEvent` as canonical JSON. */
export const EVENTS = { batchAnchored: 'batch.anchored', batchFenced: 'batch.fenced' } as const;

/** What a certificate of the authority may be granted. */
export const ROLES = ['anchor', 'registry'] as const;

export type Role = (typeof ROLES)[number];

/** Document hashes that one attestation answers for. */
export const MAX_ATTESTED = 1_000;

/** Least distance of two ticks of the ledger clock. */
export const CLOCK_STEP_SECONDS = 20;

/** Largest difference between a tick and an endorser's own clock. */
export const CLOCK_TOLERANCE_SECONDS = 5;
