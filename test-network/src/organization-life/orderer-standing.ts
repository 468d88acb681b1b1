/** Where an orderer stands on the channel, by its own report. */
import { connect } from 'node:tls';
import { X509Certificate } from 'node:crypto';
import type { Organization } from '../description.js';
import { HOST } from '../hosts.js';
import { askParticipation, CHANNELS } from '../native/participation.js';
import type { PreparedNetwork } from '../prepare-network.js';

export type Standing = {
  readonly relation: 'consenter' | 'follower' | string;
  readonly status: 'active' | 'onboarding' | string;
  readonly height: number;
};

/** @throws {Error} When it does not answer, or is not on the channel. */
export async function standingOf(network: PreparedNetwork, organization: Organization): Promise<Standing> {
  const path = `${CHANNELS}/${network.description.channel}`;
  const { status, text } = await askParticipation(network, organization, 'GET', path);
  if (status !== 200) throw new Error(`status ${status}: ${text.trim()}`);
  const { consensusRelation, status: state, height } = JSON.parse(text) as Record<string, unknown>;
  return { relation: String(consensusRelation), status: String(state), height: Number(height) };
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
    socket.once('error', reject);
  });
}

/** Whether a node's own report says that it is well. */
export async function isHealthy(port: number): Promise<boolean> {
  const answer = await fetch(`http://${HOST}:${port}/healthz`, { signal: AbortSignal.timeout(1_000) });
  await answer.arrayBuffer();
  return answer.ok;
}
