/**
 * The rights table as a page for people: docs/rights.md is this text, and a test compares the two.
 *
 * @module
 */
import { CONDITIONS, type Condition } from './condition.js';
import { NOT_YOURS, type Grants, type Right } from './right.js';
import { SCOPES, type Scopes } from './scope.js';
import { RIGHTS } from './table.js';

const HEAD = `# Rights

Who may do what at a gateway. This page is written from the table that the gateway itself asks
(\`gateway/src/rights/table.ts\`) by \`node scripts/rights-page.mjs\`; a test compares them. What is not here is refused.

A role that may not call a route gets 403. A thing that exists and is another's is answered with 404, as if it did not
exist. An API key opens a route when its account may and it carries one of the scopes named there; a route without scopes
takes a session.
`;

export function rightsPage(): string {
  return [HEAD, conditions(), scopes(), routes()].join('\n');
}

function conditions(): string {
  const rows = Object.entries(CONDITIONS).map(([name, { means }]) => `| ${name} | ${means} |`);
  return ['| condition | things |', '| --- | --- |', ...rows, ''].join('\n');
}

function scopes(): string {
  const rows = Object.entries(SCOPES).map(([name, means]) => `| \`${name}\` | ${means} |`);
  return ['| scope of an API key | what it may |', '| --- | --- |', ...rows, ''].join('\n');
}

function routes(): string {
  const rows = Object.entries<Right>(RIGHTS).map(([key, right]) => {
    const { at, who, of, scopes: keys } = right;
    const about = of === undefined ? '' : `${of} (\`${NOT_YOURS[of]}\`)`;
    return `| \`${key}\` | ${at.join(', ')} | ${who === 'anyone' ? 'anyone' : grantsInWords(who)} | ${about} | ${scopesInWords(keys)} |`;
  });
  return [
    '| route | gateways | who: condition | about (answer for others) | API keys |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n');
}

function grantsInWords(grants: Grants): string {
  const entries = Object.entries<Condition>(grants);
  return entries
    .map(([role, condition]) => `${role === 'everyAccount' ? 'every account' : role}: ${condition}`)
    .join(', ');
}

function scopesInWords(scopes: Scopes | undefined): string {
  if (scopes === undefined) return '';
  return scopes === 'any' ? 'every one' : scopes.map((scope) => `\`${scope}\``).join(' or ');
}
