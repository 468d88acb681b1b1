/** What `chopmark network status` prints as JSON (docs/operations.md); seen from outside, by asking each node. */
import type { NetworkKind } from '../description.js';

export type NodeRole = 'network' | 'orderer' | 'peer' | 'chaincode';

export type NodeStatus = {
  /** `peer-tax`; the process that runs the others is `network`. */
  readonly name: string;
  readonly role: NodeRole;
  /** Key of the organization; absent for `network`. */
  readonly organization?: string;
  /** Null when no such process runs. A node of an embedded network lives in the process `network`. */
  readonly pid: number | null;
  /** It runs and answers. */
  readonly answers: boolean;
  /** Resident memory in bytes; null where the node is part of another process. */
  readonly memory: number | null;
  /** Number of blocks; null when it does not answer or keeps none. */
  readonly height: number | null;
  /** Blocks behind the highest node. */
  readonly lag: number | null;
  /** For people: the orderers' leader, definitions, or why it does not answer. */
  readonly detail: string;
};

export type NetworkStatus = {
  readonly kind: NetworkKind;
  readonly home: string;
  readonly channel: string;
  readonly network: string;
  /** `up`: every node answers; `down`: no process runs; else `degraded`. */
  readonly state: 'up' | 'degraded' | 'down';
  readonly nodes: readonly NodeStatus[];
  /** Sequence of each committed definition by name, as the first peer that answers knows them. */
  readonly definitions: Readonly<Record<string, number>>;
  /** Resident memory of all processes, in bytes. */
  readonly memory: number;
};
