/**
 * The rights table as a page for people: docs/rights.md is this text, and a test compares the two.
 *
 * @module
 */
import { CONDITIONS, type Condition } from './condition.js';
import { NOT_YOURS, type Grants, type Right } from './right.js';
import { RIGHTS } from './table.js';

const HEAD = `# Rights

Who may do what at a gateway. This page is written from the table that the gateway itself asks
(\`gateway/src/rights/table.ts\`) by \`node scripts/rights-page.mjs\`; a test compares them. What is not here is refused.

A role that may not call a route gets 403. A thing that exists and is another's is answered with 404, as if it did not
exist.
`;

export function rightsPage(): string {
  return [HEAD, conditions(), routes()].join('\n');
}

function conditions(): string {
  const rows = Object.entries(CONDITIONS).map(([name, { means }]) => `| ${name} | ${means} |`);
  return ['| condition | things |', '| --- | --- |', ...rows, ''].join('\n');
}

function routes(): string {
  const rows = Object.entries<Right>(RIGHTS).map(([key, right]) => {
    const { at, who, of } = right;
    const about = of === undefined ? '' : `${of} (\`${NOT_YOURS[of]}\`)`;
    return `| \`${key}\` | ${at.join(', ')} | ${who === 'anyone' ? 'anyone' : grantsInWords(who)} | ${about} |`;
  });
  return [
    '| route | gateways | who: condition | about (answer for others) |',
    '| --- | --- | --- | --- |',
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
