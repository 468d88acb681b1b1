/**
 * New certificates for an orderer: of its identity and of its TLS end. With the same key nobody else needs to know:
 * consenters are told apart by their public keys. With a new key the channel is told first; until the orderer has
 * restarted, the others order without it. Run again after a kill, the command goes on with the certificates it made.
 */
import { X509Certificate } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { consenter } from '../channel/orderer-group.js';
import { putConsenter } from '../config-update/channel-edits.js';
import { ensureConfig } from '../config-update/ensure-config.js';
import type { Organization } from '../description.js';
import { CertificateAuthority } from '../identities/certificate-authority.js';
import { readRoots, subjectsOf } from '../identities/create-identities.js';
import { writeSigningMsp, writeTls } from '../identities/msp-folder.js';
import { layoutOf, KEY_MODE, writeAtomically } from '../layout.js';
import type { NodeLayout, OrganizationLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { askForRestart, readRestarts, readTask, removeTask, writeTask } from './life-files.js';
import { heightOf, shownCertificate, standingOf } from './orderer-standing.js';
import { requireRunningNative } from './preconditions.js';
import { settleOrdering } from './settle-ordering.js';
import { waitFor } from './wait-for.js';

type Renewal = { readonly withNewKey: boolean };

/**
 * @returns What was renewed; of a renewal that was begun before, whatever that was.
 * @throws {NetworkError} `NOT_ON_EMBEDDED`, `NETWORK_NOT_RUNNING`, `ORGANIZATION_UNKNOWN`, and then nothing was begun;
 *   `CONFIG_REFUSED`, `CONFIG_NOT_SEEN`, `NODE_FAILED`, after which the same command goes on.
 */
export async function renewOrderer(
  network: PreparedNetwork,
  key: string,
  wanted: Renewal,
  progress: (text: string) => void = () => undefined,
): Promise<Renewal> {
  await requireRunningNative(network);
  const { layout, description } = network;
  const organization = description.organizations.find((candidate) => candidate.key === key);
  const id = description.consenters.find((entry) => entry.organization === key)?.id;
  if (!organization || id === undefined)
    throw new NetworkError('ORGANIZATION_UNKNOWN', `the network has no orderer of ${key}`);

  const task = `renewal-${key}`;
  const aside = join(layout.home, 'life', task);
  const next = layoutOf(aside).organization(key).node('orderer');
  const begun = await readTask<Renewal>(layout, task);
  const renewal = begun ?? wanted;
  if (!begun) {
    progress(`issuing new certificates to the orderer of ${organization.mspId}`);
    await rm(aside, { recursive: true, force: true });
    await issue(layout.organization(key), organization, next, renewal);
    // Written once both certificates are there: from now on no others are made.
    await writeTask(layout, task, renewal);
  }
  if (renewal.withNewKey) await tellChannel(network, organization, id, next, progress);
  progress(`restarting orderer-${key} with the new certificates`);
  await copyCredentials(next, layout.organization(key).node('orderer'));
  await askForRestart(layout, `orderer-${key}`);
  await waitUntilBack(network, organization, next);
  progress(`letting orderer-${key} take part in some blocks`);
  await settleOrdering(network, organization);
  await removeTask(layout, task);
  await rm(aside, { recursive: true, force: true });
  return renewal;
}

async function issue(
  files: OrganizationLayout,
  organization: Organization,
  next: NodeLayout,
  { withNewKey }: Renewal,
): Promise<void> {
  const now = files.node('orderer');
  const subject = subjectsOf(organization);
  const [ca, tlsca, key, tlsKey, roots] = await Promise.all([
    openAuthority(files.ca),
    openAuthority(files.tlsca),
    readFile(now.key, 'utf8'),
    readFile(now.tls.key, 'utf8'),
    readRoots(files),
  ]);
  const [identity, server] = await Promise.all([
    ca.identity(subject('orderer', 'orderer'), withNewKey ? undefined : key),
    tlsca.tls(subject('orderer'), organization.host, withNewKey ? undefined : tlsKey),
  ]);
  await Promise.all([
    writeSigningMsp(next, roots, identity),
    writeTls(next, roots, { server, client: server }),
  ]);
}

async function openAuthority(files: OrganizationLayout['ca']): Promise<CertificateAuthority> {
  const [certificate, key] = await Promise.all([
    readFile(files.certificate, 'utf8'),
    readFile(files.key, 'utf8'),
  ]);
  return CertificateAuthority.open({ certificate, key });
}

async function tellChannel(
  network: PreparedNetwork,
  organization: Organization,
  id: number,
  next: NodeLayout,
  progress: (text: string) => void,
): Promise<void> {
  const [identity, tls] = await Promise.all([
    readFile(next.certificate, 'utf8'),
    readFile(next.tls.certificate, 'utf8'),
  ]);
  await ensureConfig(
    network,
    {
      what: `give consenter ${id} of ${organization.mspId} its new certificates`,
      apply: (channel) => putConsenter(channel, consenter(id, organization, { identity, tls })),
      // Its own orderer has the old key until it restarts.
      without: [organization.key],
    },
    progress,
  );
}

/** File by file; the running orderer reads none of them before it restarts. */
async function copyCredentials(from: NodeLayout, to: NodeLayout): Promise<void> {
  const files: readonly (readonly [string, string, number?])[] = [
    [from.certificate, to.certificate],
    [from.key, to.key, KEY_MODE],
    [from.tls.certificate, to.tls.certificate],
    [from.tls.key, to.tls.key, KEY_MODE],
    [from.tls.clientCertificate, to.tls.clientCertificate],
    [from.tls.clientKey, to.tls.clientKey, KEY_MODE],
  ];
  for (const [source, target, mode] of files) await writeAtomically(target, await readFile(source), mode);
}

async function waitUntilBack(
  network: PreparedNetwork,
  organization: Organization,
  next: NodeLayout,
): Promise<void> {
  const { fingerprint256 } = new X509Certificate(await readFile(next.tls.certificate));
  const name = `orderer-${organization.key}`;
  // With the old ones it may not have run.
  const mark = String((await readRestarts(network.layout))[name] ?? 0);
  await waitFor(
    network.layout,
    {
      code: 'NODE_FAILED',
      what: `${name} takes part with its new certificates`,
      processes: [{ name, mark }],
    },
    async () => {
      if ((await shownCertificate(organization)).fingerprint256 !== fingerprint256) return false;
      const height = await heightOf(network, network.description.organizations);
      const standing = await standingOf(network, organization);
      return standing.relation === 'consenter' && standing.status === 'active' && standing.height >= height;
    },
  );
}
