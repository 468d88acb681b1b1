/** Gives the gateway of each authority its roles on the ledger: the authority's admin speaks, nobody else may. */
import { X509Certificate } from 'node:crypto';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { organizationOfMsp } from '../description.js';
import type { Definition, OrganizationKey } from '../description.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { during, PeerClient, reasonOf } from './peer-client.js';

const ROLES = 'anchor,registry';
/** The contract's word, at the front of a refusal, for roles that were granted before. */
const ALREADY = /\[ROLE_EXISTS\]/;

/**
 * Grants `anchor` and `registry` to the gateway certificate of every authority; done before is done.
 *
 * @param keys Organizations whose admin keys lie in this folder.
 * @throws {NetworkError} `ROLES_FAILED`
 */
export async function registerAuthorities(
  network: PreparedNetwork,
  keys: readonly OrganizationKey[] = network.description.organizations.map(({ key }) => key),
): Promise<void> {
  await Promise.all(network.description.definitions.map((definition) => register(network, definition, keys)));
}

async function register(
  network: PreparedNetwork,
  { name, authority }: Definition,
  keys: readonly OrganizationKey[],
): Promise<void> {
  const { description, layout } = network;
  const organization = organizationOfMsp(description, authority);
  if (!organization)
    throw new NetworkError('ROLES_FAILED', `${name} belongs to ${authority}, which is not in the network`);
  if (!keys.includes(organization.key)) return;
  const certificate = fingerprintOf(
    await readFile(layout.organization(organization.key).node('gateway').certificate, 'utf8'),
  );
  const others = description.organizations
    .filter(({ mspId }) => mspId !== authority)
    .map(({ mspId }) => mspId);
  const admin = await PeerClient.open(network, organization.key);
  try {
    await during('ROLES_FAILED', `grant roles on ${name}`, async () => {
      try {
        await admin.contract(name).evaluate('getRoles', {
          arguments: [certificate],
          endorsingOrganizations: [authority],
        });
        return;
      } catch {
        // Not granted yet, or not to be asked: granting tells.
      }
      try {
        await admin.submit(name, 'grantRoles', {
          arguments: [certificate, ROLES],
          endorsingOrganizations: [authority, ...others.slice(0, 1)],
        });
      } catch (error) {
        if (!ALREADY.test(reasonOf(error))) throw error;
      }
    });
  } finally {
    admin.close();
  }
}

/** The ledger's name of a certificate: lowercase hex SHA-256 of its DER. */
export function fingerprintOf(certificatePem: string): string {
  return createHash('sha256').update(new X509Certificate(certificatePem).raw).digest('hex');
}
