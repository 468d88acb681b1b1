/**
 * The bytes that a report's steps work on, each with a name, and where it stands in another: an expert finds every
 * input in the judged file, and nothing has to be taken on trust.
 *
 * @module
 */
import { toBase64 } from '../encoding/base64.js';
import { concatBytes, equalBytes } from '../encoding/bytes.js';
import { toHex } from '../encoding/hex.js';
import { utf8Decode, utf8Encode } from '../encoding/utf8.js';
import { DocumentError } from '../errors/document-error.js';
import { parseHexHash } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import type { MaterialContent, MaterialOrigin, ReportMaterial, Text } from './report.js';

export interface Material {
  readonly name: string;
  readonly title: Text;
  readonly bytes: Uint8Array;
  readonly origin: MaterialOrigin | null;
}

/** Longer ones are given in base64. */
const MAX_HEX_BYTES = 64;
/** A longer part of another material is named, not repeated. */
const MAX_PART_BYTES = 4096;
const TEXT_FILE = /\.(?:txt|json|pem)$/;

/** Materials in the order of their making. */
export class MaterialBook {
  readonly #list: Material[] = [];
  readonly #names = new Set<string>();
  readonly #kept = new Map<string, Material>();

  get all(): readonly Material[] {
    return this.#list;
  }

  /** @param slug File name wanted, with extension; `.txt`, `.json` and `.pem` hold text. */
  add(slug: string, title: Text, bytes: Uint8Array, origin: MaterialOrigin | null = null): Material {
    const material = { name: this.#free(slug), title, bytes, origin };
    this.#list.push(material);
    this.#names.add(material.name);
    return material;
  }

  /** Names of organizations may hold points and dashes; a file name that a shell meets may not begin with them. */
  #free(slug: string): string {
    const [, stem = 'x', extension = ''] = /^(.*?)(\.[a-z]+)?$/.exec(slug) ?? [];
    const plain = stem.replace(/[^A-Za-z0-9]+/g, '-').replace(/^-/, 'x-');
    let name = `${plain}${extension}`;
    for (let use = 2; this.#names.has(name); use += 1) name = `${plain}-${use}${extension}`;
    return name;
  }

  /** @param text Without lone surrogates. */
  addText(slug: string, title: Text, text: string, origin: MaterialOrigin | null = null): Material {
    return this.add(slug, title, utf8Encode(text), origin);
  }

  /** A text that several steps use: added at its first use. @param key Names it among such texts. */
  once(key: string, slug: string, title: Text, text: string, origin: MaterialOrigin | null): Material {
    const known = this.#kept.get(key) ?? this.addText(slug, title, text, origin);
    this.#kept.set(key, known);
    return known;
  }

  /** A part of another material. @param part A view of its bytes; empty when a message leaves the field out. */
  cut(from: Material, slug: string, title: Text, part: Uint8Array): Material {
    if (part.length === 0) return this.add(slug, title, part);
    if (part.buffer !== from.bytes.buffer) throw new RangeError(`${slug} is no part of ${from.name}`);
    return this.#part(from, slug, title, part.byteOffset - from.bytes.byteOffset, part.length);
  }

  /**
   * A part of another material, by what it is.
   *
   * @param before What stands right before it.
   * @returns Undefined when it does not stand there.
   */
  find(
    from: Material,
    slug: string,
    title: Text,
    part: Uint8Array,
    before: Uint8Array = new Uint8Array(0),
  ): Material | undefined {
    const wanted = concatBytes(before, part);
    const [first = 0] = wanted;
    const last = from.bytes.length - wanted.length;
    for (let at = 0; at <= last; at += 1) {
      if (wanted.length > 0) at = from.bytes.indexOf(first, at);
      if (at < 0 || at > last) break;
      if (equalBytes(from.bytes.subarray(at, at + wanted.length), wanted))
        return this.#part(from, slug, title, at + before.length, part.length);
    }
    return undefined;
  }

  #part(from: Material, slug: string, title: Text, offset: number, length: number): Material {
    const known = this.#list.find(
      ({ origin, bytes }) =>
        origin?.in === from.name && 'offset' in origin && origin.offset === offset && bytes.length === length,
    );
    if (known) return known;
    return this.add(slug, title, from.bytes.subarray(offset, offset + length), { in: from.name, offset });
  }

  /** @param files The judged file and those beside it: they travel beside the report. */
  toReport(sha256: Hash, files: readonly Material[]): ReportMaterial[] {
    return this.#list.map((material) => ({
      name: material.name,
      title: material.title,
      bytes: material.bytes.length,
      sha256: parseHexHash(toHex(sha256(material.bytes))),
      content: files.includes(material) ? null : contentOf(material),
      origin: material.origin,
    }));
  }
}

function contentOf({ name, bytes, origin }: Material): MaterialContent | null {
  if (origin && 'offset' in origin && bytes.length > MAX_PART_BYTES) return null;
  const text = TEXT_FILE.test(name) ? textOf(bytes) : undefined;
  if (text !== undefined) return { text };
  return bytes.length <= MAX_HEX_BYTES ? { hex: toHex(bytes) } : { base64: toBase64(bytes) };
}

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return utf8Decode(bytes);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return undefined;
  }
}
