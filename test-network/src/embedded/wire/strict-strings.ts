/**
 * Strings of protobuf messages as Go reads them: inside their message, and UTF-8. google-protobuf 3.21.4 believes the
 * length that a string states and walks past the end of the message: six bytes from anybody stop the process for
 * minutes.
 */
import jspb from 'google-protobuf';

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Changes the reader for the whole process; any other string then throws as any other damage does. */
export function readStringsStrictly(): void {
  jspb.BinaryReader.prototype.readString = function readString(): string {
    return UTF8.decode(this.readBytes());
  };
}
