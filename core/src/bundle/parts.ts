/**
 * The parts of a bundle that documents of one batch share: what the ledger's nodes signed and wrote, as base64 of
 * exact bytes. What stands in them is read when they are judged; here only their outer form is.
 *
 * @module
 */
import { base64From, listOf, objectOf, unreadable } from './read-members.js';

/** More organizations than any channel of ours has. */
const MAX_ENDORSEMENTS = 16;
/** Other envelopes of a block; a channel of ours cuts at 100. */
const MAX_ENVELOPES = 5_000;
const MAX_CONFIGURATION = 64;
/** Most tokens of a bundle. */
export const MAX_TIMESTAMPS = 32;
/** JSON values in a bundle or part: a document of 50,000 fields has 200,000. More would only cost the reader time. */
export const MAX_VALUES = 250_000;

/** Base64 with padding of the bytes that `StatementBytes` names. */
export type BundleStatement = {
  readonly signedProposal: string;
  readonly responsePayload: string;
  readonly endorsements: readonly { readonly endorser: string; readonly signature: string }[];
};

/** The transaction that wrote the batch record; base64. */
export type BundleTransaction = {
  /** common.Envelope. */
  readonly envelope: string;
};

/** The block around the transaction; everything is base64. */
export type BundleBlock = {
  /** DER of the header, as orderers hash and sign it. */
  readonly header: string;
  /** The envelopes before the transaction, in order; their number is its position. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** common.Metadata: the block's metadata of index SIGNATURES, as one peer keeps it. */
  readonly orderers: string;
};

/** One configuration block: a block of exactly one envelope. The genesis block has no signatures. */
export type BundleConfigurationBlock = {
  readonly header: string;
  readonly envelope: string;
  readonly orderers?: string;
};

/** The genesis block, then every configuration block up to the one that the bundle's block names. */
export type BundleConfiguration = readonly BundleConfigurationBlock[];

/** What the imprint of a timestamp is made of (docs/proof-format.md). */
export const TIMESTAMPED = ['root', 'header', 'evidence'] as const;

/** An RFC 3161 token (base64 DER), and what it is over. */
export type BundleTimestamp = {
  readonly over: (typeof TIMESTAMPED)[number];
  /** DER of an RFC 3161 TimeStampToken. */
  readonly token: string;
};

/** The parts that documents of one batch share. */
export type BundleParts = {
  /** Absent in a bundle whose proof is still to come: judged indeterminate. */
  readonly statement?: BundleStatement;
  readonly transaction?: BundleTransaction;
  readonly block?: BundleBlock;
  readonly configuration?: BundleConfiguration;
  readonly timestamps?: readonly BundleTimestamp[];
};

/** A name of `PART_NAMES`. */
export type PartName = keyof BundleParts;
/** The value that a part of this name has. */
export type PartOf<Name extends PartName> = Required<BundleParts>[Name];

type PartParsers = { readonly [Name in PartName]: (value: unknown) => PartOf<Name> };

/** Each part's parser: JSON in, the part out. @throws {BundleError} `BUNDLE_UNREADABLE` */
export const PART_PARSERS: PartParsers = {
  statement: statementFrom,
  transaction: transactionFrom,
  block: blockFrom,
  configuration: configurationFrom,
  timestamps: timestampsFrom,
};

/** Members of a bundle that may lie beside it, in the order of the format. */
export const PART_NAMES = Object.keys(PART_PARSERS) as readonly PartName[];

function statementFrom(value: unknown): BundleStatement {
  const { signedProposal, responsePayload, endorsements } = objectOf(value, [
    'signedProposal',
    'responsePayload',
    'endorsements',
  ]);
  return {
    signedProposal: base64From(signedProposal),
    responsePayload: base64From(responsePayload),
    endorsements: listOf(endorsements, MAX_ENDORSEMENTS, 'endorsements').map((entry) => {
      const { endorser, signature } = objectOf(entry, ['endorser', 'signature']);
      return { endorser: base64From(endorser), signature: base64From(signature) };
    }),
  };
}

function transactionFrom(value: unknown): BundleTransaction {
  return { envelope: base64From(objectOf(value, ['envelope'])['envelope']) };
}

function blockFrom(value: unknown): BundleBlock {
  const { header, before, after, orderers } = objectOf(value, ['header', 'before', 'after', 'orderers']);
  const block = {
    header: base64From(header),
    before: listOf(before, MAX_ENVELOPES, 'before').map(base64From),
    after: listOf(after, MAX_ENVELOPES, 'after').map(base64From),
    orderers: base64From(orderers),
  };
  if (block.before.length + block.after.length > MAX_ENVELOPES)
    throw unreadable(`a block of more than ${MAX_ENVELOPES} other envelopes`);
  return block;
}

function configurationFrom(value: unknown): BundleConfiguration {
  const entries = listOf(value, MAX_CONFIGURATION, 'configuration');
  if (entries.length === 0) throw unreadable('configuration must begin with the genesis block');
  return entries.map((entry, at) => {
    const signed = at > 0;
    const { header, envelope, orderers } = objectOf(entry, [
      'header',
      'envelope',
      ...(signed ? ['orderers'] : []),
    ]);
    const block = { header: base64From(header), envelope: base64From(envelope) };
    return signed ? { ...block, orderers: base64From(orderers) } : block;
  });
}

function timestampsFrom(value: unknown): readonly BundleTimestamp[] {
  return listOf(value, MAX_TIMESTAMPS, 'timestamps').map((entry) => {
    const members = objectOf(entry, ['over', 'token']);
    const over = TIMESTAMPED.find((one) => one === members['over']);
    if (over === undefined) throw unreadable('a timestamp over something unknown');
    return { over, token: base64From(members['token']) };
  });
}
