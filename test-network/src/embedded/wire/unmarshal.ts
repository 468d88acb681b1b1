/** Reads messages as Fabric's `protoutil` does, with its words where it cannot. */

/** What Go's protobuf library says of bytes that are no message. */
export const UNREADABLE = 'proto: cannot parse invalid wire-format data';

/**
 * @param name Of the message, as Fabric's error tells it.
 * @throws {Error} When the bytes are no message of this kind.
 */
export function unmarshal<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(`error unmarshalling ${name}: ${UNREADABLE}`, { cause });
  }
}
