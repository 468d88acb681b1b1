/** What every part of a report is made from: the judged file, the verdict on it, and the values that led there. */
import { toBase64 } from '../encoding/base64.js';
import type { BundleFile } from '../bundle/bundle.js';
import type { PartName } from '../bundle/parts.js';
import type { Statement } from '../fabric-proof/statement.js';
import type { Suite } from '../hash/suite.js';
import type { PreparedTrust } from '../trust/prepared-trust.js';
import type { Question } from '../verdict/finding-codes.js';
import type { Evidence } from '../verdict/evidence.js';
import type { ResolvedParts } from '../verdict/part-store.js';
import type { Finding, Verdict } from '../verdict/verdict.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import type { CertificateBook } from './certificates.js';
import type { Material, MaterialBook } from './materials.js';
import type { MaterialOrigin, Text } from './report.js';

export interface Context {
  readonly verdict: Verdict;
  readonly now: Date;
  readonly crypto: VerifyCrypto;
  readonly sha256: Suite;
  readonly book: MaterialBook;
  readonly certificates: CertificateBook;
  readonly file: Source;
  readonly trust: PreparedTrust | undefined;
  /** What the organizations sign of the profile. */
  readonly profileText: Material | undefined;
}

/** A file that values are read from, and the same as text. */
export interface Source {
  readonly material: Material;
  readonly text: string;
}

export interface BundleContext extends Context {
  /** What the verifier knows of the shared parts. */
  readonly evidence: Evidence;
  readonly bundle: BundleFile;
  readonly parts: ResolvedParts;
  /** Files that lie beside the bundle; a part that is not among them stands in the bundle itself. */
  readonly beside: ReadonlyMap<PartName, Source>;
}

/** What the statement's steps found; the questions about the document are answered with it. */
export interface Said {
  readonly statement: Statement;
  /** The document hashes that the statement answers for, 32 bytes each. */
  readonly asked: Material;
  readonly answer: Material;
  readonly record: Material;
  readonly parts: AnswerParts;
  /** The transaction's envelope, and the block's header. */
  readonly envelope: Material;
  readonly blockHeader: Material;
}

/** Members of the answer, as text. */
export type AnswerParts = {
  readonly [name in 'network' | 'channel' | 'namespace' | 'authority' | 'clock']: Material;
};

/** @throws {RangeError} When the verdict has no answer to the question: a fault of the verifier. */
export function findingOn({ findings }: Verdict, question: Question): Finding {
  const found = findings.find((one) => one.question === question);
  if (!found) throw new RangeError(`the verdict does not answer ${question}`);
  return found;
}

/** File that a part of the bundle stands in. */
export function sourceOf({ file, beside }: BundleContext, part: PartName): Source {
  return beside.get(part) ?? file;
}

/** Bytes that stand in a file as base64. */
export function decoded(
  { book }: Context,
  { material, text }: Source,
  slug: string,
  title: Text,
  bytes: Uint8Array,
): Material {
  const origin: MaterialOrigin | null = text.includes(`"${toBase64(bytes)}"`)
    ? { in: material.name, as: 'base64' }
    : null; // written with escapes: a JSON reader finds it, grep does not
  return book.add(slug, title, bytes, origin);
}
