/** MSP and TLS folders as orderer and peer read them. NodeOUs tell the roles apart, so no folder lists admins. */
import { join } from 'node:path';
import { KEY_MODE, writeAtomically } from '../layout.js';
import type { NodeLayout } from '../layout.js';
import type { Credential } from './certificate-authority.js';

/** File names inside every MSP folder of ours. */
export const MSP_FILES = {
  ca: 'cacerts/ca.pem',
  tlsca: 'tlscacerts/tlsca.pem',
  config: 'config.yaml',
} as const;

const NODE_OUS = `NodeOUs:
  Enable: true
${['Client', 'Peer', 'Admin', 'Orderer'].map(identifierOf).join('')}`;

function identifierOf(role: string): string {
  return `  ${role}OUIdentifier:
    Certificate: ${MSP_FILES.ca}
    OrganizationalUnitIdentifier: ${role.toLowerCase()}
`;
}

/** PEM texts of the roots of one organization. */
export type Roots = { readonly ca: string; readonly tlsca: string };

/** The verifying part of an MSP: roots and roles, no key. */
export async function writeMsp(folder: string, roots: Roots): Promise<void> {
  await Promise.all([
    writeAtomically(join(folder, MSP_FILES.ca), roots.ca),
    writeAtomically(join(folder, MSP_FILES.tlsca), roots.tlsca),
    writeAtomically(join(folder, MSP_FILES.config), NODE_OUS),
  ]);
}

/** An MSP with the identity that signs. */
export async function writeSigningMsp(node: NodeLayout, roots: Roots, credential: Credential): Promise<void> {
  await Promise.all([
    writeMsp(node.msp, roots),
    writeAtomically(node.certificate, credential.certificate),
    writeAtomically(node.key, credential.key, KEY_MODE),
  ]);
}

export type TlsCredentials = { readonly server?: Credential; readonly client?: Credential };

export async function writeTls(
  node: NodeLayout,
  roots: Roots,
  { server, client }: TlsCredentials,
): Promise<void> {
  const files: [string, string, number?][] = [[node.tls.root, roots.tlsca]];
  if (server) files.push([node.tls.certificate, server.certificate], [node.tls.key, server.key, KEY_MODE]);
  if (client)
    files.push([node.tls.clientCertificate, client.certificate], [node.tls.clientKey, client.key, KEY_MODE]);
  await Promise.all(files.map(([path, content, mode]) => writeAtomically(path, content, mode)));
}
