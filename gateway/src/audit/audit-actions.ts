/**
 * Acts that the audit log keeps, with what they mean (docs/accounts.md lists the same; a test compares).
 *
 * @module
 */

export const AUDIT_ACTIONS = {
  'session.started': 'somebody signed in',
  'session.refused': 'somebody could not sign in',
  'session.ended': 'sessions were ended before their time',
  'session.reuseDetected': 'a refresh token came a second time, so its session was ended',
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
