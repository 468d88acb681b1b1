import type { StateReader } from '../../../../test-network/dist/embedded/ledger/state-store.js';

async function* nothing(): AsyncGenerator<never> {}

/** World state before the first transaction. */
export const EMPTY_STATE: StateReader = {
  get: () => Promise.resolve(undefined),
  range: () => nothing(),
  history: () => nothing(),
};
