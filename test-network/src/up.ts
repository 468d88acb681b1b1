/** One network, whichever kind, from a folder to running: what the command and in-process users share. */
import type { NetworkFiles } from './bring-up.js';
import { defaultDescription, type NetworkKind } from './description.js';
import { Faults } from './embedded/faults.js';
import { holdLedgerFolder } from './embedded/ledger-folder.js';
import { startEmbedded } from './embedded/start-embedded.js';
import { layoutOf } from './layout.js';
import { startNative } from './native/start-native.js';
import { prepareNetwork, type PreparedNetwork } from './prepare-network.js';

export type UpOptions = {
  readonly kind: NetworkKind;
  /** Folder of the network; made when it is missing. */
  readonly home: string;
  /** First port, for a new network; one that exists keeps its ports. */
  readonly portBase?: number;
  /** Folder with the built contract (`chaincode/deploy`). */
  readonly chaincodeSource: string;
  readonly progress?: (text: string) => void;
  /** Faults of tests; embedded only. */
  readonly faults?: Faults;
  /** Told when a running embedded network can store nothing any more: its process should end. */
  readonly orderingFailed?: (cause: unknown) => void;
};

export type RunningNetwork = {
  readonly network: PreparedNetwork;
  readonly files: NetworkFiles;
  readonly pids: () => Readonly<Record<string, number>>;
  readonly stop: () => Promise<void>;
};

/** @throws {NetworkError} With what is wrong and what helps; whatever was started is stopped again. */
export async function up(options: UpOptions): Promise<RunningNetwork> {
  const {
    kind,
    home,
    portBase,
    chaincodeSource,
    progress = () => undefined,
    faults = new Faults(),
  } = options;
  const wanted = defaultDescription(kind, portBase === undefined ? {} : { portBase });
  progress(`preparing the ${kind} network`);
  if (kind === 'native')
    return startNative(await prepareNetwork(wanted, home), { chaincodeSource, progress });

  // Taken before the first file is made: two processes at once must not both make a network.
  const held = await holdLedgerFolder(layoutOf(home).ledger);
  try {
    return await startEmbedded(await prepareNetwork(wanted, home), {
      chaincodeSource,
      progress,
      faults,
      held,
      ...(options.orderingFailed ? { orderingFailed: options.orderingFailed } : {}),
    });
  } catch (error) {
    await held.release();
    throw error;
  }
}
