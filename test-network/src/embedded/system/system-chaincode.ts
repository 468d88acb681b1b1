/** Chaincodes that are part of the peer itself: they run in this process and answer under the version `syscc`. */
import { peer } from '@hyperledger/fabric-protos';
import type { Proposal } from '../endorser/proposal.js';
import type { Simulator } from '../simulation/simulator.js';
import { UNREADABLE } from '../wire/unmarshal.js';

export type SystemCall = {
  readonly proposal: Proposal;
  readonly simulator: Simulator;
  /** The function's name first. */
  readonly args: readonly Uint8Array[];
};

export interface SystemChaincode {
  invoke(call: SystemCall): Promise<peer.Response>;
}

/** A message of Fabric's, whichever. */
export type Serializable = { readonly serializeBinary: () => Uint8Array };

/** A failure with a status of its own; all others are 500. */
export class SystemFailure extends Error {
  override readonly name = 'SystemFailure';

  constructor(
    message: string,
    readonly status = 500,
  ) {
    super(message);
  }
}

/** Arguments that are no message of their kind. */
export class UndecodableInput extends Error {
  override readonly name = 'UndecodableInput';
}

/** @throws {UndecodableInput} */
export function decodeInput<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new UndecodableInput(UNREADABLE, { cause });
  }
}

export function success(payload: Uint8Array): peer.Response {
  const response = new peer.Response();
  response.setStatus(200);
  response.setPayload(payload);
  return response;
}

export function failed(message: string, status = 500): peer.Response {
  const response = new peer.Response();
  response.setStatus(status);
  response.setMessage(message);
  return response;
}

export function textOfArgument(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}
