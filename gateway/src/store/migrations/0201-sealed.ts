/** What stood in the clear is sealed, and the columns that held it go. */
import type { SchemaStep } from '../migration.js';
import { sealClearRows } from './seal-clear-rows.js';

export const sealed: SchemaStep = {
  name: '0201-sealed',
  before: sealClearRows,
  sql: `
drop table document_body;
drop table document_secret;
alter table invoice
  alter seller_token set not null,
  drop column seller_tax_id,
  drop column buyer_tax_id,
  drop column reference,
  drop column currency,
  drop column letter,
  drop column total_net,
  drop column total_tax,
  drop column total_gross,
  drop column seller_name,
  drop column buyer_name;
create unique index invoice_reference on invoice (seller_token, reference_token) where reference_token is not null;
create index invoice_seller on invoice (seller_token, entry);
create index invoice_buyer on invoice (buyer_token, entry);
`,
};
