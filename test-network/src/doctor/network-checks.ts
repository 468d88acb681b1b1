/** What a network needs of its own files, ports and programs. */
import { embeddedPorts } from '../embedded/nodes.js';
import type { NetworkDescription } from '../description.js';
import { identityFaults } from '../identities/soundness.js';
import { withFolderCode } from '../folder-faults.js';
import { certificatesOf, expiredAmong, expiringAmong } from '../identities/validity.js';
import { ADVICE, archiveAddress, cacheFolder, FABRIC_VERSION } from '../native/fabric-release.js';
import { presentPrograms } from '../native/provide-binaries.js';
import { nativePorts } from '../native/start-native.js';
import { NetworkError } from '../network-error.js';
import { holderOf, takenOf } from '../ports.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { fault, ok, type DoctorFinding } from './finding.js';

const ADDRESS_PATIENCE_MS = 5_000;

/** @param runs The network runs just now: its ports are its own. */
export async function portsCheck(description: NetworkDescription, runs: boolean): Promise<DoctorFinding> {
  const wanted = description.kind === 'native' ? nativePorts(description) : embeddedPorts(description);
  const numbers = wanted.map(({ port }) => port);
  const range = `${Math.min(...numbers)} to ${Math.max(...numbers)}`;
  if (runs) return ok('ports', `${range} are the running network's`);
  const taken = await takenOf(wanted);
  if (taken.length === 0) return ok('ports', `${range} are free`);
  const lines = await Promise.all(
    taken.map(async ({ port, use }) => `${port} (${use}) is taken${await holderOf(port)}`),
  );
  return fault(
    'ports',
    lines.join('; '),
    'stop that process; a network that is made yet may get others by CHOPMARK_NETWORK_PORT_BASE, one that exists keeps its own',
  );
}

export async function binariesCheck(environment: NodeJS.ProcessEnv): Promise<DoctorFinding> {
  const notes: string[] = [];
  try {
    const present = await presentPrograms(environment, (text) => notes.push(text));
    if (present) return ok('binaries', `Fabric v${FABRIC_VERSION}: ${present.orderer}, ${present.peer}`);
    const address = archiveAddress(environment);
    const missing = [`no Fabric v${FABRIC_VERSION} on this machine`, ...notes].join('; ');
    if (!address) return fault('binaries', missing, ADVICE);
    return (await answers(address))
      ? ok('binaries', `${missing}; the first start fetches ${address.href} into ${cacheFolder(environment)}`)
      : fault('binaries', `${missing}, and ${address.href} does not answer`, ADVICE);
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
    return fault('binaries', error.detail.replace(`; ${ADVICE}`, ''), ADVICE);
  }
}

export async function certificatesCheck(network: PreparedNetwork, now = new Date()): Promise<DoctorFinding> {
  try {
    return await lookAtCertificates(network, now);
  } catch (error) {
    const told = withFolderCode(error);
    if (!(told instanceof NetworkError)) throw error;
    return fault('certificates', told.detail, 'look as the user who made the network, or as root');
  }
}

async function lookAtCertificates(network: PreparedNetwork, now: Date): Promise<DoctorFinding> {
  const certificates = await certificatesOf(network);
  const expired = expiredAmong(certificates, now);
  if (expired.length > 0) {
    return fault(
      'certificates',
      expired.join('; '),
      'set the clock right, or renew the certificates (docs/operations.md)',
    );
  }
  const unsound = await identityFaults(network);
  if (unsound.length > 0)
    return fault('certificates', unsound.join('; '), 'restore these files from a copy of the folder');
  const soon = expiringAmong(certificates, now);
  return ok('certificates', soon.length > 0 ? soon.join('; ') : `all ${certificates.length} hold`);
}

async function answers(address: URL): Promise<boolean> {
  try {
    const answer = await fetch(address, { method: 'HEAD', signal: AbortSignal.timeout(ADDRESS_PATIENCE_MS) });
    return answer.ok;
  } catch {
    return false;
  }
}
