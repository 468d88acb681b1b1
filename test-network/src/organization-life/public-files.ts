/** The files that tell others about a network, made anew when its organizations change. */
import { readRoots } from '../identities/create-identities.js';
import { writeAtomically } from '../layout.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { writeConnections } from '../trust/connections.js';
import { learnDefinitions } from '../trust/learn-definitions.js';
import { writeTrustProfile } from '../trust/trust-profile.js';

/** TLS roots of all organizations. */
export async function writeTlsRoots({ description, layout }: PreparedNetwork): Promise<void> {
  const roots = await Promise.all(
    description.organizations.map(({ key }) => readRoots(layout.organization(key))),
  );
  await writeAtomically(layout.tlsRoots, roots.map(({ tlsca }) => tlsca).join(''));
}

/**
 * Trust profile and connection files, once every organization of the description endorses every definition.
 *
 * @throws {NetworkError} `LIFECYCLE_FAILED`
 */
export async function refreshPublicFiles(network: PreparedNetwork): Promise<void> {
  await writeTlsRoots(network);
  await writeTrustProfile(network, await learnDefinitions(network));
  await writeConnections(network);
}
