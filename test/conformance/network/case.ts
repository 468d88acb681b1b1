/**
 * What a conformance case is: something done to a network, and plain data about what a client saw of it. The same case
 * runs on real Fabric and on the embedded network; what they show must be equal.
 */
import type { Subject } from './subject.js';

/** Plain data, comparable without a network. Parts that no two runs share (ids, ports, times) are named, not shown. */
export type Observation =
  string | number | boolean | null | readonly Observation[] | { readonly [name: string]: Observation };

export type Case = {
  /** Unique within its file: a present-tense sentence about what is done. */
  readonly name: string;
  readonly run: (network: Subject) => Promise<Observation>;
  /**
   * Cases run side by side, as clients come. Some need stillness, a chain that does not grow, and run side by side
   * with each other; some need the network to themselves.
   */
  readonly needs?: 'stillness' | 'solitude';
  readonly difference?: Difference;
};

/** A difference that stays: what the embedded network shows instead, and why it may. */
export type Difference = { readonly why: string; readonly embedded: Observation };
