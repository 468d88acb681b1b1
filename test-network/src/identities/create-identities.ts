/** Makes every key and certificate of a network, once: two authorities for each organization, shared with nobody. */
import { access, readFile } from 'node:fs/promises';
import type { NetworkDescription, Organization } from '../description.js';
import { KEY_MODE, writeAtomically } from '../layout.js';
import type { NetworkLayout, OrganizationLayout } from '../layout.js';
import { CertificateAuthority } from './certificate-authority.js';
import type { Credential, Subject } from './certificate-authority.js';
import { writeMsp, writeSigningMsp, writeTls } from './msp-folder.js';
import type { Roots } from './msp-folder.js';

/**
 * Creates what is missing as a whole: a network whose TLS roots file exists has all its identities, because that file
 * is written last. An interrupted run is started over; nothing outside the folder knows its keys yet.
 */
export async function createIdentities(
  description: NetworkDescription,
  layout: NetworkLayout,
): Promise<void> {
  if (await exists(layout.tlsRoots)) return;
  const roots = await Promise.all(
    description.organizations.map((organization) =>
      createOrganization(
        organization,
        layout.organization(organization.key),
        runsGateway(description, organization),
      ),
    ),
  );
  await writeAtomically(layout.tlsRoots, roots.map(({ tlsca }) => tlsca).join(''));
}

/** An organization without a namespace of its own runs nodes only. */
export function runsGateway(description: NetworkDescription, organization: Organization): boolean {
  return description.definitions.some(({ authority }) => authority === organization.mspId);
}

/** Both authorities of one organization and all that they vouch for, keys included. */
export async function createOrganization(
  organization: Organization,
  folder: OrganizationLayout,
  withGateway: boolean,
): Promise<Roots> {
  const subject = subjectsOf(organization);
  const [ca, tlsca] = await Promise.all([
    CertificateAuthority.create(subject('ca')),
    CertificateAuthority.create(subject('tlsca')),
  ]);
  const roots = { ca: ca.credential.certificate, tlsca: tlsca.credential.certificate };

  const node = async (name: 'orderer' | 'peer'): Promise<void> => {
    const [identity, server] = await Promise.all([
      ca.identity(subject(name, name)),
      tlsca.tls(subject(name), organization.host),
    ]);
    await Promise.all([
      writeSigningMsp(folder.node(name), roots, identity),
      writeTls(folder.node(name), roots, { server, client: server }),
    ]);
  };
  const admin = async (): Promise<void> => {
    const [identity, client] = await Promise.all([
      ca.identity(subject('admin', 'admin')),
      tlsca.tls(subject('admin')),
    ]);
    await Promise.all([
      writeSigningMsp(folder.node('admin'), roots, identity),
      writeTls(folder.node('admin'), roots, { client }),
    ]);
  };
  const gateway = async (): Promise<void> =>
    writeSigningMsp(folder.node('gateway'), roots, await ca.identity(subject('gateway', 'client')));
  const chaincode = async (): Promise<void> => {
    const [server, client] = await Promise.all([
      tlsca.tls(subject('chaincode')),
      tlsca.tls(subject('chaincode-client')),
    ]);
    await writeTls(folder.node('chaincode'), roots, { server, client });
  };

  await Promise.all([
    writeAuthority(folder.ca, ca.credential),
    writeAuthority(folder.tlsca, tlsca.credential),
    writeMsp(folder.msp, roots),
    node('orderer'),
    node('peer'),
    admin(),
    withGateway ? gateway() : undefined,
    chaincode(),
  ]);
  return roots;
}

/** Names of an organization's certificates, by what they are for and their NodeOU role. */
export function subjectsOf({
  key,
  name,
  country,
  locality,
}: Organization): (commonName: string, unit?: string) => Subject {
  return (commonName, unit) => ({
    country,
    locality,
    organization: name,
    commonName: `${commonName}.${key}.chopmark.example`,
    ...(unit === undefined ? {} : { unit }),
  });
}

async function writeAuthority(files: OrganizationLayout['ca'], credential: Credential): Promise<void> {
  await Promise.all([
    writeAtomically(files.certificate, credential.certificate),
    writeAtomically(files.key, credential.key, KEY_MODE),
  ]);
}

/** PEM roots of an organization, for the genesis block and the trust profile. */
export async function readRoots(folder: OrganizationLayout): Promise<Roots> {
  const [ca, tlsca] = await Promise.all([
    readFile(folder.ca.certificate, 'utf8'),
    readFile(folder.tlsca.certificate, 'utf8'),
  ]);
  return { ca, tlsca };
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
