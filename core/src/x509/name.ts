/** Names in certificates, for people. */
import { toHex } from '../encoding/hex.js';
import { utf8Decode } from '../encoding/utf8.js';
import { DER, partsOf, readDer } from './der.js';

const COMMON_NAME = '550403';
const ORGANIZATION = '55040a';

/**
 * @param name DER of a Name.
 * @returns Its last common name, else its last organization; empty when it has none that can be shown. Text of strangers.
 */
export function commonNameOf(name: Uint8Array): string {
  const found = new Map<string, string>();
  const sets = partsOf(readDer(name, DER.sequence));
  while (!sets.done) {
    const set = partsOf(sets.read(DER.set));
    while (!set.done) {
      const attribute = partsOf(set.read(DER.sequence));
      found.set(toHex(attribute.read(DER.objectIdentifier).content), textOf(attribute.read().content));
    }
  }
  return found.get(COMMON_NAME) ?? found.get(ORGANIZATION) ?? '';
}

function textOf(content: Uint8Array): string {
  try {
    return utf8Decode(content);
  } catch {
    return '';
  }
}
