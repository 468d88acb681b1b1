/** The parts of a bundle, inline or from the files beside it; those files are materials too. */
import type { BundleFile } from '../bundle/bundle.js';
import { type PartResolver, hashOfReference, isPartReference } from '../bundle/part-reference.js';
import { PART_NAMES, type PartName } from '../bundle/parts.js';
import { utf8Decode } from '../encoding/utf8.js';
import { DocumentError } from '../errors/document-error.js';
import { EvidenceJudge } from '../verdict/evidence.js';
import { MissingPart, PartStore } from '../verdict/part-store.js';
import type { VerifierOptions } from '../verdict/verifier.js';
import type { BundleContext, Context, Source } from './context.js';
import type { MaterialBook } from './materials.js';
import type { Text } from './report.js';
import { text } from './text.js';

/** What a bundle holds, with the files beside it. */
export type BundleRead = Pick<BundleContext, 'bundle' | 'parts' | 'beside' | 'evidence' | 'trust'>;

/** Asks for each part's file once: verdict and steps speak of the same bytes. */
export class PartFiles {
  readonly #known = new Map<string, Promise<Uint8Array | undefined>>();

  constructor(private readonly look: PartResolver | undefined) {}

  readonly resolve: PartResolver = (hash) => {
    const known = this.#known.get(hash) ?? this.look?.(hash) ?? Promise.resolve(undefined);
    this.#known.set(hash, known);
    return known;
  };
}

export async function readParts(
  { book, crypto, trust }: Context,
  bundle: BundleFile,
  files: PartFiles,
  timestamps: VerifierOptions['timestamps'],
): Promise<BundleRead> {
  const parts = await new PartStore(files.resolve, crypto.suites).all(bundle);
  const beside = new Map<PartName, Source>();
  for (const name of PART_NAMES) {
    const reference = bundle[name];
    if (!isPartReference(reference) || parts[name] instanceof MissingPart) continue;
    const bytes = await files.resolve(hashOfReference(reference));
    const title = text(`Part "${name}", a file beside the bundle`, `旁置文件：${name}`);
    if (bytes) beside.set(name, sourceFrom(book, `part-${name}.json`, title, bytes));
  }
  const evidence = await new EvidenceJudge(crypto, timestamps).judge(parts, trust);
  return { bundle, parts, beside, evidence, trust: evidence.trust };
}

/** A file as a material. */
export function sourceFrom(book: MaterialBook, slug: string, title: Text, bytes: Uint8Array): Source {
  return { material: book.add(slug, title, bytes), text: textOf(bytes) };
}

function textOf(bytes: Uint8Array): string {
  try {
    return utf8Decode(bytes);
  } catch (error) {
    if (!(error instanceof DocumentError)) throw error;
    return '';
  }
}
