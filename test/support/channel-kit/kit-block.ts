/** Headers and orderers' signatures of blocks, byte by byte as Fabric makes them. Every byte can be varied. */
import { common } from '@hyperledger/fabric-protos';
import { type Finish, serializedIdentity, sha256 } from '../proposal-kit.js';
import { randomBytes } from '../randomness.js';
import { type Identity, signLowS } from '../test-authority.js';
import type { KitConsenter } from './channel-state.js';

export interface HeaderFields {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
}

/** DER as `protoutil.BlockHeaderBytes` writes it. */
export function headerDer({ number, previousHash, dataHash }: HeaderFields): Buffer {
  return derElement(
    0x30,
    Buffer.concat([
      derElement(0x02, unsignedBytes(number)),
      derElement(0x04, previousHash),
      derElement(0x04, dataHash),
    ]),
  );
}

export function derElement(tag: number, content: Uint8Array): Buffer {
  if (content.length >= 128) throw new Error('longer than any header');
  return Buffer.concat([Buffer.of(tag, content.length), content]);
}

/** Minimal, with a zero before a set top bit. */
function unsignedBytes(value: bigint): Buffer {
  const digits = value.toString(16);
  const bytes = Buffer.from(digits.padStart(digits.length + (digits.length % 2), '0'), 'hex');
  return (bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
}

export type BlockMessage =
  'Metadata' | 'OrdererBlockMetadata' | 'IdentifierHeader' | 'OrdererSignatureHeader';

/** By consenter id as in BFT, or with an identity in the signature header as other ordering services do. */
export type BlockSigner = KitConsenter | { readonly identity: Identity; readonly byIdentity: true };

export interface SignatureOptions {
  readonly signers: readonly BlockSigner[];
  readonly lastConfig: number;
  readonly header: Uint8Array;
  readonly finish: Finish<BlockMessage>;
  /** Changes one signature. */
  readonly signature?: (signature: Buffer, at: number) => Uint8Array;
}

/** common.Metadata, as a peer keeps it at place SIGNATURES. */
export function ordererMetadata({
  signers,
  lastConfig,
  header,
  finish,
  signature,
}: SignatureOptions): Uint8Array {
  const last = new common.LastConfig();
  last.setIndex(lastConfig);
  const value = new common.OrdererBlockMetadata();
  value.setLastConfig(last);
  value.setConsenterMetadata(Buffer.from('10df0418de04', 'hex'));
  const valueBytes = finish('OrdererBlockMetadata', value);

  const metadata = new common.Metadata();
  metadata.setValue(valueBytes);
  for (const [at, signer] of signers.entries()) {
    const entry = new common.MetadataSignature();
    const own = signerHeader(signer, entry, finish);
    const made = signLowS(signer.identity.privateKey, Buffer.concat([valueBytes, own, header]));
    entry.setSignature(signature?.(made, at) ?? made);
    metadata.addSignatures(entry);
  }
  return finish('Metadata', metadata);
}

function signerHeader(
  signer: BlockSigner,
  entry: common.MetadataSignature,
  finish: Finish<BlockMessage>,
): Uint8Array {
  const nonce = randomBytes(24);
  if ('byIdentity' in signer) {
    const header = new common.SignatureHeader();
    header.setCreator(serializedIdentity(signer.identity).serializeBinary());
    header.setNonce(nonce);
    const bytes = finish('OrdererSignatureHeader', header);
    entry.setSignatureHeader(bytes);
    return bytes;
  }
  const header = new common.IdentifierHeader();
  header.setIdentifier(signer.id);
  header.setNonce(nonce);
  const bytes = finish('IdentifierHeader', header);
  entry.setIdentifierHeader(bytes);
  return bytes;
}

export function dataHashOf(envelopes: readonly Uint8Array[]): Buffer {
  return sha256(...envelopes);
}
