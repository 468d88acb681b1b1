/**
 * Who calls, and what that lets them do. Rights hang on the MSP, on the NodeOU
 * of the certificate and on the roles that the ledger keeps for the certificate;
 * never on a name inside it.
 *
 * @module
 */
import { LedgerError, MSP_IDS, type HexHash, type Role, type RoleRecord } from '@chopmark/core';
import { parseCallerCertificate } from './certificate';

export interface Caller {
  readonly mspId: string;
  /** SHA-256 of the certificate's DER form. */
  readonly certificate: HexHash;
  /** NodeOU of the certificate; `undefined` when it has none, or more than one. */
  readonly unit: NodeUnit | undefined;
}

/** The one question to the ledger that a role needs. */
export interface RoleBook {
  role(certificate: HexHash): Promise<RoleRecord | undefined>;
}

const NODE_UNITS = ['admin', 'client', 'orderer', 'peer'] as const;
type NodeUnit = (typeof NODE_UNITS)[number];

/**
 * @param creator The proposal's creator, whose signature the peer has checked.
 * @throws {LedgerError} `NOT_PERMITTED` when the certificate cannot be read.
 */
export function callerFrom(creator: { readonly mspid: string; readonly idBytes: Uint8Array }): Caller {
  const { fingerprint, units } = parseCallerCertificate(creator.idBytes);
  const found = NODE_UNITS.filter((unit) => units.includes(unit));
  return { mspId: creator.mspid, certificate: fingerprint, unit: found.length === 1 ? found[0] : undefined };
}

/** @throws {LedgerError} `NOT_PERMITTED` unless the caller is an OU admin of the authority. */
export function requireAdmin(caller: Caller, authority: string): void {
  if (caller.mspId !== authority || caller.unit !== 'admin') {
    throw new LedgerError('NOT_PERMITTED', `only an admin of ${authority} may do this`);
  }
}

/** @throws {LedgerError} `NOT_PERMITTED` unless the caller is an OU client or admin of an organization of the channel. */
export function requireMember(caller: Caller): void {
  const organizations: readonly string[] = MSP_IDS;
  if (!organizations.includes(caller.mspId) || (caller.unit !== 'client' && caller.unit !== 'admin')) {
    throw new LedgerError('NOT_PERMITTED', 'only a client or admin of a member organization may do this');
  }
}

/** @throws {LedgerError} `NOT_PERMITTED` unless the authority granted the role to the caller's certificate and has not revoked it. */
export async function requireRole(
  caller: Caller,
  authority: string,
  role: Role,
  book: RoleBook,
): Promise<void> {
  const record = caller.mspId === authority ? await book.role(caller.certificate) : undefined;
  if (record?.mspId !== caller.mspId || record.revoked !== null || !record.roles.includes(role)) {
    throw new LedgerError(
      'NOT_PERMITTED',
      `only a certificate of ${authority} with the role ${role} may do this`,
    );
  }
}
