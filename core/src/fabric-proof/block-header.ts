/**
 * A block's header as orderers hash and sign it: DER SEQUENCE { INTEGER number, OCTET STRING previous hash,
 * OCTET STRING data hash }. Only the genesis block has an empty previous hash.
 *
 * @see https://github.com/hyperledger/fabric/blob/v3.1.5/protoutil/blockutils.go BlockHeaderBytes
 * @module
 */
import { toHex } from '../encoding/hex.js';
import { HASH_BYTES } from '../hash/hex-hash.js';
import type { Hash } from '../hash/suite.js';
import { CertificateError } from '../x509/certificate-error.js';
import { DER, integerOf, partsOf, readDer } from '../x509/der.js';
import { OrderingError, orMalformed } from './ordering-error.js';

export interface BlockHeader {
  /** 0 to 2^64 - 1: more than a number of JavaScript holds. */
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  /** The exact bytes. */
  readonly der: Uint8Array;
  /** SHA-256 of the DER: the block's hash. */
  readonly hash: Uint8Array;
}

const MAX_NUMBER = 2n ** 64n - 1n;

/** @throws {OrderingError} `BLOCK_HEADER_MALFORMED` unless it is the one DER of such a header. */
export function parseBlockHeader(der: Uint8Array, sha256: Hash): BlockHeader {
  return orMalformed('BLOCK_HEADER_MALFORMED', 'header', () => {
    const parts = partsOf(readDer(der, DER.sequence));
    const number = unsigned(integerOf(parts.read(DER.integer)));
    const previousHash = parts.read(DER.octetString).content;
    const dataHash = parts.read(DER.octetString).content;
    parts.end();
    if (previousHash.length !== (number === 0n ? 0 : HASH_BYTES))
      throw malformed('previous hash has another length');
    if (dataHash.length !== HASH_BYTES) throw malformed('data hash has another length');
    return { number, previousHash, dataHash, der, hash: sha256(der) };
  });
}

function unsigned(content: Uint8Array): bigint {
  if ((content[0] ?? 0x80) >= 0x80) throw new CertificateError('number is negative');
  const value = BigInt(`0x${toHex(content)}`);
  if (value > MAX_NUMBER) throw new CertificateError('number is beyond 64 bits');
  return value;
}

function malformed(detail: string): OrderingError {
  return new OrderingError('BLOCK_HEADER_MALFORMED', detail);
}
