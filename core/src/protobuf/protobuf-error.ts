/** Bytes that are not the one canonical encoding of the message they are said to be. */
export class ProtobufError extends Error {
  override readonly name = 'ProtobufError';

  /** @param place Message and field, e.g. `common.ChannelHeader.5`. */
  constructor(place: string, detail: string) {
    super(`${place}: ${detail}`);
  }
}
