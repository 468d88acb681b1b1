/** Every step of the schema; a new file is a new line here. */
import type { SchemaStep } from '../migration.js';
import { issuing } from './0001-issuing.js';
import { requestKeyAge } from './0002-request-key-age.js';
import { lostDocuments } from './0003-lost-documents.js';
import { invoiceLinks } from './0006-invoice-links.js';
import { uploads } from './0005-uploads.js';
import { timeStamps } from './0010-time-stamps.js';
import { accounts } from './0100-accounts.js';
import { audit } from './0101-audit.js';
import { organizations } from './0102-organizations.js';
import { sessions } from './0103-sessions.js';
import { accountSetup } from './0104-account-setup.js';
import { apiKeys } from './0105-api-keys.js';
import { identities } from './0106-identities.js';
import { loginReturn } from './0110-login-return.js';
import { sealing } from './0200-sealing.js';
import { sealed } from './0201-sealed.js';
import { webhooks } from './0300-webhooks.js';
import { erasure } from './0210-erasure.js';
import { importKeys } from './0220-import-keys.js';
import { sealedImports } from './0221-sealed-imports.js';
import { troubles } from './0222-troubles.js';
import { auditDeposits } from './0223-audit-deposits.js';
import { checkedReferences } from './0224-checked-references.js';
import { operationOrganization } from './0225-operation-organization.js';
import { webhookTurns } from './0301-webhook-turns.js';

export const SCHEMA_STEPS: readonly SchemaStep[] = [
  issuing,
  requestKeyAge,
  lostDocuments,
  uploads,
  invoiceLinks,
  timeStamps,
  accounts,
  audit,
  organizations,
  sessions,
  accountSetup,
  apiKeys,
  identities,
  loginReturn,
  sealing,
  sealed,
  webhooks,
  erasure,
  importKeys,
  sealedImports,
  troubles,
  auditDeposits,
  checkedReferences,
  operationOrganization,
  webhookTurns,
];
