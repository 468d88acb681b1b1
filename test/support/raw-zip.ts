/**
 * ZIP archives byte by byte, so that a test can make those that no honest tool would make.
 *
 * @module
 */
import { crc32, deflateRawSync } from 'node:zlib';

export interface RawEntry {
  readonly name: string;
  readonly data?: string | Uint8Array;
  /** Bit 0: encrypted. */
  readonly flags?: number;
  /** Unix mode, e.g. 0o120777 for a link. */
  readonly mode?: number;
  /** Default 8 (deflated); 0 stores. */
  readonly method?: number;
  /** What the archive claims of the unpacked file. */
  readonly claimedSize?: number;
  readonly claimedChecksum?: number;
  /** Shares the bytes of the entry at this place. */
  readonly sameAs?: number;
}

const UTF8_NAMES = 0x800;

export function rawZip(entries: readonly RawEntry[], claimedCount = entries.length): Buffer {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const data = Buffer.from(entry.data ?? '');
    const method = entry.method ?? 8;
    const packed = method === 8 ? deflateRawSync(data) : data;
    const name = Buffer.from(entry.name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE((entry.flags ?? 0) | UTF8_NAMES, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(entry.claimedChecksum ?? crc32(data), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(entry.claimedSize ?? data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const own = entry.sameAs === undefined ? offset : (offsets[entry.sameAs] ?? 0);
    offsets.push(own);
    if (entry.sameAs === undefined) {
      const file = Buffer.concat([signature(0x04034b50), common, name, packed]);
      files.push(file);
      offset += file.length;
    }
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(((entry.mode ?? 0o100644) << 16) >>> 0, 6);
    rest.writeUInt32LE(own, 10);
    const madeByUnix = Buffer.of(20, 3);
    directory.push(Buffer.concat([signature(0x02014b50), madeByUnix, common, rest, name]));
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(claimedCount & 0xffff, 4);
  end.writeUInt16LE(claimedCount & 0xffff, 6);
  end.writeUInt32LE(list.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...files, list, signature(0x06054b50), end]);
}

function signature(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}
