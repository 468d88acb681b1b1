/**
 * State keys that an attestation reads, as the contract builds them: U+0000, the type, then each attribute, with
 * U+0000 after every part (fabric-shim's createCompositeKey). Written apart from the contract's own code on purpose.
 *
 * @module
 */

const NUMBER_DIGITS = 16;

function compositeKey(type: string, ...attributes: readonly string[]): string {
  return `\0${[type, ...attributes].map((part) => `${part}\0`).join('')}`;
}

export const CLOCK_KEY = compositeKey('clock');

export function batchKey(series: string, batch: number): string {
  return compositeKey('batch', series, String(batch).padStart(NUMBER_DIGITS, '0'));
}

/** @param hash Document hash, lowercase hex. */
export function documentKey(hash: string): string {
  return compositeKey('document', hash);
}

/** Namespace and key that every application transaction reads: the version of its chaincode definition. */
export const LIFECYCLE_NAMESPACE = '_lifecycle';

export function sequenceKey(namespace: string): string {
  return `namespaces/fields/${namespace}/Sequence`;
}
