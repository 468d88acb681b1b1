/** Who signs: a certificate of an MSP with its key, read from a network's folder. */
import { readFile } from 'node:fs/promises';
import type { KeyObject } from 'node:crypto';
import { msp } from '@hyperledger/fabric-protos';
import type { NetworkDescription, OrganizationKey } from '../description.js';
import { requireOrganization } from '../description.js';
import type { NetworkLayout, Node } from '../layout.js';
import { parseSigningKey, signLowS } from './sign.js';

export type SigningIdentity = {
  readonly mspId: string;
  readonly certificatePem: string;
  readonly privateKey: KeyObject;
  /** `msp.SerializedIdentity`: the creator or endorser of messages. */
  readonly serialized: Uint8Array;
  /** DER signature with low S over SHA-256 of the message. */
  readonly sign: (message: Uint8Array) => Uint8Array;
};

/** The identity of `node` (orderer, peer, admin, gateway) of an organization. */
export async function loadIdentity(
  description: NetworkDescription,
  layout: NetworkLayout,
  key: OrganizationKey,
  node: Exclude<Node, 'chaincode'>,
): Promise<SigningIdentity> {
  const { mspId } = requireOrganization(description, key);
  const files = layout.organization(key).node(node);
  const [certificatePem, keyPem] = await Promise.all([
    readFile(files.certificate, 'utf8'),
    readFile(files.key, 'utf8'),
  ]);
  return identityOf(mspId, certificatePem, keyPem);
}

export function identityOf(mspId: string, certificatePem: string, keyPem: string): SigningIdentity {
  const privateKey = parseSigningKey(keyPem);
  return {
    mspId,
    certificatePem,
    privateKey,
    serialized: serializedIdentity(mspId, certificatePem),
    sign: (message) => signLowS(privateKey, message),
  };
}

export function serializedIdentity(mspId: string, certificatePem: string): Uint8Array {
  const identity = new msp.SerializedIdentity();
  identity.setMspid(mspId);
  identity.setIdBytes(Buffer.from(certificatePem));
  return identity.serializeBinary();
}
