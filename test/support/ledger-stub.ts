/**
 * A ledger in memory under the real contract. Fabric's own dispatcher and stub run
 * above it, on real proposals; only the peer's state is replaced, with its
 * semantics: a read sees what is committed and never this transaction's writes,
 * an absent key reads as empty, ranges come in the order of UTF-8 bytes, the last
 * event wins, and a commit compares the versions that were read.
 *
 * @module
 */
import './quiet-fabric.js';
import assert from 'node:assert/strict';
import { LedgerError, type JsonObject } from '@chopmark/core';
import type { ChaincodeInterface, ChaincodeResponse, ChaincodeStub } from 'fabric-shim-api';
import { JSONSerializer } from 'fabric-contract-api';
import ChaincodeFromContract from 'fabric-shim/lib/contract-spi/chaincodefromcontract.js';
import Stub from 'fabric-shim/lib/stub.js';
import { LedgerContract } from '../../chaincode/dist/ledger-contract.js';
import { CHANNEL, signedProposalOf, type Proposal } from './chaincode-proposal.js';

export { CHANNEL, type Proposal };

export const NETWORK = '11'.repeat(32);
export const BUNDLE = '22'.repeat(32);

/** The same codes as Fabric's `TxValidationCode`. */
export const VALID = 0;
export const MVCC_READ_CONFLICT = 11;

interface Version {
  readonly block: number;
  readonly position: number;
}

interface Value {
  readonly bytes: Buffer;
  readonly version: Version;
}

/** What an endorser would sign, and what the client would be told. */
export interface Simulation {
  readonly namespace: string;
  readonly txId: string;
  readonly status: number;
  readonly message: string;
  /** The answer as text; empty for a refusal. */
  readonly payload: string;
  readonly event: { readonly name: string; readonly payload: string } | undefined;
  readonly reads: ReadonlyMap<string, Version | undefined>;
  /** null deletes. */
  readonly writes: ReadonlyMap<string, Buffer | null>;
}

export function newChaincode(): InstanceType<typeof ChaincodeFromContract> {
  const serializers = { transaction: 'jsonSerializer', serializers: { jsonSerializer: JSONSerializer } };
  return new ChaincodeFromContract([LedgerContract], serializers);
}

export class LedgerStub {
  readonly #chaincode: ChaincodeInterface = newChaincode();
  readonly #namespaces = new Map<string, Map<string, Value>>();
  #height = 1;

  constructor() {
    process.env['CHOPMARK_NETWORK'] = NETWORK;
    process.env['CHOPMARK_BUNDLE'] = BUNDLE;
  }

  /** Runs a call against what is committed. Commits nothing. */
  simulate(proposal: Proposal): Promise<Simulation> {
    return this.run(proposal, (stub) => this.#chaincode.Invoke(stub));
  }

  /** Runs any code where the contract would run. */
  async run(
    proposal: Proposal,
    body: (stub: ChaincodeStub) => Promise<ChaincodeResponse>,
  ): Promise<Simulation> {
    const namespace = proposal.namespace ?? 'tax';
    const { txId, input, signedProposal } = signedProposalOf(proposal, namespace);
    const simulator = new Simulator(this.#stateOf(namespace));
    const stub = new Stub(simulator, CHANNEL, txId, input, signedProposal);
    const response = await body(stub);
    const event = stub.chaincodeEvent;
    return {
      namespace,
      txId,
      status: response.status,
      message: response.message ?? '',
      payload: Buffer.from(response.payload ?? []).toString('utf8'),
      event: event && {
        name: event.getEventName(),
        payload: Buffer.from(event.getPayload_asU8()).toString('utf8'),
      },
      reads: simulator.reads,
      writes: simulator.writes,
    };
  }

  /** Commits simulations as one block, in this order. @returns Validation codes. */
  commit(...block: readonly Simulation[]): number[] {
    const number = this.#height++;
    return block.map((simulation, position) => {
      const state = this.#stateOf(simulation.namespace);
      if (simulation.status >= 400) throw new Error(`nobody endorses a refusal: ${simulation.message}`);
      for (const [key, version] of simulation.reads) {
        if (!sameVersion(state.get(key)?.version, version)) return MVCC_READ_CONFLICT;
      }
      for (const [key, bytes] of simulation.writes) {
        if (bytes === null) state.delete(key);
        else state.set(key, { bytes, version: { block: number, position } });
      }
      return VALID;
    });
  }

  /** Simulates and commits a call that must be accepted. @returns The answer, parsed. */
  async submit(proposal: Proposal): Promise<JsonObject> {
    const simulation = await this.simulate(proposal);
    assert.equal(simulation.status, 200, simulation.message);
    assert.deepEqual(this.commit(simulation), [VALID]);
    return JSON.parse(simulation.payload) as JsonObject;
  }

  /** Everything that is committed, for comparison: `namespace`, readable key, text. */
  dump(): string[][] {
    return [...this.#namespaces].flatMap(([namespace, state]) =>
      [...state].map(([key, { bytes }]) => [namespace, readableKey(key), bytes.toString('utf8')]).sort(),
    );
  }

  #stateOf(namespace: string): Map<string, Value> {
    const state = this.#namespaces.get(namespace) ?? new Map<string, Value>();
    this.#namespaces.set(namespace, state);
    return state;
  }
}

/** The peer's side of a transaction, in the shape that the shim's stub calls. */
class Simulator {
  readonly reads = new Map<string, Version | undefined>();
  readonly writes = new Map<string, Buffer | null>();
  readonly #state: ReadonlyMap<string, Value>;

  constructor(state: ReadonlyMap<string, Value>) {
    this.#state = new Map(state);
  }

  handleGetState(_collection: string, key: string): Promise<Buffer> {
    const value = this.#state.get(key);
    this.reads.set(key, value?.version);
    return Promise.resolve(Buffer.from(value?.bytes ?? []));
  }

  handlePutState(_collection: string, key: string, value: Uint8Array): Promise<void> {
    this.writes.set(key, value.length === 0 ? null : Buffer.from(value));
    return Promise.resolve();
  }

  handleDeleteState(_collection: string, key: string): Promise<void> {
    this.writes.set(key, null);
    return Promise.resolve();
  }

  handleGetStateByRange(_collection: string, start: string, end: string): Promise<object> {
    const inRange = (key: string) => byBytes(key, start) >= 0 && (end === '' || byBytes(key, end) < 0);
    const keys = [...this.#state.keys()].filter(inRange).sort(byBytes);
    let at = 0;
    const next = () => {
      const key = keys[at++];
      if (key === undefined) return Promise.resolve({ done: true });
      const { bytes, version } = this.#state.get(key)!;
      this.reads.set(key, version);
      return Promise.resolve({ done: false, value: { key, value: bytes } });
    };
    return Promise.resolve({ iterator: { next, close: () => Promise.resolve() } });
  }
}

/** The refusal that a simulation ended in. */
export function refusalOf(simulation: Simulation): LedgerError {
  assert.equal(simulation.status, 500, `accepted: ${simulation.payload}`);
  const refusal = LedgerError.fromWire(simulation.message);
  assert.ok(refusal, `no refusal but a fault: ${simulation.message}`);
  return refusal;
}

/** Asserts that a call is refused with this code, and leaves no write and no event behind. */
export async function assertRefused(
  ledger: LedgerStub,
  proposal: Proposal,
  code: string,
): Promise<LedgerError> {
  const before = ledger.dump();
  const simulation = await ledger.simulate(proposal);
  const refusal = refusalOf(simulation);
  assert.equal(refusal.code, code, simulation.message);
  assert.equal(simulation.writes.size, 0, 'a refused transaction writes nothing');
  assert.equal(simulation.event, undefined, 'a refused transaction announces nothing');
  assert.deepEqual(ledger.dump(), before);
  return refusal;
}

/** `series/invoices-1` for a composite key. */
export function readableKey(key: string): string {
  return key.split('\0').filter(Boolean).join('/');
}

export function keysOf(entries: ReadonlyMap<string, unknown>): string[] {
  return [...entries.keys()].map(readableKey);
}

function sameVersion(one: Version | undefined, other: Version | undefined): boolean {
  return one?.block === other?.block && one?.position === other?.position;
}

function byBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
