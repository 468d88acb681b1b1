/** Where a browser goes that has signed in at an identity provider. */
import type { SchemaStep } from '../migration.js';

export const loginReturn: SchemaStep = {
  name: '0110-login-return',
  sql: `
-- A path of this gateway that the configuration allows. The default is for processes of the version before.
alter table oidc_login add column return_to text not null default '/';
`,
};
