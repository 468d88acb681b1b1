/** Are these the bytes that were issued? */
import { toHex } from '../encoding/hex.js';
import { type DisclosedDocument, hashOfDisclosed } from '../document/disclosure.js';
import type { DocumentHeader } from '../document/header.js';
import { KINDS } from '../document/kinds.js';
import type { Statement } from '../fabric-proof/statement.js';
import type { Suites } from '../hash/suite.js';
import { placeOf } from './place-of.js';
import { type Finding, finding } from './verdict.js';

export interface Content {
  readonly finding: Finding;
  /** Document hash; undefined when the suite is not at hand. */
  readonly hash: Uint8Array | undefined;
}

/** Recomputes the document hash and looks for it among those that the statement answers for. */
export function judgeContent(
  document: DisclosedDocument,
  statement: Statement | undefined,
  suites: Suites,
): Content {
  const { header } = document;
  const missing = missingMember(header);
  const suite = suites[header.suite];
  const hash = suite && hashOfDisclosed(suite, document);
  const answer = (): Finding => {
    if (missing !== undefined) return finding('REQUIRED_MEMBER_MISSING', `header lacks ${missing}`);
    if (!hash) return finding('SUITE_NOT_SUPPORTED', `no implementation of ${header.suite}`);
    if (!statement) return finding('CONTENT_NOT_COMPARED', 'no readable statement to compare with');
    if (placeOf(statement.question.hashes, toHex(hash)) === undefined) {
      return finding('CONTENT_NOT_ATTESTED', `the statement answers for other documents than ${toHex(hash)}`);
    }
    return knownForm(header);
  };
  return { finding: answer(), hash };
}

function missingMember({ kind, required }: DocumentHeader): string | undefined {
  return knownKind(kind)
    ?.requiredMembers(required)
    .find((name) => !Object.hasOwn(required, name));
}

function knownForm({ kind, schema }: DocumentHeader): Finding {
  const known = knownKind(kind);
  if (!known) return finding('KIND_UNKNOWN', `no rules for documents of kind ${kind}`);
  if (known.schema !== schema) return finding('SCHEMA_UNKNOWN', `schema ${schema} of ${kind} is not known`);
  return finding('CONTENT_MATCHES', 'every shown value is one that was hashed');
}

function knownKind(kind: string) {
  return Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
}
