/**
 * Signatures of the ordering service over a block in the BFT form (fabric.md section 6.3): each consenter signs
 * metadata value ‖ its identifier header ‖ DER header. A quorum is counted by distinct identities, never by signatures
 * or ids (`protoutil/signeddata.go`, `common/deliverclient/block_verification.go`).
 */
import { randomBytes } from 'node:crypto';
import { common } from '@hyperledger/fabric-protos';
import jspb from 'google-protobuf';
import { IdentityError, verifySignature, type Identity } from '../msp/membership.js';
import type { ChannelConfig } from '../msp/channel-config.js';
import { sameBytes } from '../wire/bytes.js';
import {
  METADATA,
  blockHash,
  dataHashOf,
  headerBytes,
  isWellFormed,
  tryParse,
  withMetadata,
  type Block,
} from './block.js';

/** A consenter that can sign: its id, and the DER signature of its key over SHA-256 of a message. */
export type ConsenterSigner = { readonly id: number; readonly sign: (message: Uint8Array) => Uint8Array };

const NONCE_BYTES = 24;
const BLOCK_VALIDATION = '/Channel/Orderer/BlockValidation';

/** The block, signed by the given consenters; `lastConfig` is the number of the configuration in force for it. */
export function signBlock(block: Block, lastConfig: number, signers: readonly ConsenterSigner[]): Block {
  const lastConfigMessage = new common.LastConfig();
  lastConfigMessage.setIndex(lastConfig);
  const ordererMetadata = new common.OrdererBlockMetadata();
  ordererMetadata.setLastConfig(lastConfigMessage);
  ordererMetadata.setConsenterMetadata(viewMetadata(block.number));
  const value = ordererMetadata.serializeBinary();

  const metadata = new common.Metadata();
  metadata.setValue(value);
  for (const { id, sign } of signers) {
    const identifier = new common.IdentifierHeader();
    identifier.setIdentifier(id);
    identifier.setNonce(randomBytes(NONCE_BYTES));
    const identifierBytes = identifier.serializeBinary();
    const signature = new common.MetadataSignature();
    signature.setIdentifierHeader(identifierBytes);
    signature.setSignature(sign(Buffer.concat([value, identifierBytes, headerBytes(block)])));
    metadata.addSignatures(signature);
  }
  const unsigned = new common.Metadata();
  unsigned.setValue(lastConfigMessage.serializeBinary());
  return withMetadata(block, {
    [METADATA.signatures]: metadata.serializeBinary(),
    [METADATA.lastConfig]: unsigned.serializeBinary(),
  });
}

/** `smartbftprotos.ViewMetadata` {view_id 1, latest_sequence 2, decisions_in_view 3} of a channel that stays in view 0. */
function viewMetadata(number: number): Uint8Array {
  const writer = new jspb.BinaryWriter();
  writer.writeUint64(2, number);
  if (number > 1) writer.writeUint64(3, number - 1);
  return writer.getResultBuffer();
}

/** Why a block cannot follow the chain. A node that meets one stops: it never stores and never skips it. */
export class BlockRefused extends Error {
  override readonly name = 'BlockRefused';
}

/**
 * @param previous The block before it.
 * @throws {BlockRefused} Unless the block is the next of the chain, its hashes are right, and a quorum of distinct
 *   consenters of the configuration signed it.
 */
export function assertNextBlock(block: Block, previous: Block, config: ChannelConfig): void {
  if (block.number !== previous.number + 1) {
    throw new BlockRefused(`block ${block.number} does not follow block ${previous.number}`);
  }
  if (!sameBytes(block.previousHash, blockHash(previous)))
    throw new BlockRefused(`block ${block.number} names another previous hash`);
  assertContent(block);
  assertOrdererQuorum(block, config);
}

/** @throws {BlockRefused} When the data hash is not that of well-formed envelopes. */
export function assertContent(block: Block): void {
  if (!sameBytes(block.dataHash, dataHashOf(block.envelopes)))
    throw new BlockRefused(`block ${block.number} has another data hash`);
  if (!isWellFormed(block))
    throw new BlockRefused(`block ${block.number} holds an envelope that is not well formed`);
}

/** @throws {BlockRefused} Unless the `BlockValidation` policy holds for the distinct identities that signed. */
export function assertOrdererQuorum(block: Block, config: ChannelConfig): void {
  const signers = new Map(signersOf(block, config).map((identity) => [identity.fingerprint, identity]));
  if (!config.satisfies(BLOCK_VALIDATION, [...signers.values()])) {
    throw new BlockRefused(`block ${block.number} is not signed by a quorum of consenters`);
  }
}

/** Identities with a valid signature over the block, in order, repeated ones included. */
function signersOf(block: Block, config: ChannelConfig): Identity[] {
  const metadata = tryParse(() =>
    common.Metadata.deserializeBinary(block.metadata[METADATA.signatures] ?? new Uint8Array()),
  );
  if (!metadata) return [];
  const value = metadata.getValue_asU8();
  return metadata.getSignaturesList().flatMap((entry) => {
    const signedHeader =
      entry.getIdentifierHeader_asU8().length > 0
        ? entry.getIdentifierHeader_asU8()
        : entry.getSignatureHeader_asU8();
    const serialized = serializedSignerOf(entry, config);
    if (!serialized) return [];
    const message = Buffer.concat([value, signedHeader, headerBytes(block)]);
    try {
      const identity = config.memberships.identityOf(serialized);
      return verifySignature(identity, message, entry.getSignature_asU8()) ? [identity] : [];
    } catch (error) {
      if (error instanceof IdentityError) return [];
      throw error;
    }
  });
}

/** By consenter id, or in the form of other ordering services by the creator; an unknown id is skipped. */
function serializedSignerOf(entry: common.MetadataSignature, config: ChannelConfig): Uint8Array | undefined {
  const identifierBytes = entry.getIdentifierHeader_asU8();
  if (identifierBytes.length > 0) {
    const header = tryParse(() => common.IdentifierHeader.deserializeBinary(identifierBytes));
    return config.consenters.find(({ id }) => id === header?.getIdentifier())?.identity;
  }
  return tryParse(() =>
    common.SignatureHeader.deserializeBinary(entry.getSignatureHeader_asU8()).getCreator_asU8(),
  );
}
