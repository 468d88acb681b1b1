import assert from 'node:assert/strict';
import { endorsementPolicy, NAMESPACES } from '@chopmark/core';
import type { PolicyRule } from '../../test-network/dist/channel/policy.js';
import { defaultDescription } from '../../test-network/dist/description.js';

describe('defaultDescription', () => {
  const { definitions, organizations } = defaultDescription('embedded');

  it('has the namespaces, authorities and kinds of the contract', () => {
    const mine = Object.fromEntries(
      definitions.map(({ name, authority, kinds }) => [name, { authority, kinds }]),
    );
    const theirs = Object.fromEntries(
      Object.entries(NAMESPACES).map(([name, { authority, kinds }]) => [name, { authority, kinds }]),
    );

    assert.deepEqual(mine, theirs);
  });

  it('asks for the endorsement that the rules name', () => {
    for (const { name, policy } of definitions) {
      const { authority, others } = endorsementPolicy(name as keyof typeof NAMESPACES);
      const peer = (mspId: string): PolicyRule => ({ mspId, role: 'peer' });
      assert.deepEqual(policy, { outOf: 2, rules: [peer(authority), { outOf: 1, rules: others.map(peer) }] });
    }
  });

  it('gives no port twice, and the two kinds disjoint ranges', () => {
    const ports = [...organizations, ...defaultDescription('native').organizations].flatMap((organization) =>
      Object.values(organization.ports),
    );

    assert.equal(new Set(ports).size, ports.length);
  });

  it('gives every host the same ports when each organization has one', () => {
    const hosts = { tax: 'a.test', affairs: 'b.test', court: 'c.test', operator: 'd.test' };
    const split = defaultDescription('native', { portBase: 7050, hosts });

    assert.deepEqual(
      split.organizations.map(({ host, ports }) => [host, ports.orderer, ports.peer]),
      Object.values(hosts).map((host) => [host, 7050, 7051]),
    );
    assert.throws(() => defaultDescription('native', { hosts: { tax: 'a.test' } }));
  });
});
