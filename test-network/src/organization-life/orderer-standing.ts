/** Where an orderer stands on the channel, by its own report. */
import { connect } from 'node:tls';
import type { X509Certificate } from 'node:crypto';
import type { Organization } from '../description.js';
import { HOST } from '../hosts.js';
import type { PreparedNetwork } from '../prepare-network.js';
import { askOrderer } from '../status/ask-nodes.js';
import type { OrdererFacts } from '../status/ask-nodes.js';

/** @throws {Error} When it does not answer, or is not on the channel. */
export async function standingOf(
  network: PreparedNetwork,
  organization: Organization,
): Promise<OrdererFacts> {
  const answer = await askOrderer(network, organization);
  if ('value' in answer) return answer.value;
  throw new Error(answer.problem);
}

/** Highest block number + 1 among the orderers that answer. */
export async function heightOf(
  network: PreparedNetwork,
  organizations: readonly Organization[],
): Promise<number> {
  const answers = await Promise.allSettled(organizations.map((each) => standingOf(network, each)));
  return Math.max(0, ...answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.height : 0)));
}

/** The TLS certificate that the orderer shows. */
export function shownCertificate({ ports }: Organization): Promise<X509Certificate> {
  return new Promise((resolve, reject) => {
    // Whom it belongs to is what is asked here; nothing is sent.
    const socket = connect(
      { host: HOST, port: ports.orderer, rejectUnauthorized: false, ALPNProtocols: ['h2'] },
      () => {
        const certificate = socket.getPeerX509Certificate();
        socket.destroy();
        if (certificate) resolve(certificate);
        else reject(new Error('the orderer shows no certificate'));
      },
    );
    socket.on('error', reject);
  });
}

/** Whether a node's own report says that it is well. */
export async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://${HOST}:${port}/healthz`, { signal: AbortSignal.timeout(1_000) });
  await answer.arrayBuffer();
  return answer.ok;
}
