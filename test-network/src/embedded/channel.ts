/** What the four organizations share in this process: one channel, its ledger, the time, and the faults of tests. */
import type { Ledger } from './ledger/ledger.js';
import type { ChannelConfig } from './msp/channel-config.js';
import type { Faults } from './faults.js';

export type Channel = {
  readonly name: string;
  readonly config: ChannelConfig;
  readonly ledger: Ledger;
  /** The clock of the nodes: of expiry and time windows. */
  readonly now: () => Date;
  readonly faults: Faults;
};
