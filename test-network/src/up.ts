/** One network, whichever kind, from a folder to running: what the command and in-process users share. */
import { existsSync } from 'node:fs';
import type { NetworkFiles } from './bring-up.js';
import { defaultDescription, type NetworkDescription, type NetworkKind } from './description.js';
import { Faults } from './embedded/faults.js';
import { embeddedPorts } from './embedded/nodes.js';
import { startEmbedded } from './embedded/start-embedded.js';
import { assertRoom, withFolderCode } from './folder-faults.js';
import { assertIdentitiesSound } from './identities/soundness.js';
import { assertCertificatesHold } from './identities/validity.js';
import { layoutOf } from './layout.js';
import { nativePorts, startNative } from './native/start-native.js';
import { assertPortsFree } from './ports.js';
import { prepareNetwork, type PreparedNetwork } from './prepare-network.js';
import { holdNetwork } from './processes/network-lock.js';

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
  try {
    await assertRoom(options.home);
    const lock = holdNetwork(layoutOf(options.home).run);
    try {
      const running = await start(options);
      const stop = async (): Promise<void> => {
        await running.stop();
        lock.release();
      };
      return { ...running, stop };
    } catch (error) {
      lock.release();
      throw error;
    }
  } catch (error) {
    throw withFolderCode(error);
  }
}

async function start(options: UpOptions): Promise<RunningNetwork> {
  const { kind, home, portBase, chaincodeSource, progress = () => undefined } = options;
  const wanted = defaultDescription(kind, portBase === undefined ? {} : { portBase });
  progress(`preparing the ${kind} network`);
  if (!existsSync(layoutOf(home).networkFile)) await assertPortsForNew(wanted);
  const network = await prepareNetwork(wanted, home);
  await assertCertificatesHold(network, progress);
  await assertIdentitiesSound(network);
  return kind === 'native'
    ? startNative(network, { chaincodeSource, progress })
    : startEmbedded(network, {
        chaincodeSource,
        progress,
        faults: options.faults ?? new Faults(),
        ...(options.orderingFailed ? { orderingFailed: options.orderingFailed } : {}),
      });
}

/** Before anything is made: a network that was made with taken ports would be bound to them for ever. */
async function assertPortsForNew(wanted: NetworkDescription): Promise<void> {
  const ports = wanted.kind === 'native' ? nativePorts(wanted) : embeddedPorts(wanted);
  const advice =
    'Stop that process, or choose other ports by --port-base or CHOPMARK_NETWORK_PORT_BASE; nothing was made yet';
  await assertPortsFree(ports, undefined, advice);
}
