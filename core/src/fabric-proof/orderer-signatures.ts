/**
 * Which orderers signed a block. Each signs metadata value ‖ own header ‖ DER header of the block; a quorum is counted
 * by distinct identities, never by signatures or ids.
 *
 * @see https://github.com/hyperledger/fabric/blob/v3.1.5/protoutil/blockutils.go BlockSignatureVerifier
 * @module
 */
import { concatBytes, equalBytes } from '../encoding/bytes.js';
import { readMessage } from '../protobuf/message.js';
import { assertP256Signature } from '../x509/p256-signature.js';
import type { VerifyCrypto } from '../x509/verify-crypto.js';
import {
  IDENTIFIER_HEADER,
  METADATA,
  type MetadataSignature,
  ORDERER_BLOCK_METADATA,
} from './block-messages.js';
import type { ChannelConfiguration, Consenter } from './channel-configuration.js';
import { parseIdentity } from './identity.js';
import { SIGNATURE_HEADER } from './messages.js';
import { OrderingError, orMalformed } from './ordering-error.js';

export interface OrdererSignatures {
  /** Number of the configuration block that the orderers say was in force; part of what they sign. */
  readonly lastConfiguration: number;
  /** What stands before the signer's header in the signed bytes. */
  readonly value: Uint8Array;
  readonly signatures: readonly MetadataSignature[];
}

/** What a configuration asks of the signatures under a block, and who gave them. */
export interface Quorum {
  /** Consenters that signed and count. */
  readonly signers: readonly Consenter[];
  readonly needed: number;
}

/** More orderers than any channel has; each signature costs a verification, and whoever sends the file adds what he likes. */
const MAX_SIGNATURES = 128;

/** @throws {OrderingError} `ORDERER_METADATA_MALFORMED` unless it is canonical, and each signature names one signer. */
export function parseOrdererSignatures(metadata: Uint8Array): OrdererSignatures {
  return orMalformed('ORDERER_METADATA_MALFORMED', 'signatures of orderers', () => {
    const { value, signatures } = readMessage(METADATA, metadata);
    const { lastConfig } = readMessage(ORDERER_BLOCK_METADATA, value);
    if (signatures.length > MAX_SIGNATURES)
      throw new OrderingError('ORDERER_METADATA_MALFORMED', `more than ${MAX_SIGNATURES} signatures`);
    if (!lastConfig) throw new OrderingError('ORDERER_METADATA_MALFORMED', 'no last configuration');
    for (const { signatureHeader, identifierHeader } of signatures) {
      if (signatureHeader.length > 0 === identifierHeader.length > 0)
        throw new OrderingError('ORDERER_METADATA_MALFORMED', 'a signature names no signer, or two');
      if (identifierHeader.length > 0) readMessage(IDENTIFIER_HEADER, identifierHeader);
      else readMessage(SIGNATURE_HEADER, signatureHeader);
    }
    return { lastConfiguration: lastConfig.index, value, signatures };
  });
}

/**
 * @param header DER of the block's header.
 * @param isRevoked Told of a consenter whose signature verifies: does the verifier's profile revoke its certificate?
 * @throws {OrderingError} `ORDERERS_TOO_FEW`, `ORDERER_SIGNATURE_INVALID` when it fails because of signatures that do
 *   not verify, `ORDERERS_REVOKED` when only revoked certificates make the number.
 */
export async function quorumOf(
  { value, signatures }: OrdererSignatures,
  header: Uint8Array,
  configuration: ChannelConfiguration,
  isRevoked: (consenter: Consenter) => Promise<boolean>,
  crypto: VerifyCrypto,
): Promise<Quorum> {
  const valid: Consenter[] = [];
  const counted: Consenter[] = [];
  let broken = 0;
  for (const signature of signatures) {
    const consenter = signerOf(signature, configuration);
    if (!consenter) continue; // of another time or channel: says nothing
    const { signatureHeader, identifierHeader } = signature;
    const message = concatBytes(value, signatureHeader, identifierHeader, header);
    if (!(await isSignedBy(consenter, message, signature.signature, crypto))) broken += 1;
    else if (!valid.some((one) => isSameSigner(one, consenter))) {
      valid.push(consenter);
      if (!(await isRevoked(consenter))) counted.push(consenter);
    }
  }
  const needed = neededOf(configuration);
  const isEnough = (signers: readonly Consenter[]): boolean =>
    signers.length >= needed && configuration.blockValidation(signers);
  if (isEnough(counted)) return { signers: counted, needed };
  const detail = `${counted.length} orderers of ${needed} needed`;
  if (isEnough(valid)) throw new OrderingError('ORDERERS_REVOKED', `${detail}, others are revoked`);
  throw broken > 0
    ? new OrderingError('ORDERER_SIGNATURE_INVALID', `${detail}, ${broken} signatures do not verify`)
    : new OrderingError('ORDERERS_TOO_FEW', detail);
}

/**
 * SmartBFT's quorum: the smallest number of consenters that outvotes a third, 3 of 4, 5 of 7. Seats count here and keys
 * count there: whoever holds two seats makes a quorum no smaller.
 */
export function neededOf({ consenters }: ChannelConfiguration): number {
  const faulty = Math.floor((consenters.length - 1) / 3);
  return Math.ceil((consenters.length + faulty + 1) / 2);
}

/** By id, or in the form of other ordering services by certificate; undefined for nobody of this configuration. */
function signerOf(
  { signatureHeader, identifierHeader }: MetadataSignature,
  { consenters }: ChannelConfiguration,
): Consenter | undefined {
  if (identifierHeader.length > 0) {
    const { identifier } = readMessage(IDENTIFIER_HEADER, identifierHeader);
    return consenters.find(({ id }) => id === identifier);
  }
  try {
    const { mspId, certificate } = parseIdentity(readMessage(SIGNATURE_HEADER, signatureHeader).creator);
    return consenters.find((one) => one.mspId === mspId && equalBytes(one.certificate.der, certificate.der));
  } catch {
    return undefined; // whoever it is, no consenter
  }
}

/** One key is one signer, under however many ids or certificates it stands. */
function isSameSigner(a: Consenter, b: Consenter): boolean {
  return equalBytes(a.certificate.publicKey, b.certificate.publicKey);
}

async function isSignedBy(
  { certificate }: Consenter,
  message: Uint8Array,
  signature: Uint8Array,
  crypto: VerifyCrypto,
): Promise<boolean> {
  try {
    assertP256Signature(signature);
  } catch {
    return false;
  }
  return crypto.verifyP256(certificate.publicKey, message, signature);
}
