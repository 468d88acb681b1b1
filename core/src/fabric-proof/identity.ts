import { utf8Decode } from '../encoding/utf8.js';
import { readMessage } from '../protobuf/message.js';
import { type Certificate, parseCertificatePem } from '../x509/certificate.js';
import { SERIALIZED_IDENTITY } from './messages.js';

/** Who signed, by his own account: the certificate's chain has not been looked at. */
export interface ClaimedIdentity {
  readonly mspId: string;
  readonly certificate: Certificate;
}

/** @throws {ProtobufError | CertificateError | DocumentError} When the bytes are not an msp.SerializedIdentity with one certificate. */
export function parseIdentity(bytes: Uint8Array): ClaimedIdentity {
  const { mspId, idBytes } = readMessage(SERIALIZED_IDENTITY, bytes);
  return { mspId, certificate: parseCertificatePem(utf8Decode(idBytes)) };
}

const ROLES: readonly string[] = ['client', 'peer', 'admin', 'orderer'];

/** Fabric's NodeOU rule: exactly one of the four roles stands in the subject, and it is this one. */
export function hasRole(certificate: Certificate, role: 'client' | 'peer' | 'admin' | 'orderer'): boolean {
  const roles = certificate.organizationalUnits.filter((unit) => ROLES.includes(unit));
  return roles.length === 1 && roles[0] === role;
}
