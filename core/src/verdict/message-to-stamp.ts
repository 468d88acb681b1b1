import { evidenceBytes } from '../bundle/evidence-bytes.js';
import { headerOf, statementBytesOf } from '../bundle/part-bytes.js';
import type { BundleParts } from '../bundle/parts.js';
import { fromHex } from '../encoding/hex.js';
import { StatementError } from '../fabric-proof/statement-error.js';
import { parseStatement } from '../fabric-proof/statement.js';
import type { Hash } from '../hash/suite.js';
import type { Over } from './judge-timestamps.js';

/**
 * What a further timestamp on a bundle is made for.
 *
 * @param parts All that the bundle has, read from where they lie.
 * @returns Undefined when the bundle has nothing of the kind.
 */
export function messageToStamp(over: Over, parts: BundleParts, sha256: Hash): Uint8Array | undefined {
  const { statement, transaction, block, timestamps } = parts;
  if (over === 'header') return block && headerOf(block);
  if (over === 'root') return statement && rootOf(statement, sha256);
  return statement || transaction || block ? evidenceBytes(parts, timestamps ?? []) : undefined;
}

function rootOf(statement: NonNullable<BundleParts['statement']>, sha256: Hash): Uint8Array | undefined {
  try {
    return fromHex(parseStatement(statementBytesOf(statement), sha256).answer.record.root);
  } catch (error) {
    if (!(error instanceof StatementError)) throw error;
    return undefined;
  }
}
