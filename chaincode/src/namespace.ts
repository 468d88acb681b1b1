/**
 * The namespace that a transaction runs in: the chaincode name in the signed
 * proposal's header extension, which is where the peer takes it from. One bundle
 * serves every definition, so this is how the contract knows its authority.
 *
 * `ChaincodeHeaderExtension{chaincode_id 2 {path 1, name 2, version 3}}`
 * (fabric-protos, peer/proposal.proto). Go's decoder would accept repeated and
 * unknown fields and might read another name than this one; they are refused.
 *
 * @module
 */
import { isNamespace, LedgerError, type Namespace } from '@chopmark/core';

const LENGTH_DELIMITED = 2;

/**
 * @param extension Bytes of the channel header's extension.
 * @throws {LedgerError} `MALFORMED_ARGUMENT` when the bytes are not canonical,
 *   `NOT_PERMITTED` when no authority stands for the namespace.
 */
export function namespaceFrom(extension: Uint8Array): Namespace {
  const chaincodeId = fieldsOf(extension, [2]).get(2);
  const nameBytes = chaincodeId && fieldsOf(chaincodeId, [1, 2, 3]).get(2);
  if (!nameBytes) throw malformed();
  const name = Buffer.from(nameBytes).toString('latin1');
  if (!isNamespace(name)) {
    throw new LedgerError('NOT_PERMITTED', 'no authority stands for this definition of the contract');
  }
  return name;
}

/** Reads a message whose fields are all length-delimited: known, ascending, once, lengths minimal. */
function fieldsOf(message: Uint8Array, known: readonly number[]): Map<number, Uint8Array> {
  const fields = new Map<number, Uint8Array>();
  let last = 0;
  for (let at = 0; at < message.length;) {
    const tag = message[at] ?? 0;
    const field = tag >> 3;
    if ((tag & 7) !== LENGTH_DELIMITED || !known.includes(field) || field <= last) throw malformed();
    const { length, start } = lengthAt(message, at + 1);
    if (start + length > message.length) throw malformed();
    fields.set(field, message.subarray(start, start + length));
    last = field;
    at = start + length;
  }
  return fields;
}

/** A length of one or two bytes; a longer extension names no definition of ours. */
function lengthAt(message: Uint8Array, at: number): { length: number; start: number } {
  const [low, high] = message.subarray(at, at + 2);
  if (low === undefined) throw malformed();
  if (low < 0x80) return { length: low, start: at + 1 };
  if (high === undefined || high === 0 || high >= 0x80) throw malformed();
  return { length: (low & 0x7f) | (high << 7), start: at + 2 };
}

function malformed(): LedgerError {
  return new LedgerError('MALFORMED_ARGUMENT', 'the proposal does not name its chaincode in canonical form');
}
