/**
 * Organizations and accounts, for those who look after them.
 *
 * @module
 */
import { z } from 'zod';
import { ACCOUNT_STATES, ORGANIZATION_KINDS, ROLES } from '../accounts/account.js';
import { INSTANT } from './invoice-answers.js';
import { TAX_ID, text } from './invoice-fields.js';
import { CURSOR, LIMIT } from './parameters.js';
import { ACCOUNT_NAME, PASSWORD } from './session.js';

const ORGANIZATION_ID = z
  .string()
  .regex(/^org_[\w-]{1,64}$/, 'organizationId')
  .meta({ example: 'org_5bX1c2d3e4f5a6b7' });

/** At most one of each; an empty list takes every right away. */
const ROLE_LIST = z
  .array(z.enum(ROLES))
  .max(ROLES.length, { abort: true })
  .refine((roles) => new Set(roles).size === roles.length, 'TWICE');

export const OrganizationRequest = z
  .strictObject({
    kind: z.enum(ORGANIZATION_KINDS),
    name: text(300),
    taxId: TAX_ID,
  })
  .meta({ id: 'OrganizationRequest' });

export const OrganizationAnswer = z
  .strictObject({
    id: ORGANIZATION_ID,
    kind: z.enum(ORGANIZATION_KINDS),
    name: z.string(),
    taxId: z.string(),
    isHost: z.boolean().meta({ description: 'It runs this gateway.' }),
    suspendedAt: INSTANT.nullable(),
  })
  .meta({ id: 'Organization' });

export const OrganizationMade = OrganizationAnswer.extend({
  warnings: z
    .array(z.strictObject({ pointer: z.string(), code: z.string(), detail: z.string() }))
    .optional()
    .meta({ description: 'A code that fails its check character, for one: some that are in use do.' }),
}).meta({ id: 'OrganizationMade' });

export const OrganizationPage = z
  .strictObject({ items: z.array(OrganizationAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'OrganizationPage' });

export const OrganizationParams = z.strictObject({ id: z.string().meta({ description: 'org_…' }) });

export const OrganizationQuery = z.strictObject({ limit: LIMIT, cursor: CURSOR, taxId: TAX_ID.optional() });

export const AccountRequest = z
  .strictObject({ account: ACCOUNT_NAME, organizationId: ORGANIZATION_ID, roles: ROLE_LIST })
  .meta({ id: 'AccountRequest' });

export const RolesRequest = z.strictObject({ roles: ROLE_LIST }).meta({ id: 'RolesRequest' });

export const AccountAnswer = z
  .strictObject({
    id: z.string(),
    account: ACCOUNT_NAME,
    state: z.enum(ACCOUNT_STATES).meta({ description: 'invited: has no password yet.' }),
    roles: z.array(z.enum(ROLES)),
    // Not nullable(): of a named schema that says in OpenAPI "object and null at once".
    organization: z.union([OrganizationAnswer, z.null()]),
    createdAt: INSTANT,
    suspendedAt: INSTANT.nullable(),
  })
  .meta({ id: 'Account' });

export const AccountPage = z
  .strictObject({ items: z.array(AccountAnswer), nextCursor: z.string().nullable() })
  .meta({ id: 'AccountPage' });

export const AccountParams = z.strictObject({ id: z.string().meta({ description: 'acc_…' }) });

export const AccountQuery = z.strictObject({
  limit: LIMIT,
  cursor: CURSOR,
  organizationId: ORGANIZATION_ID.optional(),
  state: z.enum(ACCOUNT_STATES).optional(),
});

const SetupAnswer = z
  .strictObject({
    secret: z.string().meta({ description: 'Good once; shown here and never again.' }),
    link: z.string().meta({ description: 'Page that takes the secret.' }),
    expiresAt: INSTANT,
  })
  .meta({ id: 'AccountSetup', description: 'For the owner of the account, who sets the password with it.' });

export const AccountWithSetup = z
  .strictObject({ account: AccountAnswer, setup: SetupAnswer })
  .meta({ id: 'AccountWithSetup' });

const SETUP_SECRET = z
  .string()
  .max(128)
  .regex(/^[\w-]+$/, 'secret');

export const SetupRequest = z
  .strictObject({ secret: SETUP_SECRET, password: PASSWORD })
  .meta({ id: 'SetupRequest' });

export const SetupPreviewRequest = z
  .strictObject({ secret: SETUP_SECRET })
  .meta({ id: 'SetupPreviewRequest' });

export const SetupPreview = z
  .strictObject({ account: z.string(), expiresAt: INSTANT })
  .meta({ id: 'SetupPreview' });

export const PasswordRequest = z
  .strictObject({ currentPassword: PASSWORD, newPassword: PASSWORD })
  .meta({ id: 'PasswordRequest' });
