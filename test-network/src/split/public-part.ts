/** Whether the public part of an organization holds together, before anything is built on it. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Organization } from '../description.js';
import { hostOf, isIpv4 } from '../hosts.js';
import { MSP_FILES } from '../identities/msp-folder.js';
import type { OrganizationLayout } from '../layout.js';
import { NetworkError } from '../network-error.js';

/**
 * Roots are authorities and the same in the MSP; the orderer's certificates come from them, one says orderer, the
 * other names the host of the plan.
 *
 * @throws {NetworkError} `PUBLIC_PART_REFUSED`
 */
export async function assertPublicPart(
  organization: Organization,
  folder: OrganizationLayout,
): Promise<void> {
  const { key } = organization;
  const refuse = (why: string, cause?: unknown): never => {
    throw new NetworkError('PUBLIC_PART_REFUSED', `public part of ${key}: ${why}`, { cause });
  };
  const read = async (path: string): Promise<X509Certificate> => {
    try {
      return new X509Certificate(await readFile(path));
    } catch (cause) {
      return refuse(`${path} is no certificate`, cause);
    }
  };
  const orderer = folder.node('orderer');
  const [ca, tlsca, mspCa, mspTlsca, identity, tls] = await Promise.all([
    read(folder.ca.certificate),
    read(folder.tlsca.certificate),
    read(join(folder.msp, MSP_FILES.ca)),
    read(join(folder.msp, MSP_FILES.tlsca)),
    read(orderer.certificate),
    read(orderer.tls.certificate),
  ]);
  const host = hostOf(organization);
  const rules: readonly (readonly [boolean, string])[] = [
    [ca.ca && tlsca.ca, 'a root is not a certificate authority'],
    [ca.fingerprint256 !== tlsca.fingerprint256, 'identities and TLS have one authority'],
    [mspCa.fingerprint256 === ca.fingerprint256, 'the MSP names another authority'],
    [mspTlsca.fingerprint256 === tlsca.fingerprint256, 'the MSP names another TLS authority'],
    [identity.verify(ca.publicKey), 'the orderer is not vouched for by the authority'],
    [/^OU=orderer$/m.test(identity.subject), 'the orderer has another role'],
    [tls.verify(tlsca.publicKey), 'the TLS certificate is not vouched for by the TLS authority'],
    [
      (isIpv4(host) ? tls.checkIP(host) : tls.checkHost(host)) !== undefined,
      `the TLS certificate does not name the host ${host}`,
    ],
  ];
  for (const [holds, why] of rules) if (!holds) refuse(why);
}
