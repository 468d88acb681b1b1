/**
 * Whether the keys and certificates of a network are all there and belong together. Fabric's programs find out by
 * themselves: late, one after the other, and in words that name no file.
 */
import { createPrivateKey, X509Certificate, type KeyObject } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import type { NodeLayout, OrganizationLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';
import type { PreparedNetwork } from '../prepare-network.js';

/** A certificate with its key, and the authority that must have issued it. */
type Pair = { readonly certificate: string; readonly key: string; readonly authority: string };

/** More are of no use to who reads it. */
const SHOWN = 5;

/** @returns One line for each fault, paths relative to the network's folder; none when all is well. */
export async function identityFaults({ description, layout }: PreparedNetwork): Promise<readonly string[]> {
  const pairs = description.organizations.flatMap(({ key }) => pairsOf(layout.organization(key)));
  const faults = await Promise.all(pairs.map((pair) => faultOf(pair, (path) => relative(layout.home, path))));
  return [...new Set(faults.filter((fault) => fault !== undefined))];
}

/** @throws {NetworkError} `NETWORK_DAMAGED` naming the files; nothing was changed. */
export async function assertIdentitiesSound(network: PreparedNetwork): Promise<void> {
  const faults = await identityFaults(network);
  if (faults.length === 0) return;
  const shown = faults.slice(0, SHOWN).join('; ');
  const more = faults.length > SHOWN ? `; and ${faults.length - SHOWN} more` : '';
  throw new NetworkError(
    'NETWORK_DAMAGED',
    `in ${network.layout.home}: ${shown}${more}. Nothing was changed: restore the files from a copy`,
  );
}

/** The authorities' own keys are not among them: they may lie in a safe. */
function pairsOf(organization: OrganizationLayout): readonly Pair[] {
  const { node } = organization;
  const [ca, tlsca] = [organization.ca.certificate, organization.tlsca.certificate];
  const identity = ({ certificate, key }: NodeLayout): Pair => ({ certificate, key, authority: ca });
  const server = ({ tls }: NodeLayout): Pair => ({
    certificate: tls.certificate,
    key: tls.key,
    authority: tlsca,
  });
  const client = ({ tls }: NodeLayout): Pair => ({
    certificate: tls.clientCertificate,
    key: tls.clientKey,
    authority: tlsca,
  });
  const nodes = (['orderer', 'peer'] as const).map(node);
  // Not every organization runs a gateway.
  const gateways = [node('gateway')].filter(({ folder }) => existsSync(folder));
  return [
    ...[...nodes, node('admin'), ...gateways].map(identity),
    ...[...nodes, node('chaincode')].map(server),
    ...[...nodes, node('admin'), node('chaincode')].map(client),
  ];
}

async function faultOf(pair: Pair, shown: (path: string) => string): Promise<string | undefined> {
  const authority = await readAs(pair.authority, parseCertificate);
  const certificate = await readAs(pair.certificate, parseCertificate);
  const key = await readAs(pair.key, createPrivateKey);
  for (const read of [authority, certificate, key])
    if ('fault' in read) return `${shown(read.path)} ${read.fault}`;
  if (!('value' in authority && 'value' in certificate && 'value' in key)) return undefined;
  if (!belongs(certificate.value, key.value))
    return `${shown(pair.key)} is not the key of ${shown(pair.certificate)}`;
  return certificate.value.verify(authority.value.publicKey)
    ? undefined
    : `${shown(pair.certificate)} was not issued by ${shown(pair.authority)}`;
}

function belongs(certificate: X509Certificate, key: KeyObject): boolean {
  try {
    return certificate.checkPrivateKey(key);
  } catch {
    // Keys of different kinds cannot be compared.
    return false;
  }
}

const parseCertificate = (text: string): X509Certificate => new X509Certificate(text);

/** What a person can do nothing about here, missing rights for one, is thrown. */
async function readAs<T>(
  path: string,
  parse: (text: string) => T,
): Promise<{ readonly value: T } | { readonly path: string; readonly fault: string }> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    return { path, fault: 'is missing' };
  }
  try {
    return { value: parse(text) };
  } catch {
    return { path, fault: 'cannot be read' };
  }
}
