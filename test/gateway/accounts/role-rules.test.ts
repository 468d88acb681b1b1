import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { ORGANIZATION_KINDS, ROLES, type Role } from '../../../gateway/dist/accounts/account.js';
import {
  APART,
  conflictAmong,
  misplacedRoles,
  ROLE_RULES,
  rolesOfHost,
} from '../../../gateway/dist/accounts/role-rules.js';
import { RIGHTS } from '../../../gateway/dist/rights/table.js';
import type { Right } from '../../../gateway/dist/rights/right.js';

describe('role rules', () => {
  it('let only the host give a role that sees or acts beyond its own organization', () => {
    for (const [key, right] of Object.entries<Right>(RIGHTS)) {
      if (right.who === 'anyone' || right.of === undefined) continue;
      for (const role of ROLES) {
        if (right.who[role] === 'any') assert.equal(ROLE_RULES[role].givenBy, 'host', `${role} at ${key}`);
      }
    }
  });

  it('keep officers at the gateway and in the kind of organization that they work for', () => {
    assert.deepEqual(misplacedRoles(['taxOfficer', 'issuer'], 'tax', { kind: 'taxpayer' }), ['taxOfficer']);
    assert.deepEqual(misplacedRoles(['taxOfficer'], 'affairs', { kind: 'office' }), ['taxOfficer']);
    assert.deepEqual(misplacedRoles(['courtClerk', 'auditor'], 'court', { kind: 'court' }), []);
    assert.deepEqual(misplacedRoles(['holder'], 'tax', { kind: 'taxpayer' }), ['holder']);
  });

  it('have somebody for every role', () => {
    for (const role of ROLES) {
      const places = ROLE_RULES[role].at.flatMap((at) =>
        ORGANIZATION_KINDS.filter((kind) => misplacedRoles([role], at, { kind }).length === 0),
      );
      assert.ok(places.length > 0, role);
    }
  });

  it('keep those apart who look after accounts and who audit', () => {
    assert.deepEqual(conflictAmong(['auditor', 'issuer', 'administrator']), ['administrator', 'auditor']);
    assert.equal(conflictAmong(['auditor', 'issuer']), undefined);
    assert.equal(APART.length, 1);
  });

  it('name the roles of the host', () => {
    assert.deepEqual(rolesOfHost(['issuer', 'auditor', 'taxOfficer']), [
      'taxOfficer',
      'auditor',
    ] satisfies Role[]);
  });

  it('are those of docs/accounts.md', () => {
    const page = readFileSync(new URL('../../../docs/accounts.md', import.meta.url), 'utf8');
    const section = page.split('## Roles\n')[1]?.split('\n## ')[0] ?? '';
    const rows = [...section.matchAll(/^\| `(\w+)` \| (.+?) \| (.+?) \| (.+?) \|/gm)].map(
      ([, role, at, kinds, givenBy]) => [role, at, kinds, givenBy],
    );
    const known = ROLES.map((role) => {
      const { at, kinds, givenBy } = ROLE_RULES[role];
      return [role, at.join(', '), kinds.join(', '), givenBy];
    });

    assert.deepEqual(rows, known);
  });
});
