/** Questions to single nodes, each with a bound: a frozen node must not freeze the answer about the others. */
import { connect } from 'node:net';
import { common } from '@hyperledger/fabric-protos';
import type { Organization } from '../description.js';
import { HOST } from '../hosts.js';
import { queryCommitted } from '../lifecycle/lifecycle-calls.js';
import { PeerClient, reasonOf } from '../lifecycle/peer-client.js';
import { askParticipation, CHANNELS } from '../native/participation.js';
import type { PreparedNetwork } from '../prepare-network.js';

/** A busy machine is not a frozen node. */
const PATIENCE_MS = 8_000;

export type Answer<T> = { readonly value: T } | { readonly problem: string };

export type PeerFacts = { readonly height: number; readonly definitions: ReadonlyMap<string, number> };

export type OrdererFacts = {
  readonly height: number;
  /** `consenter` or `follower`. */
  readonly relation: string;
  /** `active`, `onboarding`, … */
  readonly status: string;
  /** It believes itself the leader; undefined when it does not tell. */
  readonly leads?: boolean;
  /** Last block in whose decision it took part, by a vote of its own; others it fetched. */
  readonly decided?: number;
};

/** Height by `qscc`, definitions by `_lifecycle`, as the organization's own admin. */
export function askPeer(network: PreparedNetwork, { key }: Organization): Promise<Answer<PeerFacts>> {
  return bounded(async () => {
    const client = await PeerClient.open(network, key);
    try {
      const [info, definitions] = await Promise.all([
        client.propose({ chaincode: 'qscc', args: ['GetChainInfo', network.description.channel] }),
        queryCommitted(client),
      ]);
      return { height: common.BlockchainInfo.deserializeBinary(info).getHeight(), definitions };
    } finally {
      client.close();
    }
  });
}

/** By channel participation, and its part in the consensus by its metrics. */
export function askOrderer(
  network: PreparedNetwork,
  organization: Organization,
): Promise<Answer<OrdererFacts>> {
  return bounded(async () => {
    const path = `${CHANNELS}/${network.description.channel}`;
    const [answer, part] = await Promise.all([
      askParticipation(network, organization, 'GET', path, { patienceMs: PATIENCE_MS }),
      partInConsensus(organization),
    ]);
    if (answer.status !== 200) throw new Error(`status ${answer.status}: ${answer.text.trim()}`);
    const { height, consensusRelation, status } = JSON.parse(answer.text) as Record<string, unknown>;
    return {
      height: Number(height),
      relation: String(consensusRelation),
      status: String(status),
      ...part,
    };
  });
}

/** Whether the port takes connections: a chaincode server has no question of its own to ask. */
export function askPort(port: number): Promise<Answer<true>> {
  return bounded(
    () =>
      new Promise((resolve, reject) => {
        const socket = connect({ port, host: HOST });
        socket.on('error', reject);
        socket.once('connect', () => {
          socket.destroy();
          resolve(true);
        });
      }),
  );
}

async function bounded<T>(ask: () => Promise<T>): Promise<Answer<T>> {
  const late = new Promise<Answer<T>>((resolve) => {
    setTimeout(() => resolve({ problem: `no answer within ${PATIENCE_MS / 1000} s` }), PATIENCE_MS).unref();
  });
  const answer = ask().then(
    (value): Answer<T> => ({ value }),
    (error: unknown): Answer<T> => ({ problem: reasonOf(error) }),
  );
  return Promise.race([answer, late]);
}

/** Metrics of SmartBFT. */
const IS_LEADER = /^consensus_BFT_is_leader\{[^}]*\}\s+([01])/m;
const DECIDED = /^consensus_BFT_committed_block_number\{[^}]*\}\s+(\S+)/m;

async function partInConsensus({ ports }: Organization): Promise<Pick<OrdererFacts, 'leads' | 'decided'>> {
  try {
    const answer = await fetch(`http://${HOST}:${ports.ordererOperations}/metrics`, {
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const text = await answer.text();
    const [leads, decided] = [IS_LEADER, DECIDED].map((metric) => metric.exec(text)?.[1]);
    return {
      ...(leads === undefined ? {} : { leads: leads === '1' }),
      ...(decided === undefined ? {} : { decided: Number(decided) }),
    };
  } catch {
    return {};
  }
}
