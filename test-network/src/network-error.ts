/** What can go wrong while a network is made or started; the codes stand in docs/error-codes.md. */

export const NETWORK_ERROR_CODES = [
  'ADDRESS_MISSING',
  'ARCHIVE_BROKEN',
  'ARCHIVE_MISMATCH',
  'BINARY_NOT_FOUND',
  'BINARY_WRONG_VERSION',
  'BUNDLE_CHANGED',
  'CERTIFICATE_EXPIRED',
  'CHAINCODE_FAILED',
  'CHAINCODE_NOT_BUILT',
  'COMMAND_RUNNING',
  'CONFIG_NOT_SEEN',
  'CONFIG_REFUSED',
  'DISK_FULL',
  'DOWNLOAD_FAILED',
  'FOLDER_NOT_WRITABLE',
  'FOLDER_NOT_EMPTY',
  'FOREIGN_KEY',
  'GENESIS_DIFFERS',
  'HOSTS_MISSING',
  'KEYS_MISSING',
  'LIFECYCLE_FAILED',
  'NETWORK_DAMAGED',
  'NETWORK_IN_USE',
  'NETWORK_NOT_RUNNING',
  'NODE_FAILED',
  'NOT_ON_EMBEDDED',
  'ORGANIZATION_NEEDED',
  'ORGANIZATION_REFUSED',
  'ORGANIZATION_UNKNOWN',
  'PLAN_REFUSED',
  'PORT_TAKEN',
  'PROFILES_DIFFER',
  'PUBLIC_PART_REFUSED',
  'ROLES_FAILED',
  'UPGRADE_PENDING',
] as const;

export type NetworkErrorCode = (typeof NETWORK_ERROR_CODES)[number];

export class NetworkError extends Error {
  override readonly name = 'NetworkError';

  /** @param detail For the person at the terminal: what is wrong and what helps. */
  constructor(
    readonly code: NetworkErrorCode,
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${code}: ${detail}`, options);
  }
}
