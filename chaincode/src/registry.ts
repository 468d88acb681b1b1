/**
 * Who may write, and which series there are. Append-only: a certificate is granted
 * its roles once and may lose them for good, a series is opened once and may be
 * closed, a prefix belongs to one series for ever.
 *
 * @module
 */
import {
  acceptClose,
  acceptSeries,
  canonicalJson,
  isRoleList,
  LedgerError,
  ROLES,
  type Role,
  type RoleRecord,
} from '@chopmark/core';
import { malformed, parseHash, parseSeriesName, parseWord } from './arguments';
import type { Call } from './call';
import { requireAdmin, requireRole } from './caller';
import { SUITES } from './hash';

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `ROLE_EXISTS` */
export async function grantRoles(call: Call, certificate: string, roles: string): Promise<string> {
  const fingerprint = parseHash(certificate, 'certificate');
  const granted = parseRoles(roles);
  requireAdmin(call.caller, call.authority);
  if (await call.store.role(fingerprint)) {
    throw new LedgerError(
      'ROLE_EXISTS',
      'the certificate has its roles already, or had them until they were revoked',
    );
  }

  const record: RoleRecord = {
    certificate: fingerprint,
    granted: call.time.instant,
    mspId: call.authority,
    revoked: null,
    roles: granted,
    type: 'chopmark/role/1',
  };
  await call.store.putRole(record);
  return canonicalJson(record);
}

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `ROLE_NOT_FOUND`, `ROLE_REVOKED` */
export async function revokeRoles(call: Call, certificate: string): Promise<string> {
  const fingerprint = parseHash(certificate, 'certificate');
  requireAdmin(call.caller, call.authority);
  const granted = await call.store.role(fingerprint);
  if (!granted) throw new LedgerError('ROLE_NOT_FOUND', 'the certificate has no roles');
  if (granted.revoked !== null) throw new LedgerError('ROLE_REVOKED', 'the roles are revoked already');

  const record: RoleRecord = { ...granted, revoked: call.time.instant };
  await call.store.putRole(record);
  return canonicalJson(record);
}

/**
 * @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `KIND_NOT_ALLOWED`, `PREFIX_NOT_ALLOWED`,
 *   `SUITE_NOT_SUPPORTED`, `SERIES_EXISTS`, `PREFIX_TAKEN`
 */
export async function openSeries(
  call: Call,
  series: string,
  kind: string,
  suite: string,
  prefix: string,
): Promise<string> {
  const asked = {
    series: parseSeriesName(series),
    kind: parseWord(kind, 'kind'),
    suite: parseWord(suite, 'suite'),
    prefix: parseWord(prefix, 'prefix'),
  };
  await requireRole(call.caller, call.authority, 'registry', call.store);

  const opened = acceptSeries({
    ...asked,
    suites: SUITES,
    namespace: call.namespace,
    existing: await call.store.series(asked.series),
    taken: await call.store.prefix(asked.kind, asked.prefix),
    time: call.time.instant,
    txId: call.txId,
  });
  await call.store.putSeries(opened.series);
  await call.store.putPrefix(opened.prefix);
  await call.store.putHead(opened.head);
  return canonicalJson(opened.series);
}

/** @throws {LedgerError} `MALFORMED_ARGUMENT`, `NOT_PERMITTED`, `SERIES_NOT_FOUND`, `SERIES_CLOSED` */
export async function closeSeries(call: Call, series: string): Promise<string> {
  const name = parseSeriesName(series);
  await requireRole(call.caller, call.authority, 'registry', call.store);
  const record = acceptClose(await call.store.requireSeries(name));
  await call.store.putSeries(record);
  return canonicalJson(record);
}

function parseRoles(text: string): readonly Role[] {
  const roles = text.split(',');
  if (!isRoleList(roles))
    throw malformed(`roles must be some of ${ROLES.join(',')}, sorted, separated by commas`);
  return roles;
}
