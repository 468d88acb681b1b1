/** Kinds of documents: what each keeps in the header and how it is numbered. */
import { DocumentError } from '../errors/document-error.js';
import type { JsonObject } from '../encoding/json-value.js';
import { formatCheckpointNumber, MAX_CHECKPOINT_SEQUENCE } from './checkpoint-number.js';
import { formatInvoiceNumber, MAX_INVOICE_SEQUENCE } from './numbers.js';

export interface Kind {
  readonly name: string;
  /** Whose authorities issue it. */
  readonly namespaces: readonly string[];
  /** Schema version of documents that are issued now. */
  readonly schema: number;
  /** Largest sequence that a number of the kind can hold. */
  readonly maxSequence: number;
  /** Top-level members that stand in the header and are always shown. */
  requiredMembers(document: JsonObject): readonly string[];
  /** @throws {DocumentError} `MALFORMED_NUMBER` */
  numberOf(prefix: string, sequence: number): string;
}

/** Required members of every invoice; a red one also says what it `corrects`. */
export const INVOICE_REQUIRED = [
  'issuedOn',
  'currency',
  'letter',
  'totalNet',
  'totalTax',
  'totalGross',
] as const;

const RED_INVOICE_REQUIRED: readonly string[] = [...INVOICE_REQUIRED, 'corrects'];

/** All of an audit checkpoint: with a part hidden it would say nothing. Every one but the first names its `previous`. */
const CHECKPOINT_REQUIRED = ['organization', 'chainSequence', 'chainHash', 'records', 'madeAt'] as const;

const LATER_CHECKPOINT_REQUIRED: readonly string[] = [...CHECKPOINT_REQUIRED, 'previous'];

export const KINDS: { readonly [kind: string]: Kind } = {
  invoice: {
    name: 'invoice',
    namespaces: ['tax'],
    schema: 1,
    maxSequence: MAX_INVOICE_SEQUENCE,
    requiredMembers: ({ letter }) => (letter === 'red' ? RED_INVOICE_REQUIRED : INVOICE_REQUIRED),
    numberOf: formatInvoiceNumber,
  },
  auditCheckpoint: {
    name: 'auditCheckpoint',
    namespaces: ['tax', 'affairs', 'court'],
    schema: 1,
    maxSequence: MAX_CHECKPOINT_SEQUENCE,
    requiredMembers: ({ previous }) =>
      previous === undefined ? CHECKPOINT_REQUIRED : LATER_CHECKPOINT_REQUIRED,
    numberOf: formatCheckpointNumber,
  },
};

/** @throws {DocumentError} `UNKNOWN_KIND` */
export function kindOf(name: string): Kind {
  const kind = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (kind === undefined) throw new DocumentError('UNKNOWN_KIND', `no kind ${name}`);
  return kind;
}

/** @throws {DocumentError} `UNKNOWN_KIND`, `MALFORMED_NUMBER` */
export function formatNumber(kind: string, prefix: string, sequence: number): string {
  return kindOf(kind).numberOf(prefix, sequence);
}
