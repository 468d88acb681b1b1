/** Parts of bundles, inline or from the files beside them; a file is read, hashed and parsed once for many bundles. */
import { toHex } from '../encoding/hex.js';
import { type Suites, requireSuite } from '../hash/suite.js';
import {
  MAX_PART_BYTES,
  type PartReference,
  type PartResolver,
  type PartsInFile,
  hashOfReference,
  isPartReference,
  parsePart,
} from '../bundle/part-reference.js';
import { PART_NAMES, type PartName, type PartOf } from '../bundle/parts.js';
import { Kept } from './kept.js';

/** A part that the bundle names and that is not at hand, or not as it is named. */
export class MissingPart {
  constructor(readonly detail: string) {}
}

/** Parts of one bundle as far as they are at hand. */
export type ResolvedParts = { readonly [Name in PartName]: PartOf<Name> | MissingPart | undefined };

const KEPT_PARTS = 64;
const KEPT_BYTES = 64_000_000;

export class PartStore {
  readonly #kept = new Kept<string, PartOf<PartName>>(KEPT_PARTS, KEPT_BYTES, (a, b) => a === b);
  readonly #reading = new Map<string, Promise<PartOf<PartName> | MissingPart>>();

  constructor(
    private readonly resolve: PartResolver | undefined,
    private readonly suites: Suites,
  ) {}

  /** Every part that the bundle has or names. @throws {BundleError} as `get` */
  async all(bundle: PartsInFile): Promise<ResolvedParts> {
    const parts: { [name: string]: unknown } = {};
    for (const name of PART_NAMES) parts[name] = await this.get(name, bundle[name]);
    return parts as ResolvedParts;
  }

  /**
   * @returns The part; the same object for the same reference, so that what was judged of it is found again.
   *   Undefined when the bundle lacks it.
   * @throws {BundleError} `BUNDLE_UNREADABLE` for a file that has the hash, but not the form.
   */
  async get<Name extends PartName>(
    name: Name,
    value: PartOf<Name> | PartReference | undefined,
  ): Promise<PartOf<Name> | MissingPart | undefined> {
    if (!isPartReference(value)) return value;
    const hash = hashOfReference(value);
    const key = `${name} ${hash}`;
    const known = this.#kept.find(key) ?? (await (this.#reading.get(key) ?? this.#read(name, hash, key)));
    return known as PartOf<Name> | MissingPart;
  }

  #read(name: PartName, hash: string, key: string): Promise<PartOf<PartName> | MissingPart> {
    const read = async (): Promise<PartOf<PartName> | MissingPart> => {
      const bytes = await this.#bytesOf(hash);
      return bytes instanceof MissingPart ? bytes : this.#kept.add(key, parsePart(name, bytes), bytes.length);
    };
    const reading = read().finally(() => this.#reading.delete(key));
    this.#reading.set(key, reading);
    return reading;
  }

  async #bytesOf(hash: string): Promise<Uint8Array | MissingPart> {
    const bytes = await this.#file(hash);
    if (bytes === undefined) return new MissingPart(`no file of hash ${hash}`);
    if (bytes.length > MAX_PART_BYTES) return new MissingPart(`the file of hash ${hash} is too large`);
    return toHex(requireSuite(this.suites, 'sha256-p256').hash(bytes)) === hash
      ? bytes
      : new MissingPart(`the file of hash ${hash} has other content`);
  }

  async #file(hash: string): Promise<Uint8Array | undefined> {
    try {
      return await this.resolve?.(hash);
    } catch {
      return undefined; // a file that cannot be opened is missing: nothing is proven by it either way
    }
  }
}
