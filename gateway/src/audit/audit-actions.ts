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
  'password.changed': 'an account changed its password',
  'account.created': 'an account was made; its owner sets the password',
  'account.setUp': 'the owner of an account set a password by a setup secret',
  'account.rolesChanged': 'roles were given to an account or taken from it',
  'account.suspended': 'an account was suspended',
  'account.resumed': 'a suspended account was let in again',
  'account.reset': 'the password of an account was taken away; its owner sets another',
  'account.identityBound': 'an identity of the identity provider was bound to an account',
  'account.identityUnbound': 'an account lost its identity of the identity provider',
  'apiKey.created': 'an account made an API key',
  'apiKey.rotated': 'an API key was replaced by another',
  'apiKey.revoked': 'an API key counts no more',
  'audit.exported': 'somebody took the audit log out',
  'organization.created': 'an organization was made',
  'organization.suspended': 'an organization was suspended, with all its accounts',
  'organization.resumed': 'a suspended organization was let in again',
  'webhook.created': 'an account wants to hear what happens at an address',
  'webhook.changed': 'address, events or state of a webhook were changed',
  'webhook.secretRotated': 'a webhook got a new secret; the one before counts for a day',
  'webhook.deleted': 'a webhook was deleted',
  'webhook.disabled': 'the address of a webhook answered 410; it is told nothing any more',
  'invoice.erased': 'the contents of an invoice were destroyed',
  'invoice.erasedAgain':
    'an invoice that was erased came back with an older database, and was destroyed again',
  'invoice.held': 'a legal hold was set on an invoice',
  'invoice.released': 'a legal hold was lifted',
  'invoice.linkMade': 'a secret link to an invoice was made',
  'invoice.linkRevoked': 'a secret link to an invoice was revoked',
  'keys.rotated': 'keys of documents were wrapped under a new wrapping key',
} as const;

export type AuditAction = keyof typeof AUDIT_ACTIONS;
