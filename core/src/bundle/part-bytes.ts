/**
 * The exact bytes inside a bundle's parts. Each function throws a `BundleError` `BUNDLE_UNREADABLE` when a text is not
 * canonical base64: the parser looks at the alphabet only.
 *
 * @module
 */
import { fromBase64 } from '../encoding/base64.js';
import type { BlockBytes } from '../fabric-proof/block.js';
import type { ConfigurationBlockBytes } from '../fabric-proof/configuration-chain.js';
import type { StatementBytes } from '../fabric-proof/statement.js';
import type { BundleBlock, BundleConfiguration, BundleStatement, BundleTransaction } from './parts.js';
import { orUnreadable } from './read-members.js';

export function statementBytesOf({
  signedProposal,
  responsePayload,
  endorsements,
}: BundleStatement): StatementBytes {
  return orUnreadable(() => ({
    signedProposal: fromBase64(signedProposal),
    responsePayload: fromBase64(responsePayload),
    endorsements: endorsements.map(({ endorser, signature }) => ({
      endorser: fromBase64(endorser),
      signature: fromBase64(signature),
    })),
  }));
}

/** common.Envelope. */
export function envelopeOf({ envelope }: BundleTransaction): Uint8Array {
  return orUnreadable(() => fromBase64(envelope));
}

/** DER of the block's header. */
export function headerOf({ header }: BundleBlock): Uint8Array {
  return orUnreadable(() => fromBase64(header));
}

/** @param envelope The transaction's own, which stands between the others. */
export function blockBytesOf(
  { header, before, after, orderers }: BundleBlock,
  envelope: Uint8Array,
): BlockBytes {
  return orUnreadable(() => ({
    header: fromBase64(header),
    envelopes: [...before.map(fromBase64), envelope, ...after.map(fromBase64)],
    orderers: fromBase64(orderers),
  }));
}

export function configurationBytesOf(configuration: BundleConfiguration): ConfigurationBlockBytes[] {
  return orUnreadable(() =>
    configuration.map(({ header, envelope, orderers }) => ({
      header: fromBase64(header),
      envelope: fromBase64(envelope),
      ...(orderers === undefined ? {} : { orderers: fromBase64(orderers) }),
    })),
  );
}
