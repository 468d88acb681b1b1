/** The rule of a split network: a folder holds private keys of its own organization and nobody else's. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { relative } from 'node:path';
import type { OrganizationKey } from '../description.js';
import { layoutOf } from '../layout.js';
import { NetworkError } from '../network-error.js';
import { filesBelow } from './organization-parts.js';
import { privateKeysBelow } from './private-keys.js';

/**
 * Looks into every file, also of those that nobody meant to be there. A key counts as the organization's own when a
 * certificate of the same key, issued by its authorities, lies in its part of the folder.
 *
 * @returns How many private keys there are.
 * @throws {NetworkError} `FOREIGN_KEY` naming every key that is not its own, by file.
 */
export async function assertOwnKeysOnly(home: string, key: OrganizationKey): Promise<number> {
  const own = await publicKeysOf(home, key);
  const keys = await privateKeysBelow(home);
  const foreign = keys.filter(({ publicKey }) => publicKey === undefined || !own.has(publicKey));
  if (foreign.length > 0) {
    const places = foreign.map(({ place }) => relative(home, place)).join(', ');
    throw new NetworkError('FOREIGN_KEY', `private keys that are not of ${key}: ${places}`);
  }
  return keys.length;
}

/** Public keys that the organization's authorities vouch for, their own among them; base64 of the SPKI. */
async function publicKeysOf(home: string, key: OrganizationKey): Promise<ReadonlySet<string>> {
  const organization = layoutOf(home).organization(key);
  const authorities = await Promise.all(
    [organization.ca.certificate, organization.tlsca.certificate].map(
      async (path) => new X509Certificate(await readFile(path)),
    ),
  );
  const certificates = await Promise.all(
    (await filesBelow(organization.folder))
      .filter((path) => path.endsWith('.pem') || path.endsWith('.crt'))
      .map(async (path) => certificateOf(await readFile(path, 'utf8'))),
  );
  const vouched = certificates
    .filter((certificate) => certificate !== undefined)
    .filter((certificate) => authorities.some(({ publicKey }) => certificate.verify(publicKey)));
  return new Set(
    vouched.map(({ publicKey }) => publicKey.export({ type: 'spki', format: 'der' }).toString('base64')),
  );
}

function certificateOf(text: string): X509Certificate | undefined {
  return text.includes('-----BEGIN CERTIFICATE-----') ? new X509Certificate(text) : undefined;
}
