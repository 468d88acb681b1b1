/** Reads messages as Fabric's `protoutil` does, with its words where it cannot. */

/**
 * @param name Of the message, as Fabric's error tells it.
 * @throws {Error} When the bytes are no message of this kind.
 */
export function unmarshal<T>(name: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new Error(`error unmarshalling ${name}: proto: cannot parse invalid wire-format data`, { cause });
  }
}
