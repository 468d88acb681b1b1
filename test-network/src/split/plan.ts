/**
 * The plan: the network description that all organizations agree on before anybody makes a key. It holds nothing
 * secret; its fingerprint is read aloud, and the genesis block is rebuilt from it by everyone.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { NetworkDescription, Organization } from '../description.js';
import { NetworkError } from '../network-error.js';
import { assertHost, assertKey } from './plain-words.js';

/** @throws {NetworkError} `PLAN_REFUSED` */
export async function readPlan(path: string): Promise<NetworkDescription> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new NetworkError('PLAN_REFUSED', `${path} cannot be read`, { cause });
  });
  try {
    const plan = JSON.parse(text) as NetworkDescription;
    assertPlan(plan);
    return plan;
  } catch (error) {
    if (error instanceof NetworkError) throw error;
    throw new NetworkError('PLAN_REFUSED', `${path} is no plan of a network`, { cause: error });
  }
}

/**
 * What a network of several hosts needs beyond a description: a host for every organization.
 *
 * @throws {NetworkError} `PLAN_REFUSED` or, when only the hosts are missing, `HOSTS_MISSING`
 */
export function assertPlan(plan: NetworkDescription): void {
  if ((plan as { format: unknown }).format !== 'chopmark/network/1' || plan.kind !== 'native') {
    throw new NetworkError('PLAN_REFUSED', 'a plan is a description of a native network, version 1');
  }
  const { organizations, consenters } = plan;
  for (const { key, host } of organizations) {
    assertKey(key);
    if (host === undefined) {
      throw new NetworkError(
        'HOSTS_MISSING',
        `${key} has no host of its own: this network was made for one machine; begin with "chopmark network plan"`,
      );
    }
    assertHost(key, host);
  }
  assertDistinct('key', organizations, ({ key }) => key);
  assertDistinct('MSP id', organizations, ({ mspId }) => mspId);
  assertDistinct('host', organizations, ({ host }) => host);
  const known = new Set(organizations.map(({ key }) => key));
  if (consenters.length === 0 || !consenters.every(({ organization }) => known.has(organization))) {
    throw new NetworkError('PLAN_REFUSED', 'every consenter must be an organization of the plan');
  }
}

function assertDistinct(
  what: string,
  organizations: readonly Organization[],
  of: (organization: Organization) => string | undefined,
): void {
  if (new Set(organizations.map(of)).size !== organizations.length) {
    throw new NetworkError('PLAN_REFUSED', `two organizations have one ${what}`);
  }
}

/** Lowercase hex SHA-256 of the plan, however its file is laid out. */
export function planFingerprint(plan: NetworkDescription): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(plan)))
    .digest('hex');
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, sorted(member)]),
  );
}

/** For reading aloud: groups of four hex digits. */
export function spoken(hash: string): string {
  return (hash.match(/.{1,4}/g) ?? []).join(' ');
}
